import { accessSync, constants, type Stats, statSync } from 'node:fs'
import { rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Command } from 'commander'
import { failureAbout } from '../errors.ts'
import { learn, type PairColumns } from '../index.ts'
import { ofSettings, readSettingsFor, type Settings } from './flags/settings.ts'
import { usageError } from './flags/usage-error.ts'
import { parseNames } from './flags/values.ts'
import { learnText } from './text/learned.ts'
import { print, printJson } from './text/output.ts'
import { systemReason } from './text/system-reason.ts'

interface Flags extends PairColumns {
  output: string
  language?: string[]
  layouts?: string[]
  settings?: string
  json?: boolean
}

const EXAMPLES = `
PAIRS is TSV with a header, plain or gzip, or - for standard input:
  typed  the word with the slip
  meant  the word without it
  count  how often that happened (optional)

Half of the pairs, by the word that was meant, teach what slips cost. The others
judge it:
  likelihood  how likely the costs make a slip, in nats; 0 is certain. A pair
              counts as often as its count says
  @1, @10     the share of typed words that find the meant one among the first
              1 and 10, in an index of all meant words with equal weights.
              Each distinct pair is asked once
  unfinished  the same words, typed up to one letter behind the slip

Without a gain the file has the settings of before, so a build with it is as
before.

Examples:
  $ mapahead learn slips.tsv --language en --layouts us -o slips.json
  $ mapahead build places.csv --settings slips.json -o places.mapahead
  $ mapahead learn log.tsv --meant corrected --settings settings.json \\
      -o settings.json
`

/** The command `learn`. */
export function learnCommand(): Command {
  return new Command('learn')
    .description('Learn what slips cost, for the settings of a build.')
    .usage('[options] <pairs> -o <file>')
    .argument('<pairs>', 'a TSV file of typed and meant words, or - for standard input')
    .requiredOption('-o, --output <file>', 'the file of settings to write (required)')
    .option('--typed <column>', 'the column of the word with the slip (default: typed)')
    .option('--meant <column>', 'the column of the word without it (default: meant)')
    .option('--count <column>', 'the column of how often that happened (default: count)')
    .option('--language <codes>', 'the languages of the words, such as ru,en', parseNames)
    .option('--layouts <names>', 'the keyboards of those who typed, such as us,ru', parseNames)
    .option('--settings <file>', 'a file of settings to begin with')
    .option('--json', 'write the report as JSON')
    .addHelpText('after', EXAMPLES)
    .action(learnFrom)
}

async function learnFrom(pairs: string, flags: Flags): Promise<void> {
  keepPairs(flags.output, pairs)
  checkOutput(flags.output)
  const settings = settingsOf(flags)
  const { languages, layouts, typos, quality } = settings
  const { typed, meant, count } = flags
  const columns = { typed, meant, count }
  const report = await learn(pairs, { languages, layouts, typos, quality, columns }).catch((error) => {
    throw ofSettings(error, flags.settings, languagesOf(flags))
  })
  // What was learned took minutes, so it is told whatever becomes of the file.
  const failed = await writeSettings(flags.output, report.gain ? { ...settings, typos: report.typos } : settings)
  await (flags.json ? printJson(report) : print(learnText(pairs, failed ? undefined : flags.output, report)))
  if (failed) throw failed
}

/** Returns the settings that the costs are for: those of the file, and the flags over them. */
function settingsOf(flags: Flags): Settings {
  const settings = {
    ...(flags.settings !== undefined && readSettingsFor(flags.output, flags.settings)),
    ...languagesOf(flags),
  }
  if (settings.kind !== 'literal') return settings
  throw usageError(`${flags.settings}: the settings are of kind literal, which has no words; learn is for kind text`)
}

function languagesOf({ language, layouts }: Flags): Settings {
  return { ...(language !== undefined && { languages: language }), ...(layouts !== undefined && { layouts }) }
}

/** Refuses to write over the pairs. */
function keepPairs(output: string, pairs: string): void {
  const fileOf = (path: string) => statSync(path, { bigint: true, throwIfNoEntry: false })
  const [target, input] = [fileOf(output), pairs === '-' ? undefined : fileOf(pairs)]
  if (target === undefined || target.ino !== input?.ino || target.dev !== input.dev) return
  throw usageError(`--output would write over ${pairs}, which is the input`)
}

/** Refuses an output that cannot be written, before the work. */
function checkOutput(path: string): void {
  if (statOf(path)?.isDirectory()) throw usageError(`--output must be a file, got the folder ${path}`)
  try {
    accessSync(dirname(path), constants.W_OK)
    if (statOf(path) !== undefined) accessSync(path, constants.W_OK)
  } catch (error) {
    throw writeFailure(path, error)
  }
}

/** Writes a file of settings whole or not at all. Returns what went wrong. */
async function writeSettings(path: string, settings: Settings): Promise<Error | undefined> {
  const text = `${JSON.stringify(settings, undefined, 2)}\n`
  const there = statOf(path)
  // A pipe or a terminal is no file that another could take the place of.
  const next = there === undefined || there.isFile() ? `${path}.${process.pid}.next` : undefined
  try {
    await writeFile(next ?? path, text)
    if (next !== undefined) await rename(next, path)
    return undefined
  } catch (error) {
    if (next !== undefined) await rm(next, { force: true })
    return writeFailure(path, error)
  }
}

function statOf(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: false })
}

function writeFailure(file: string, error: unknown): Error {
  return failureAbout('ERR_IO', { action: 'write', file, reason: systemReason(error) }, error)
}
