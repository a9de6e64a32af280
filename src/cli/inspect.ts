import { Command } from 'commander'
import { type IndexInfo, SuggestIndex } from '../index.ts'
import { print, printJson } from './output.ts'
import { formatBytes, formatNumber, table } from './table.ts'

const EXAMPLES = `
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
    ['size', `${formatBytes(info.bytes)} (${formatNumber(info.bytes)} bytes)`],
    ['generation', info.generation],
    ['format', String(info.formatVersion)],
    ['analysis', String(info.analysisVersion)],
    ['kind', info.kind],
    ['quality', `whole ${formatNumber(info.quality.whole)}, prefix ${formatNumber(info.quality.prefix)}`],
  ]
  const perEntry = (bytes: number) => (info.entries === 0 ? '' : (bytes / info.entries).toFixed(2))
  const line = (name: string, bytes: number) => [name, formatNumber(bytes), perEntry(bytes)]
  const sectionBytes = info.sections.reduce((sum, section) => sum + section.bytes, 0)
  const sections = [
    ['section', 'bytes', 'bytes per entry'],
    ...info.sections.map(({ name, bytes }) => line(name, bytes)),
    line('header and padding', info.bytes - sectionBytes),
    line('file', info.bytes),
    line('file beyond the texts', info.bytes - info.textBytes),
  ]
  return `${file}\n${table(facts, ['left', 'left'])}\n${table(sections, ['left', 'right', 'right'])}`
}
