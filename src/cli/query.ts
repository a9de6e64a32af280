import { Command } from 'commander'
import { SuggestIndex, type Suggestion, type SuggestOptions, type Total } from '../index.ts'
import type { NumericName } from '../query-options.ts'
import { addQueryFlags, queryOptions } from './flags/query.ts'
import { addRankingFlags, type RankingFlags, rankingOptions } from './flags/ranking.ts'
import { explainedSuggestions } from './text/explained.ts'
import { inputLines } from './text/lines.ts'
import { print } from './text/output.ts'
import { printable } from './text/printable.ts'
import { plainSuggestions, styledSuggestions } from './text/suggestions.ts'
import { formatNumber } from './text/table.ts'

interface Flags extends RankingFlags, Pick<SuggestOptions, NumericName> {
  json?: boolean
}

const EXAMPLES = `
Shows the text, the score, the id, how it matched if it does not simply begin
with what was typed, and the form that matched if that is not the text (an alias
or a synonym); on a terminal also the payload. Quote a text with spaces, and put
-- before one that begins with -.

Entries that match less well come only where fewer than the limit match better.
Tier 0 is what was typed; 1 adds other keyboard layouts, transliteration, and
words that are unfinished, joined or split; 2 adds typos. A plain typo costs 1,
a likely one less.

--filter and --exclude take the contexts that the index was built with. Several
values of a field are alternatives; of several fields each must fit.

Examples:
  $ mapahead query cities.mapahead ber --limit 5
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
    .option('--json', 'write each answer as one line of JSON')
    .addHelpText('after', EXAMPLES)
    .action(query)
}

async function query(file: string, text: string, flags: Flags): Promise<void> {
  const { json } = flags
  const options = { ...queryOptions(flags), ...rankingOptions(flags) }
  const index = await SuggestIndex.open(file)
  const answer = json ? answerJson : answerText
  if (text !== '-') return print(answer(index, text, options, false))
  index.suggest('', options) // wrong options are an error before the first line comes
  for await (const line of inputLines()) {
    await print(answer(index, line, options, true))
  }
}

function answerJson(index: SuggestIndex, text: string, options: SuggestOptions): Uint8Array {
  return Buffer.concat([index.suggestJson(text, options), Buffer.from('\n')])
}

function answerText(index: SuggestIndex, text: string, options: SuggestOptions, isOneOfMany: boolean): string {
  const { suggestions, complete, total } = index.suggest(text, options)
  const indent = isOneOfMany ? '  ' : ''
  const { isTTY, columns } = process.stdout
  const width = isTTY ? (columns || 80) - indent.length : undefined
  const rows = rowsOf(suggestions, options, width)
  const cut = complete ? '' : 'There may be more: the query used up its budget of work.\n'
  const counted = total === undefined ? '' : totalText(total)
  if (isOneOfMany) return `> ${printable(text)}\n${(rows + counted + cut).replace(/^(?=.)/gm, indent)}\n`
  if (rows === '') process.stderr.write(`mapahead: no suggestions for ${printable(JSON.stringify(text))}\n`)
  return rows + counted + cut
}

function rowsOf(suggestions: readonly Suggestion[], { explain, offset }: SuggestOptions, width?: number): string {
  if (explain) return explainedSuggestions(suggestions, (offset ?? 0) + 1, width)
  return width === undefined ? plainSuggestions(suggestions) : styledSuggestions(suggestions, width)
}

function totalText({ value, relation }: Total): string {
  const count = formatNumber(value)
  if (relation === 'at-least') return `At least ${count} entries match.\n`
  return value === 1 ? 'One entry matches.\n' : `${count} entries match.\n`
}
