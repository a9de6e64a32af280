import { Command } from 'commander'
import { SuggestIndex } from '../index.ts'
import { print, printJson } from './text/output.ts'
import { formatNumber } from './text/table.ts'

const EXAMPLES = `
Reads the whole file. The exit code is 1 if anything is damaged.

Examples:
  $ mapahead verify cities.mapahead
`

/** The command `verify`. */
export function verifyCommand(): Command {
  return new Command('verify')
    .description('Check every byte of an index file.')
    .argument('<file>', 'the index file')
    .option('--json', 'write what was checked as JSON')
    .addHelpText('after', EXAMPLES)
    .action(async (file: string, { json }: { json?: boolean }) => {
      const index = await SuggestIndex.open(file)
      const report = await index.verify()
      if (json) return printJson(report)
      const [bytes, sections, entries] = [report.bytes, report.sections, report.entries].map(formatNumber)
      return print(`${file} is sound: ${bytes} bytes, ${sections} sections, ${entries} entries\n`)
    })
}
