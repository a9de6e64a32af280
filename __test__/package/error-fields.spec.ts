import { readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import test from 'ava'
import {
  type BuildOptions,
  buildIndex,
  type ErrorCode,
  type ErrorFields,
  isMapaheadError,
  type MapaheadError,
  SuggestIndex,
} from 'mapahead'
import { parseQueries } from '../../src/cli/eval/queries.ts'
import { COMMAND_LINE } from '../../src/cli/flags/message.ts'
import { JAVASCRIPT, sentenceOf } from '../../src/error-text.ts'
import { constants } from '../../src/node.ts'
import { parsePayload } from '../../src/suggest/decode.ts'
import { suggestExplained } from '../../src/suggest/json-answer.ts'
import { readRequest } from '../../src/suggest/request/read.ts'
import { buildFixture, openFixture, overwrite, PLACES, temporaryFolder } from '../support/fixtures.ts'

/** The codes whose sentences name nothing that a face calls by another name. */
const ALIKE_FOR_ALL: readonly ErrorCode[] = [
  'ERR_TOO_LARGE',
  'ERR_ANSWER_TOO_LARGE',
  'ERR_NOT_AN_INDEX',
  'ERR_UNSUPPORTED_VERSION',
  'ERR_CORRUPT',
]

/** Returns the error that `call` throws or rejects with. */
async function errorOf(call: () => unknown): Promise<MapaheadError> {
  try {
    await call()
  } catch (error) {
    if (isMapaheadError(error)) return error
    throw error
  }
  throw new Error(`nothing was thrown by ${call}`)
}

/** Rejects with what an index tells whose file gets another time. */
async function changedInPlace(path: string): Promise<never> {
  using index = await SuggestIndex.open(path, { watch: true })
  const failed = new Promise<never>((_, reject) => index.on('swap-failed', reject))
  utimesSync(path, 1, 1)
  return await failed
}

test('an error says by its properties what it is about, and its message is made of them', async (t) => {
  const folder = temporaryFolder(t)
  const file = (name: string, text: string) => {
    const path = join(folder, name)
    writeFileSync(path, text)
    return path
  }
  const [out, csv] = [join(folder, 'out'), file('a.csv', 'name,id\nBern,1\n')]
  const [codes, pairs] = [file('codes.csv', 'A00,Cholera\nA01,Typhoid\n'), file('b.csv', 'Paris,France\nRome,Italy\n')]
  const [twofold, wide] = [
    file('twofold.csv', 'text;x|text\na;b\n'),
    file('wide.csv', 'text\n'.split('').join('\0') + '\0'),
  ]
  const empty = file('empty.csv', '')
  const unnamed = file('unnamed', 'Bern\n')
  const member = file('member.ndjson', '{"name":"Bern"}\n')
  const array = file('array.json', '[{"text":"Bern","weight":"x"}]')
  const seasonal = file('seasonal.ndjson', '{"text":"Bern","season":"hot"}\n')
  const index = await openFixture(t, PLACES)
  const [later, inUse] = [await buildFixture(t, PLACES), await buildFixture(t, PLACES)]
  const bytes = readFileSync(later)
  bytes.writeUInt32LE(1000, 8)
  overwrite(later, bytes)
  const most = constants.MAX_STRING_LENGTH
  const huge = { suggestJson: () => ({ length: most + 1 }) } as never
  const build = (source: string, options: BuildOptions = {}) => buildIndex(source, out, options)
  const many = Object.fromEntries(Array.from({ length: 1001 }, (_, place) => [`id ${place}`, 2]))

  const cases: [call: () => unknown, fields: ErrorFields][] = [
    [() => index.suggest('b', { limit: 0 }), { option: 'limit', expected: 'a whole number from 1 to 1000', got: '0' }],
    [
      () => index.suggest('b', { maxTier: 7 as 2 }),
      { option: 'maxTier', expected: 'a whole number from 0 to 3', got: '7' },
    ],
    [() => index.suggestJson('b', { limit: 5 }, 100), { limit: 100 }],
    [
      () => index.suggest('b', { limit: '5' as never }),
      { option: 'limit', expected: 'a number', got: 'a string, "5"' },
    ],
    [
      () => index.suggest('b', { at: 'soon' }),
      { option: 'at', expected: 'a day such as "2026-01-15"', got: '"soon"', advice: ['give-date'] },
    ],
    [
      () => index.suggest('b', { boosts: { ids: many } }),
      { option: 'boosts.ids', expected: 'at most 1000 ids', got: '1001', advice: ['prepare-boosts'] },
    ],
    [() => build(csv, { typos: { swap: 'x' as never } }), { option: 'typos.swap', expected: 'a number', got: '"x"' }],
    [
      () => build(csv, { seasons: { warm_days: [] } }),
      { option: 'seasons.warm_days', expected: 'an array of length 12', got: '0 items' },
    ],
    [
      () => build(csv, { quality: { hole: 1 } as object }),
      {
        option: 'hole',
        owner: 'quality',
        available: ['whole', 'prefix', 'words', 'slippedWords', 'verbatim', 'typoBase', 'dropBase'],
      },
    ],
    [
      () => build(csv, { memory: 5 }),
      { option: 'memory', expected: 'at least 16777216 bytes', got: '5', size: 5, limit: 16777216 },
    ],
    [
      () => SuggestIndex.open(join(folder, 'no')),
      { file: join(folder, 'no'), action: 'open', reason: 'No such file or directory (os error 2)' },
    ],
    [() => changedInPlace(inUse), { file: inUse }],
    [() => SuggestIndex.openSync(csv), { file: csv, reason: 'it does not start with "mapahead"' }],
    [
      () => build(csv),
      {
        file: csv,
        field: 'text',
        column: 'text',
        available: ['name', 'id'],
        suggested: 'name',
        advice: ['name-column'],
      },
    ],
    [
      () => build(codes),
      {
        file: codes,
        field: 'text',
        column: 'text',
        available: ['A00', 'Cholera'],
        suggested: '2',
        advice: ['no-header'],
      },
    ],
    [
      () => build(pairs),
      {
        file: pairs,
        field: 'text',
        column: 'text',
        available: ['Paris', 'France'],
        suggested: 'Paris',
        advice: ['maybe-no-header'],
      },
    ],
    [
      () => build(codes, { header: false }),
      {
        file: codes,
        field: 'text',
        column: 'text',
        available: ['1', '2'],
        suggested: '2',
        advice: ['number-column'],
      },
    ],
    [
      () => build(twofold),
      {
        file: twofold,
        reason: "';' and '|' could each separate its columns",
        advice: ['set-delimiter'],
      },
    ],
    [
      () => build(wide),
      {
        file: wide,
        line: 1,
        reason: 'is not UTF-8',
        available: ['UTF-16LE'],
        advice: ['set-encoding'],
      },
    ],
    [
      () => build(member, { columns: { id: 'key' } }),
      {
        file: member,
        line: 1,
        field: 'text',
        reason: 'is missing',
        available: ['name'],
        suggested: 'name',
        advice: ['name-column'],
      },
    ],
    [
      () => build(array),
      { file: array, line: 1, position: 2, field: 'weight', reason: 'must be a number from 0, got "x"' },
    ],
    [
      () => build(seasonal, { seasons: { warm: Array(12).fill(1) } }),
      {
        file: seasonal,
        line: 1,
        field: 'season',
        reason: '"hot" is no profile',
        available: ['warm'],
        advice: ['define-season'],
      },
    ],
    [
      () => build(seasonal, { onError: 'skip' }),
      {
        file: seasonal,
        line: 1,
        field: 'season',
        reason: '"hot" is no profile',
        available: [],
        advice: ['define-season'],
        records: 1,
      },
    ],
    [() => build(empty), { file: empty, reason: 'it is empty; begin it with a header that names the columns' }],
    [
      () => build(unnamed),
      { file: unnamed, reason: 'the ending of its name tells no format', advice: ['set-format-or-rename'] },
    ],
    [
      () => buildIndex(['Berlin'], out),
      {
        file: 'Berlin',
        action: 'open',
        reason: 'No such file or directory (os error 2)',
        advice: ['give-records'],
      },
    ],
    [
      () => build(csv, { columns: { text: 'name' }, synonyms: 'a, b' }),
      { file: 'a, b', action: 'open', reason: 'No such file or directory (os error 2)', advice: ['give-rules'] },
    ],
    [
      () => buildIndex([{ text: 'a', weight: Number.NaN }], out),
      { file: '<records>', line: 1, field: 'weight', reason: 'must be a number from 0, got NaN' },
    ],
    [() => SuggestIndex.open(later), { file: later, found: 1000, supported: index.info.formatVersion }],
    [() => parsePayload('{', 'a.mapahead'), { file: 'a.mapahead', part: 'payloads', reason: 'a payload is not JSON' }],
    [
      () => suggestExplained(huge, 'a.mapahead', 'b', readRequest({ explain: true }, 'suggest')),
      { size: most + 1, limit: most },
    ],
    [
      () => parseQueries(Buffer.from('query\n'), 'q.tsv'),
      { file: 'q.tsv', line: 1, column: 'expected', available: ['query'] },
    ],
    [
      () => parseQueries(Buffer.from('query\texpected\n\tBern\n'), 'q.tsv'),
      { file: 'q.tsv', line: 2, reason: 'must not be empty', column: 'query' },
    ],
    [
      () => parseQueries(Buffer.from('query\texpected\tquery\n'), 'q.tsv'),
      { file: 'q.tsv', line: 1, reason: 'the header has the column "query" twice; rename one of them' },
    ],
  ]
  const seen = new Map<string, Set<string>>()
  for (const [call, fields] of cases) {
    const error = await errorOf(call)
    const { code, ...given } = { ...error }
    t.deepEqual(given, fields, error.message)
    const sentence = sentenceOf(error, JAVASCRIPT)
    t.is(sentence, ALIKE_FOR_ALL.includes(code) ? undefined : error.message)
    seen.set(code, new Set([...(seen.get(code) ?? []), ...Object.keys(given)]))
  }
  // Neither may have what the other lacks.
  for (const [code, names] of documentedFields())
    t.deepEqual([...(seen.get(code) ?? [])].sort(), [...names].sort(), code)
  t.is(seen.size, documentedFields().size)
})

/** The properties that `docs/errors.md` says errors of each code have. */
function documentedFields(): Map<string, Set<string>> {
  const docs = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8')
  const rows = docs.matchAll(/^\| `(ERR_\w+)` \| (.*) \|$/gm)
  return new Map(
    [...rows].map(([, code = '', cell = '']) => [
      code,
      new Set([...cell.matchAll(/`(\w+)`/g)].map(([, name = '']) => name)),
    ]),
  )
}

test('damage is told by its file, its part and its reason', async (t) => {
  const path = await buildFixture(t, PLACES)
  const bytes = readFileSync(path)
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 1) ^ 1, bytes.length - 1)
  overwrite(path, bytes)
  const error = await errorOf(() => SuggestIndex.open(path, { verify: true }))
  t.like(error, { code: 'ERR_CORRUPT', file: path })
  t.true((error.part ?? '') !== '' && error.message.includes(`${error.part}: ${error.reason}`), error.message)
})

test('each face words its own sentence', (t) => {
  const told = { code: 'ERR_MISSING_COLUMN', file: 'a.csv', field: 'text', column: 'text', available: ['id', 'name'] }
  const error = { ...told, advice: ['name-column'] as const }
  const has = 'a.csv: there is no column "text" for'
  t.is(
    sentenceOf(error, JAVASCRIPT),
    `${has} columns.text; the header has "id", "name"; name the one that holds the text with the option columns.text`,
  )
  // A column that is no other field's comes first.
  t.is(sentenceOf(error, COMMAND_LINE), `${has} --text; the header has "id", "name". Choose one: --text name`)
  const long = { ...told, available: Array.from({ length: 22 }, (_, place) => `c${place}`) }
  t.true(sentenceOf(long, JAVASCRIPT)?.endsWith('"c19" and 2 more'))
  t.is(sentenceOf({ code: 'ERR_CLOSED' }, JAVASCRIPT), undefined)
})

const SOURCES = fileURLToPath(new URL('../../src', import.meta.url))

/** What reads something out of the text of an error, or finds out what error it is by it. */
const READS_A_MESSAGE = [
  /\bmessage\s*\??\.\s*(match|matchAll|replace|replaceAll|includes|startsWith|endsWith|indexOf|lastIndexOf)\b/,
  /\bmessage\s*\??\.\s*(search|split|slice|substring|at|charAt|trim|toLowerCase)\b/,
  /\.(exec|test)\([^()]*\bmessage\b/,
  /\.(exec|test)\(\s*reason\b/,
  /(?<!typeof [\w.?]*)\.message\s*[!=]==|[!=]==\s*[\w.?]*\.message\b/,
]

test('no code of ours reads the text of an error', (t) => {
  const files = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
  t.true(files.length > 100)
  for (const name of files) {
    const lines = readFileSync(join(SOURCES, name), 'utf8').split('\n')
    for (const [place, line] of lines.entries()) {
      t.false(
        READS_A_MESSAGE.some((pattern) => pattern.test(line)),
        `src/${name}:${place + 1}: ${line.trim()}`,
      )
    }
  }
})

test('what reads the text of an error would be found', (t) => {
  const wrong = [
    "error.message.replace('a', 'b')",
    "if (error?.message?.includes('x')) return",
    'const [name] = /^\\w+/.exec(error.message) ?? []',
    'if (/GLIBC_/.test(reason)) return',
    'if (before.message !== error.message) return',
  ]
  for (const line of wrong)
    t.true(
      READS_A_MESSAGE.some((pattern) => pattern.test(line)),
      line,
    )
  t.false(READS_A_MESSAGE.some((pattern) => pattern.test('return error instanceof Error ? error.message : ""')))
})
