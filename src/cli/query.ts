import { Command } from 'commander'
import { SuggestIndex, type SuggestOptions } from '../index.ts'
import { inputLines } from './lines.ts'
import { print } from './output.ts'
import { printable } from './printable.ts'
import { plainSuggestions, styledSuggestions } from './suggestions.ts'
import { parseNumber } from './values.ts'

interface Flags extends SuggestOptions {
  json?: boolean
}

const EXAMPLES = `
Shows the text, the score, the id and the alias that matched; on a terminal also
the payload. Quote a text with spaces, and put -- before one that begins with -.

Examples:
  $ mapahead query cities.mapahead ber --limit 5
  $ mapahead query cities.mapahead 'new y' --json
  $ mapahead query options.mapahead -- --verb
  $ mapahead query cities.mapahead - --json < queries.txt > answers.ndjson
`

/** The command `query`. */
export function queryCommand(): Command {
  return new Command('query')
    .description('Show the suggestions for a query.')
    .argument('<file>', 'the index file')
    .argument('<text>', 'what the user typed, or - for one query a line of standard input')
    .option('--limit <number>', 'the most suggestions to show (default: 10)', parseNumber)
    .option('--offset <number>', 'how many of the best to leave out (default: 0)', parseNumber)
    .option('--json', 'write each answer as one line of JSON')
    .addHelpText('after', EXAMPLES)
    .action(query)
}

async function query(file: string, text: string, flags: Flags): Promise<void> {
  const { json, ...options } = flags
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
  const { suggestions, complete } = index.suggest(text, options)
  const indent = isOneOfMany ? '  ' : ''
  const { isTTY, columns } = process.stdout
  const rows = isTTY ? styledSuggestions(suggestions, (columns || 80) - indent.length) : plainSuggestions(suggestions)
  const cut = complete ? '' : 'There may be more: the query used up its budget of work.\n'
  if (isOneOfMany) return `> ${printable(text)}\n${(rows + cut).replace(/^(?=.)/gm, indent)}\n`
  if (rows === '') process.stderr.write(`mapahead: no suggestions for ${printable(JSON.stringify(text))}\n`)
  return rows + cut
}
