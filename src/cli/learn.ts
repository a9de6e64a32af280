import { statSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { Command } from 'commander'
import { failureAbout } from '../errors.ts'
import { learn, type PairColumns } from '../index.ts'
import { ofSettings, readSettings, type Settings } from './flags/settings.ts'
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
  likelihood  how likely the costs make a slip, in nats; 0 is certain
  @1, @10     the share of typed words that find the meant one among the first
              1 and 10, in an index of all meant words with equal weights
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
  const settings = settingsOf(flags)
  const { languages, layouts, typos, quality } = settings
  const { typed, meant, count } = flags
  const columns = { typed, meant, count }
  const report = await learn(pairs, { languages, layouts, typos, quality, columns }).catch((error) => {
    throw ofSettings(error, flags.settings, languagesOf(flags))
  })
  await writeSettings(flags.output, report.gain ? { ...settings, typos: report.typos } : settings)
  await (flags.json ? printJson(report) : print(learnText(pairs, flags.output, report)))
}

/** Returns the settings that the costs are for: those of the file, and the flags over them. */
function settingsOf(flags: Flags): Settings {
  const settings = { ...(flags.settings !== undefined && readSettings(flags.settings)), ...languagesOf(flags) }
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

async function writeSettings(path: string, settings: Settings): Promise<void> {
  try {
    await writeFile(path, `${JSON.stringify(settings, undefined, 2)}\n`)
  } catch (error) {
    throw failureAbout('ERR_IO', { action: 'write', file: path, reason: systemReason(error) }, error)
  }
}
