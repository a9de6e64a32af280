import { writeFile } from 'node:fs/promises'
import { Command, Option } from 'commander'
import { failureAbout } from '../errors.ts'
import { usageError } from './flags/usage-error.ts'
import { parseNumber } from './flags/values.ts'
import { measureMemory } from './memory/measure.ts'
import { describeMemory } from './memory/report.ts'
import { drawMemory } from './memory/svg.ts'
import { print, printJson } from './text/output.ts'
import { progressBar } from './text/progress.ts'
import { systemReason } from './text/system-reason.ts'

const MOST_WORKERS = 256

const EXAMPLES = `
Forks as many workers as asked for, lets each answer queries and read every byte
of the index, and reads from /proc what they take. Only on Linux. With --compare heap
as many workers hold the same data as objects, with a sorted array and a map of ids;
what these take is what V8 says of live objects. Where memory would not be enough
for the copies, that run of them is left out.

Examples:
  $ mapahead memory cities.mapahead
  $ mapahead memory cities.mapahead --workers 1,2,4,8,16,32
  $ mapahead memory cities.mapahead --compare heap --svg memory.svg
`

interface Flags {
  workers: number[]
  queries: number
  compare?: 'heap'
  svg?: string
  json?: boolean
}

/** The command `memory`. */
export function memoryCommand(): Command {
  return new Command('memory')
    .description('Measure what an index takes in several workers.')
    .argument('<file>', 'the index file')
    .option('--workers <numbers>', 'how many workers, one run after the other', parseWorkers, [1, 2, 4, 8, 16])
    .option('--queries <number>', 'how many queries each worker answers', parseQueries, 5000)
    .addOption(
      new Option('--compare <what>', 'measure the same data in JavaScript objects beside it').choices(['heap']),
    )
    .option('--svg <file>', 'write a chart as an SVG image')
    .option('--json', 'write what was measured as JSON')
    .addHelpText('after', EXAMPLES)
    .action(async (file: string, flags: Flags) => {
      const bar = process.stderr.isTTY ? progressBar('Measuring  {bar}  {value} of {total} runs') : undefined
      bar?.start(flags.workers.length, 0)
      const measuring = measureMemory({
        file,
        workers: flags.workers,
        queries: flags.queries,
        compareHeap: flags.compare === 'heap',
        onRun: (done) => bar?.update(done),
      })
      const report = await measuring.finally(() => bar?.stop())
      if (flags.svg !== undefined) await writeSvg(flags.svg, drawMemory(report))
      await (flags.json ? printJson(report) : print(describeMemory(report)))
    })
}

async function writeSvg(file: string, image: string): Promise<void> {
  try {
    await writeFile(file, image)
  } catch (error) {
    throw failureAbout('ERR_IO', { action: 'write', file, reason: systemReason(error) }, error)
  }
}

function parseWorkers(list: string): number[] {
  const numbers = list.split(',').map((text) => wholeNumber(text, '--workers', MOST_WORKERS))
  return [...new Set(numbers)]
}

function parseQueries(text: string): number {
  return wholeNumber(text, '--queries', 1e9)
}

function wholeNumber(text: string, flag: string, most: number): number {
  const number = parseNumber(text.trim())
  if (Number.isInteger(number) && number >= 1 && number <= most) return number
  throw usageError(`${flag} takes whole numbers from 1 to ${most}, got ${text}`)
}
