// Every default that is documented is the one that the code has.
import { readFileSync } from 'node:fs'
import test from 'ava'
import type { Command } from 'commander'
import { buildCommand } from '../../src/cli/build.ts'
import { evalCommand } from '../../src/cli/eval.ts'
import { queryCommand } from '../../src/cli/query.ts'
import { SERVE_DEFAULTS, serveCommand } from '../../src/cli/serve.ts'
import { coreOptions } from '../../src/native/addon.ts'
import { QUERY_OPTIONS, separated, valuesOf } from '../../src/query-options.ts'
import { readHandlerOptions } from '../../src/serve/handlers/options.ts'
import { openFixture } from '../support/fixtures.ts'

interface Core {
  build: {
    kind: string
    onError: string
    synonymFactor: number
    transliterate: boolean
    inside: boolean
    memory: number
    threads: number | null
    header: boolean
    encoding: string | null
    typos: Record<string, number> & { budgets: Record<'open' | 'closed', Budget[]> }
  }
  quality: Record<'text' | 'literal', Record<string, number> & { whole: number }>
  numeric: { name: string; expected: string; choices: string[]; standard: number | null }[]
}

interface Budget {
  from: number
  edits: number
  cost: number
  cheapOnly: boolean
}

const core: Core = JSON.parse(coreOptions())
const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')

/** A default: a number, a word, or several numbers that a text gives one after the other. */
type Standard = string | number | boolean | readonly number[]

const ofQuery: Record<string, Standard> = {}
for (const [place, { choices, standard }] of core.numeric.entries()) {
  const { name = '', type } = QUERY_OPTIONS[place] ?? {}
  if (standard === null) ofQuery[name] = 'today'
  else if (type === 'truth') ofQuery[name] = standard === 1
  else ofQuery[name] = choices[standard] !== undefined && type === 'choice' ? (choices[standard] ?? '') : standard
}

const { text, literal } = core.quality
const ofQuality: Record<string, Standard> = { ...text, whole: [text.whole, literal.whole] }
const { budgets, ...costs } = core.build.typos
const {
  kind,
  onError: atBadRecord,
  synonymFactor,
  transliterate,
  inside,
  memory,
  threads,
  header,
  encoding,
} = core.build
const ofBuild: Record<string, Standard> = {
  kind,
  onError: atBadRecord,
  synonymFactor,
  transliterate,
  inside,
  memory,
  threads: threads ?? 'one for each core',
  header,
  encoding: encoding ?? 'UTF-8',
}
const { onError, onReply, vary, origins, restrict, ...handler } = readHandlerOptions({}, 'test')
const ofHandler: Record<string, Standard> = { ...handler, cors: origins !== undefined }
const ofOpen: Record<string, Standard> = { verify: false, warm: false, watch: false, copy: false }

const BYTES: Readonly<Record<string, number>> = { KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 }

/** Reads a default as it is documented: `8 MiB`, `'auto'`, `10, and 1 for kind literal`. */
function parse(told: string, like: Standard): Standard {
  const plain = told.replaceAll('`', '').trim()
  const numbers = [...plain.matchAll(/(\d[\d,]*(?:\.\d+)?)\s*(KiB|MiB|GiB)?/g)].map(
    ([, digits = '', unit = '']) => Number(digits.replaceAll(',', '')) * (BYTES[unit] ?? 1),
  )
  if (typeof like === 'object') return [numbers[0] ?? Number.NaN, numbers.at(-1) ?? Number.NaN]
  if (typeof like === 'number') return numbers[0] ?? Number.NaN
  if (typeof like === 'boolean') return plain === 'true' ? true : plain === 'false' ? false : plain
  return plain.replace(/^'(.*)'$/, '$1')
}

/** The members of each interface of `index.d.ts` that state a default, with it. */
function documentedTypes(): Map<string, Map<string, string>> {
  const types = new Map<string, Map<string, string>>()
  for (const [, name = '', body = ''] of read('index.d.ts').matchAll(/^interface (\w+)[^{]*\{\n([\s\S]*?)^\}/gm)) {
    const members = new Map<string, string>()
    for (const [, doc = '', member = ''] of body.matchAll(/\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*(\w+)\??:/g)) {
      const [, told] = /@defaultValue\s+([\s\S]*)$/.exec(doc.replace(/^\s*\* ?/gm, '')) ?? []
      if (told !== undefined) members.set(member, told.trim().replaceAll('\n', ' '))
    }
    types.set(name, members)
  }
  return types
}

/** The rows of the tables of a page that have a column `default`: the names of the first cell, and the default. */
function tableDefaults(page: string): [names: string[], told: string][] {
  const rows: [string[], string][] = []
  let column = -1
  for (const line of read(page).split('\n')) {
    if (!line.startsWith('|')) column = -1
    else {
      const cells = line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) => cell.trim())
      if (column < 0) column = cells.indexOf('default')
      const names = [...(cells[0] ?? '').matchAll(/`([\w-]+)`/g)].map(([, name = '']) => name)
      const told = cells[column] ?? ''
      if (column >= 0 && names.length > 0 && told !== '') rows.push([names, told])
    }
  }
  return rows
}

test('the table of options in TypeScript is that of the core', (t) => {
  t.deepEqual(
    QUERY_OPTIONS.map(({ name, choices = [] }) => [separated(name, '_'), choices]),
    core.numeric.map(({ name, choices }) => [name, choices]),
  )
  for (const [place, { name, standard }] of QUERY_OPTIONS.entries()) {
    t.is(valuesOf({ [name]: name })[place], name)
    const known = ofQuery[name]
    if (known !== undefined && known !== false) t.is(standard, String(known), name)
  }
})

test('the defaults of the types are those of the code', (t) => {
  const known: Record<string, Record<string, Standard>> = {
    SuggestOptions: ofQuery,
    BuildOptions: ofBuild,
    QualityOptions: ofQuality,
    TypoOptions: costs,
    OpenOptions: ofOpen,
    HandlerOptions: ofHandler,
    TypoBudgetInput: { cheapOnly: false },
  }
  const types = documentedTypes()
  for (const [type, defaults] of Object.entries(known)) {
    const members = types.get(type)
    for (const [name, standard] of Object.entries(defaults)) {
      const told = members?.get(name)
      t.not(told, undefined, `${type}.${name} says no default`)
      t.deepEqual(parse(told ?? '', standard), standard, `${type}.${name}: ${told}`)
    }
  }
  for (const [name, list] of Object.entries(budgets)) {
    t.is(types.get('TypoBudgetOptions')?.get(name), list.map(budgetText).join(', '))
  }
  t.true(types.get('BuildOptions')?.get('rejects')?.includes('.rejects.ndjson'))
})

/** Says what a budget allows as the type does: `one edit for 1.5 from 4`; the first says what it counts. */
function budgetText({ from, edits, cost, cheapOnly }: Budget, place: number): string {
  const count = ['no', 'one', 'two'][edits]
  const what = place === 0 ? (cheapOnly ? ' cheap edit' : ' edit') : edits === 1 ? ' edit' : ''
  return `${count}${what} for ${cost} from ${from}${place === 0 ? ' characters' : ''}`
}

test('a record that says neither weight nor factor has those that are documented', async (t) => {
  const index = await openFixture(t, [{ text: 'Bern', id: 'b', aliases: ['Berna'] }])
  const types = documentedTypes()
  t.is(types.get('RecordInput')?.get('weight'), String(index.get('b')?.weight))
  const [found] = index.suggest('berna', { explain: true }).suggestions
  t.is(types.get('AliasInput')?.get('factor'), String(found?.explain?.factor))
})

test('the defaults in the tables of the pages are those of the code', (t) => {
  const pages: Record<string, Record<string, Standard>> = {
    'docs/api.md': { ...ofQuery, ...ofQuality, ...costs, ...ofOpen },
    'docs/http.md': ofHandler,
    'docs/design.md': ofQuality,
  }
  for (const [page, defaults] of Object.entries(pages)) {
    const seen = new Set<string>()
    for (const [names, told] of tableDefaults(page)) {
      for (const name of names) {
        const standard = defaults[name]
        if (standard === undefined) continue
        seen.add(name)
        t.deepEqual(parse(told, standard), standard, `${page}: ${name}: ${told}`)
      }
    }
    t.true(seen.size >= 3, `${page} was read`)
  }
  const api = new Set(tableDefaults('docs/api.md').flatMap(([names]) => names))
  for (const name of Object.keys({ ...ofQuery, ...ofQuality, ...costs })) t.true(api.has(name), `docs/api.md: ${name}`)
  const budget = ({ from, edits, cost }: Budget) => `from: ${from}, edits: ${edits}, cost: ${cost}`
  for (const one of Object.values(budgets).flat()) t.true(read('docs/api.md').includes(budget(one)), budget(one))
})

test('the limits of the server in the pages are those of the code', (t) => {
  const { maxAnswerBytes, maxPendingBytes } = ofHandler
  const flags: Record<string, number> = {
    '--max-connections': SERVE_DEFAULTS.maxConnections,
    '--max-header': SERVE_DEFAULTS.maxHeader,
    '--headers-timeout': SERVE_DEFAULTS.headersTimeout,
    '--request-timeout': SERVE_DEFAULTS.requestTimeout,
    '--keep-alive': SERVE_DEFAULTS.keepAlive,
    '--drain': SERVE_DEFAULTS.drain,
    '--grace': SERVE_DEFAULTS.grace,
    '--max-answer': Number(maxAnswerBytes),
    '--max-pending': Number(maxPendingBytes),
    '--stall': SERVE_DEFAULTS.stall,
  }
  for (const [flag, standard] of Object.entries(flags)) {
    const rows = read('docs/http.md').split('\n')
    const row = rows.find((line) => line.startsWith('|') && line.endsWith(`\`${flag}\` |`) && !line.includes('ERR_'))
    const cells = row?.split('|') ?? []
    t.is(parse(cells[2] ?? '', standard), standard, flag)
  }
})

/** The defaults that the help of a command states, by flag. */
function helpDefaults(command: Command): Map<string, string> {
  const told = new Map<string, string>()
  for (const { long, description } of command.options) {
    const [, standard] = /\(default: (.*)\)$/.exec(description) ?? []
    if (long && standard !== undefined) told.set(long, standard)
  }
  return told
}

/** The defaults that `docs/cli.md` states in the section of a command, by flag. */
function pageDefaults(command: string): Map<string, string> {
  const [, section = ''] =
    new RegExp(`^## ${command}\\n([\\s\\S]*?)(?=^## |(?![\\s\\S]))`, 'm').exec(read('docs/cli.md')) ?? []
  const told = new Map<string, string>()
  for (const [, flags = '', means = ''] of section.matchAll(/^\| (`--.*?`(?:, `.*?`)*) +\| (.*) \|$/gm)) {
    const [, before = '', comma = '', after = ''] = /^(.*?)(,?) by default(.*)$/.exec(means) ?? []
    const [, code] = /`([^`]*)`$/.exec(before) ?? []
    // `text` by default, or: by default one for each core.
    const standard = comma === '' ? (code ?? before.split(/[;:,] /).at(-1)) : after.split(/[;,] /)[0]
    for (const [flag] of flags.matchAll(/--[a-z-]+/g)) if (standard) told.set(flag, standard)
  }
  return told
}

test('the defaults of the flags are those of the code, in the help and in docs/cli.md', (t) => {
  const flagged = (defaults: Record<string, Standard>) =>
    Object.fromEntries(Object.entries(defaults).map(([name, standard]) => [`--${separated(name, '-')}`, standard]))
  const {
    cacheBytes = 0,
    maxBodyBytes = 0,
    maxUrlBytes = 0,
    maxAnswerBytes = 0,
    maxPendingBytes = 0,
    ...others
  } = ofHandler
  const server = {
    ...others,
    cache: cacheBytes,
    maxBody: maxBodyBytes,
    maxUrl: maxUrlBytes,
    maxAnswer: maxAnswerBytes,
    maxPending: maxPendingBytes,
    // The pages say so of what is empty or false.
    basePath: 'none',
    cors: 'none',
    ...SERVE_DEFAULTS,
  }
  const commands: [command: Command, defaults: Record<string, Standard>, atLeast: number][] = [
    [buildCommand(), flagged(ofBuild), 4],
    [queryCommand(), flagged(ofQuery), 6],
    [evalCommand(), flagged(ofQuery), 1],
    [serveCommand(), flagged(server), 14],
  ]
  for (const [command, defaults, atLeast] of commands) {
    const [help, page] = [helpDefaults(command), pageDefaults(command.name())]
    let compared = 0
    for (const [flag, standard] of Object.entries(defaults)) {
      for (const [where, told] of [
        ['help', help.get(flag)],
        ['docs/cli.md', page.get(flag)],
      ] as const) {
        if (told === undefined) continue
        const said = told.replace('one a core', 'one for each core')
        t.deepEqual(parse(said, standard), standard, `${command.name()} ${flag} in ${where}: ${told}`)
        if (where === 'docs/cli.md') compared += 1
      }
    }
    t.true(compared >= atLeast, `${command.name()}: ${compared} defaults of docs/cli.md were compared`)
  }
})
