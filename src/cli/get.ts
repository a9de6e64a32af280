import { Command } from 'commander'
import { SuggestIndex } from '../index.ts'
import { print, printJson } from './text/output.ts'
import { printable } from './text/printable.ts'
import { formatNumber, table } from './text/table.ts'

const EXAMPLES = `
The exit code is 1 if there is no such entry.

Examples:
  $ mapahead get cities.mapahead 2950159
  $ mapahead get cities.mapahead 2950159 --json
`

/** The command `get`. */
export function getCommand(exitWith: (code: number) => void): Command {
  return new Command('get')
    .description('Show the entry with an id.')
    .argument('<file>', 'the index file')
    .argument('<id>', 'the id, byte for byte')
    .option('--json', 'write the entry as JSON')
    .addHelpText('after', EXAMPLES)
    .action(async (file: string, id: string, { json }: { json?: boolean }) => {
      const index = await SuggestIndex.open(file)
      const entry = index.get(id)
      if (entry === undefined) {
        process.stderr.write(`mapahead: no entry of ${file} has the id ${printable(JSON.stringify(id))}\n`)
        return exitWith(1)
      }
      if (json) return printJson(entry)
      const rows = [
        ['text', printable(entry.text)],
        ['id', printable(id)],
        ['weight', formatNumber(entry.weight)],
      ]
      for (const [field, values] of Object.entries(entry.contexts ?? {})) {
        rows.push([`context ${printable(field)}`, values.map(printable).join(', ')])
      }
      if (entry.season !== undefined) rows.push(['season', entry.season.map(formatNumber).join(' ')])
      if ('payload' in entry) rows.push(['payload', payloadText(entry.payload)])
      return print(table(rows, ['left', 'left']))
    })
}

/** Writes a payload on one line or, for a terminal, on as many as JSON takes, beside the names of the fields. */
function payloadText(payload: unknown): string {
  if (!process.stdout.isTTY) return printable(JSON.stringify(payload))
  const indent = ' '.repeat('payload  '.length)
  const lines = JSON.stringify(payload, undefined, 2).split('\n')
  return lines.map(printable).join(`\n${indent}`)
}
