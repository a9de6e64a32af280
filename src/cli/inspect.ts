import { Command } from 'commander'
import {
  type ContextInfo,
  type IndexInfo,
  type Quality,
  SuggestIndex,
  type TypoBudget,
  type TypoSettings,
} from '../index.ts'
import { formCounts } from './text/forms.ts'
import { print, printJson } from './text/output.ts'
import { printable } from './text/printable.ts'
import { formatBytes, formatNumber, table } from './text/table.ts'

const EXAMPLES = `
A key is what a text or an alias is matched by, without case, accents and
punctuation; several entries may share one. A slot is a pair of a key and an
entry that it leads to. The total without the texts is what finding costs: any
index must hold the texts themselves. A cheap edit swaps two letters, doubles
one or leaves it single, or hits the key beside the right one.

Examples:
  $ mapahead inspect cities.mapahead
  $ mapahead inspect cities.mapahead --json
`

/** The command `inspect`. */
export function inspectCommand(): Command {
  return new Command('inspect')
    .description('Show what an index holds, and its sections.')
    .argument('<file>', 'the index file')
    .option('--json', 'write it as JSON')
    .addHelpText('after', EXAMPLES)
    .action(async (file: string, { json }: { json?: boolean }) => {
      const { info } = await SuggestIndex.open(file)
      await (json ? printJson(info) : print(describe(file, info)))
    })
}

function describe(file: string, info: IndexInfo): string {
  const facts = [
    ['entries', formatNumber(info.entries)],
    ['keys', formatNumber(info.keys)],
    ['slots', formatNumber(info.slots)],
    ['size', size(info.bytes)],
    ['generation', info.generation],
    ['format', String(info.formatVersion)],
    ['analysis', analysis(info.analysisVersion)],
    ['kind', info.kind],
    ['languages', listed(info.languages)],
    ['layouts', listed(info.layouts)],
    ['synonyms', info.synonyms === 0 ? 'none' : `${rules(info.synonyms)}, factor ${formatNumber(info.synonymFactor)}`],
    ['transliteration', info.transliterate ? 'to Latin' : 'none'],
    ['inside words', info.inside ? 'found by parts of three letters or more' : 'nothing found'],
    ['forms', formCounts(info.forms)],
    ['quality', quality(info.quality)],
    ['typo costs', typoCosts(info.typos)],
    ...(info.typos.letters === undefined ? [] : [['costs of letters', letterCosts(info.typos.letters)]]),
    ...typoBudgets('slips, open words', info.typos.budgets.open),
    ...typoBudgets('slips, closed words', info.typos.budgets.closed),
    ['contexts', listed(info.contexts.map(context))],
    ...seasons(info),
  ]
  const perEntry = (bytes: number) => (info.entries === 0 ? '' : (bytes / info.entries).toFixed(2))
  const line = (name: string, bytes: number) => [name, formatNumber(bytes), perEntry(bytes)]
  const sectionBytes = info.sections.reduce((sum, section) => sum + section.bytes, 0)
  const sections = [
    ['section', 'bytes', 'bytes per entry'],
    ...info.sections.map(({ name, bytes }) => line(name, bytes)),
    line('header and padding', info.bytes - sectionBytes),
    [],
    line('total', info.bytes),
    line('total without the texts', info.bytes - info.textBytes),
  ]
  return `${file}\n${indented(table(facts, ['left', 'left']))}\n${indented(table(sections, ['left', 'right', 'right']))}`
}

/** The seasons that have names; records may have others of their own. */
function seasons({ seasons, sections }: IndexInfo): string[][] {
  const isSeasonal = sections.some(({ name }) => name === 'season-rows')
  const byName = Object.entries(seasons).map(season)
  return byName.length === 0 && isSeasonal ? [['seasons', 'of the records, none by name']] : named('seasons', byName)
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.join(', ')
}

/** Lays out lines below one name. */
function named(name: string, lines: readonly string[]): string[][] {
  return lines.length === 0 ? [[name, 'none']] : lines.map((line, place) => [place === 0 ? name : '', line])
}

function context({ field, values }: ContextInfo): string {
  return `${printable(field)} (${formatNumber(values)} ${values === 1 ? 'value' : 'values'})`
}

function season([name, months]: [string, number[]]): string {
  return `${printable(name)}: ${months.map(formatNumber).join(' ')}`
}

function rules(count: number): string {
  return `${formatNumber(count)} ${count === 1 ? 'rule' : 'rules'}`
}

function quality({ slippedWords, typoBase, dropBase, ...factors }: Quality): string {
  const { verbatim, ...kinds } = factors
  const bases = { 'typo base': typoBase, 'drop base': dropBase }
  return numbered({ ...kinds, 'words with slips': slippedWords, verbatim, ...bases })
}

function typoCosts({ budgets, first, letters, ...costs }: TypoSettings): string {
  return numbered({ ...costs, 'first letter': first })
}

/** Says how many costs by letters there are, since they are too many to be listed. */
function letterCosts(letters: NonNullable<TypoSettings['letters']>): string {
  const count = Object.values(letters).reduce((sum, costs) => sum + Object.keys(costs).length, 0)
  return `${formatNumber(count)} ${count === 1 ? 'cost' : 'costs'} of single edits`
}

function typoBudgets(name: string, budgets: readonly TypoBudget[]): string[][] {
  if (budgets.length === 0) return [[name, 'no slips']]
  return budgets.map((budget, place) => [place === 0 ? name : '', typoBudget(budget)])
}

function typoBudget({ from, edits, cost, cheapOnly }: TypoBudget): string {
  const number = edits === 0 ? 'no' : formatNumber(edits)
  const kind = cheapOnly ? 'cheap edit' : 'edit'
  const most = edits === 0 ? '' : ` for at most ${formatNumber(cost)}`
  return `from ${formatNumber(from)} letters: ${number} ${kind}${edits === 1 ? '' : 's'}${most}`
}

function numbered(numbers: Readonly<Record<string, number>>): string {
  return Object.entries(numbers)
    .map(([name, number]) => `${name} ${formatNumber(number)}`)
    .join(', ')
}

function size(bytes: number): string {
  const exact = `${formatNumber(bytes)} bytes`
  return bytes < 1024 ? exact : `${formatBytes(bytes)} (${exact})`
}

/**
 * Writes the version of the analysis: that of its rules and, of the Unicode tables that they read,
 * one if all are the same. `crates/core/src/analysis/mod.rs` packs them, a byte each; an index of
 * another version is not opened, so that it can be read here.
 */
function analysis(version: number): string {
  const [rules = 0, ...tables] = [24, 16, 8, 0].map((shift) => (version >>> shift) & 0xff)
  const unicode = new Set(tables.map((table) => `${table >> 3}.${table & 7}`))
  return `${rules} (Unicode ${[...unicode].join(', ')})`
}

function indented(lines: string): string {
  return lines.replace(/^(?=.)/gm, '  ')
}
