import { Command, Option } from 'commander'
import { SuggestIndex, type Suggestion, type SuggestOptions, type SuggestResult, type Total } from '../index.ts'
import type { NumericName } from '../query-options.ts'
import { complaintsOfFields } from '../shown-fields.ts'
import { addQueryFlags, queryOptions } from './flags/query.ts'
import { addRankingFlags, type RankingFlags, rankingOptions } from './flags/ranking.ts'
import { parseFields } from './flags/values.ts'
import { explainedSuggestions } from './text/explained.ts'
import { inputLines } from './text/lines.ts'
import { print } from './text/output.ts'
import { printable } from './text/printable.ts'
import { plainSuggestions, styledSuggestions } from './text/suggestions.ts'
import { formatNumber } from './text/table.ts'

interface Flags extends RankingFlags, Pick<SuggestOptions, NumericName> {
  show?: string[]
  json?: boolean
}

/** Of how many entries at least one should have a field that is to be shown. */
const BEST = 100

const EXAMPLES = `
Shows the text, the score, the id, how it matched if it does not simply begin
with what was typed, and the form that matched if that is not the text (an alias
or a synonym); on a terminal also the payload. --show puts fields of the payload
beside the text, which tells equal names apart. Quote a text with spaces, and
put -- before one that begins with -.

Entries that match less well come only where fewer than the limit match better.
Tier 0 is what was typed. Tier 1 adds other keyboard layouts, transliteration,
free separators, and words that are unfinished, joined or split. Tier 2 adds
typos: a plain one costs 1, a likely one less. Tier 3 leaves out one word, or
two of five, where nothing else is found.

--filter and --exclude take the contexts that the index was built with. Several
values of a field are alternatives; of several fields each must fit.

Examples:
  $ mapahead query cities.mapahead ber --limit 5
  $ mapahead query cities.mapahead london --show country
  $ mapahead query cities.mapahead 'new y' --json
  $ mapahead query cities.mapahead 'yrok new' --max-cost 0.5
  $ mapahead query cities.mapahead york --typos never
  $ mapahead query cities.mapahead 'yrok new' --explain
  $ mapahead query services.mapahead door --filter city=moscow --pin 17 \\
      --boost category=doors:3 --at 2026-10-15
  $ mapahead query options.mapahead -- --verb
  $ mapahead query cities.mapahead - --json < queries.txt > answers.ndjson
`

/** The command `query`. */
export function queryCommand(): Command {
  const command = new Command('query')
    .description('Show the suggestions for a query.')
    .argument('<file>', 'the index file')
    .argument('<text>', 'what the user typed, or - for one query a line of standard input')
  return addRankingFlags(addQueryFlags(command, 'query'))
    .addOption(
      new Option('--show <fields>', 'fields of the payload to show beside the text, with commas')
        .argParser(parseFields)
        .conflicts('json'),
    )
    .option('--json', 'write each answer as one line of JSON')
    .addHelpText('after', EXAMPLES)
    .action(query)
}

async function query(file: string, text: string, flags: Flags): Promise<void> {
  const { json } = flags
  const options = { ...queryOptions(flags), ...rankingOptions(flags) }
  const index = await SuggestIndex.open(file)
  const answer = json
    ? (text: string) => answerJson(index, text, options)
    : (text: string, isOneOfMany: boolean) => answerText(index.suggest(text, options), flags, isOneOfMany)
  if (text === '-') index.suggest('', options) // wrong options are an error before the first line comes
  tellMissing(index, flags)
  if (text !== '-') return print(answer(text, false))
  for await (const line of inputLines()) {
    await print(answer(line, true))
  }
}

/** Tells which fields to show there are not, where a slip in a name would only leave a column out. */
function tellMissing(index: SuggestIndex, { show = [] }: Flags): void {
  if (show.length === 0) return
  const payloads = index.suggest('', { limit: BEST }).suggestions.map(({ payload }) => payload)
  for (const complaint of complaintsOfFields(payloads, show)) process.stderr.write(`mapahead: ${complaint}\n`)
}

function answerJson(index: SuggestIndex, text: string, options: SuggestOptions): Uint8Array {
  return Buffer.concat([index.suggestJson(text, options), Buffer.from('\n')])
}

function answerText({ query, ...answer }: SuggestResult, flags: Flags, isOneOfMany: boolean): string {
  const { suggestions, complete, total } = answer
  const indent = isOneOfMany ? '  ' : ''
  const { isTTY, columns } = process.stdout
  const width = isTTY ? (columns || 80) - indent.length : undefined
  const rows = rowsOf(suggestions, flags, width)
  const cut = complete ? '' : 'There may be more: the query used up its budget of work.\n'
  const counted = total === undefined ? '' : totalText(total, flags.distinct)
  if (isOneOfMany) return `> ${printable(query)}\n${(rows + counted + cut).replace(/^(?=.)/gm, indent)}\n`
  if (rows === '') process.stderr.write(`mapahead: no suggestions for ${printable(JSON.stringify(query))}\n`)
  return rows + counted + cut
}

function rowsOf(suggestions: readonly Suggestion[], { explain, offset, show = [] }: Flags, width?: number): string {
  if (explain) return explainedSuggestions(suggestions, { first: (offset ?? 0) + 1, show, width })
  return width === undefined ? plainSuggestions(suggestions, show) : styledSuggestions(suggestions, width, show)
}

function totalText({ value, relation }: Total, distinct = false): string {
  const [one, several] = distinct ? ['text', 'texts'] : ['entry', 'entries']
  const count = formatNumber(value)
  if (relation === 'at-least') return `At least ${count} ${several} match.\n`
  return value === 1 ? `One ${one} matches.\n` : `${count} ${several} match.\n`
}
