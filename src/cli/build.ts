import { Command, Option } from 'commander'
import { type BuildOptions, type BuildReport, buildIndex, type ColumnOptions, type Kind } from '../index.ts'
import { ofSettings, readSettings, type Settings } from './flags/settings.ts'
import { usageError } from './flags/usage-error.ts'
import { parseBytes, parseContext, parseNames, parseNumber } from './flags/values.ts'
import { abortOnSignals } from './signals.ts'
import { formCounts } from './text/forms.ts'
import { ignoredLine } from './text/ignored.ts'
import { inputNotes, takenLine } from './text/inputs.ts'
import { print, printJson } from './text/output.ts'
import { showProgress } from './text/progress.ts'
import { formatBytes, formatDuration, formatNumber, table } from './text/table.ts'

interface Flags {
  output: string
  kind?: Kind
  text?: string
  id?: string
  weight?: string
  aliases?: string[]
  context?: Record<string, string>
  season?: string[]
  payload?: string[]
  language?: string[]
  layouts?: string[]
  synonyms?: string
  transliterate?: boolean
  inside?: boolean
  format?: NonNullable<BuildOptions['format']>
  /** False where the flag is given. */
  header: boolean
  delimiter?: string
  encoding?: string
  onError?: NonNullable<BuildOptions['onError']>
  rejects?: string
  memory?: number
  threads?: number
  settings?: string
  json?: boolean
}

const EXAMPLES = `
The end of an input's name tells its format: .ndjson, .jsonl, .json, .csv or
.tsv, each also with .gz or .zst. --format takes precedence over the name.
Standard input (-) needs it unless it is JSON: an array of objects, or objects
one after the other. The old index stays in place until the new one is whole.

Examples:
  $ mapahead build places.ndjson -o places.mapahead
  $ mapahead build cities.csv.gz --text name --weight population \\
      --payload country,lat,lon -o cities.mapahead
  $ mapahead build export.csv --no-header --text 2 --weight 5 --delimiter ';' \\
      --encoding windows-1252 -o cities.mapahead
  $ mapahead build services.csv --language ru,en --layouts us,ru \\
      --synonyms synonyms.txt -o services.mapahead
  $ mapahead build services.csv --context city=city_id --context category=kind \\
      --season profile --settings seasons.json -o services.mapahead
  $ zcat log.gz | mapahead build - --format tsv --on-error skip -o log.mapahead
  $ duckdb -jsonlines -c "FROM 'cities.parquet'" | mapahead build - \\
      --text name -o cities.mapahead
`

/** The command `build`. */
export function buildCommand(): Command {
  return new Command('build')
    .description('Build an index file from records.')
    .usage('[options] <input...> -o <file>')
    .argument('<input...>', 'files of records, or - for standard input')
    .requiredOption('-o, --output <file>', 'the index file to write (required)')
    .addOption(new Option('--kind <kind>', 'what the index holds (default: text)').choices(['text', 'literal']))
    .option('--text <column>', 'the column of the text (default: text)')
    .option('--id <column>', 'the column of the id (default: id)')
    .option('--weight <column>', 'the column of the weight (default: weight)')
    .option('--aliases <columns>', 'the columns of aliases, which | separates (default: aliases)', parseNames)
    .option('--context <field=column>', 'a column of a context; may be there several times', parseContext)
    .option('--season <columns>', 'the column of names of seasons, or 12 of numbers (default: season)', parseNames)
    .option('--payload <columns>', 'the columns of the payload, separated by commas (default: payload)', parseNames)
    .option('--language <codes>', 'the languages of the texts, such as ru,en', parseNames)
    .option('--layouts <names>', 'keyboards that people may have typed on, such as us,ru', parseNames)
    .option('--synonyms <file>', 'a file of words and phrases that find each other')
    .option('--transliterate', 'find texts also by their transliteration to Latin')
    .option('--inside', 'find words also by a part that does not begin them')
    .addOption(
      new Option('--format <format>', 'the format (default: by the name)').choices(['ndjson', 'json', 'csv', 'tsv']),
    )
    .option('--no-header', 'CSV and TSV begin with a record; columns are numbers from 1')
    .option('--delimiter <character>', 'what separates the cells, or tab (default: found in the first row)')
    .option('--encoding <label>', 'such as windows-1252 or utf-16le (default: UTF-8)')
    .addOption(new Option('--on-error <what>', 'at a bad record (default: stop)').choices(['stop', 'skip']))
    .option('--rejects <file>', 'where skipped records go (default: FILE.rejects.ndjson)')
    .option('--memory <size>', 'the most memory to sort in (default: 1GiB)', parseBytes)
    .option('--threads <number>', 'the number of threads (default: one for each core)', parseNumber)
    .option('--settings <file>', 'a JSON file of settings; flags go before it')
    .option('--json', 'write the report as JSON')
    .addHelpText('after', EXAMPLES)
    .action(build)
}

async function build(inputs: string[], flags: Flags): Promise<void> {
  const report = await buildWithProgress(inputs, flags)
  for (const note of inputNotes(report.inputs)) process.stderr.write(`mapahead: ${note}\n`)
  const ignored = ignoredLine(report)
  // Beside the report, so that it is seen where that goes into a file.
  if (ignored !== undefined) process.stderr.write(`mapahead: ${ignored}\n`)
  await (flags.json ? printJson(report) : print(describe(flags, report)))
}

async function buildWithProgress(inputs: string[], flags: Flags): Promise<BuildReport> {
  const options = buildOptions(flags)
  const interrupt = abortOnSignals()
  const progress = showProgress()
  try {
    return await buildIndex(inputs, flags.output, {
      ...options,
      signal: interrupt.signal,
      onProgress: progress?.update,
    })
  } catch (error) {
    progress?.stop()
    if (interrupt.signal.aborted) process.stderr.write(`mapahead: stopped; ${flags.output} was not written\n`)
    throw ofSettings(error, flags.settings, settingsOf(flags))
  } finally {
    progress?.stop()
    interrupt.finish()
  }
}

function buildOptions(flags: Flags): BuildOptions {
  const { text, id, weight, aliases, context, season, payload } = flags
  const { format, onError, rejects, memory, threads } = flags
  if (rejects !== undefined && onError !== 'skip') throw usageError('--rejects needs --on-error skip')
  const columns: ColumnOptions = { text, id, weight, aliases, contexts: context, season, payload }
  const settings = flags.settings === undefined ? {} : readSettings(flags.settings)
  return { ...settings, ...settingsOf(flags), columns, format, onError, rejects, memory, threads }
}

/** Returns the settings that flags give, without those that they do not. */
function settingsOf(flags: Flags): Settings {
  const { kind, language, layouts, synonyms, transliterate, inside, header, delimiter, encoding } = flags
  return {
    ...(kind !== undefined && { kind }),
    ...(language !== undefined && { languages: language }),
    ...(layouts !== undefined && { layouts }),
    ...(synonyms !== undefined && { synonyms }),
    ...(transliterate !== undefined && { transliterate }),
    ...(inside !== undefined && { inside }),
    // There is no flag for a header, which is the default.
    ...(!header && { header }),
    ...(delimiter !== undefined && { delimiter }),
    ...(encoding !== undefined && { encoding }),
  }
}

function describe(flags: Flags, report: BuildReport): string {
  const rows = [
    ['entries', formatNumber(report.entries)],
    ['keys', formatNumber(report.keys)],
    ['size', formatBytes(report.bytes)],
    ['time', formatDuration(report.durationMs)],
    ['generation', report.generation],
  ]
  if (report.taken.length > 0) rows.push(['taken', takenLine(report.taken)])
  if (report.aliasesMerged > 0) rows.push(['aliases merged', formatNumber(report.aliasesMerged)])
  if (Object.values(report.forms).some((count) => count > 0)) rows.push(['forms', formCounts(report.forms)])
  if (report.inside) rows.push(['inside words', 'found by parts of three letters or more'])
  if (report.formsCut > 0) rows.push(['forms cut', `past 64 an entry, in ${formatNumber(report.formsCut)}`])
  if (report.entries === 0) rows.push(['note', 'the input has no records, so the index is empty'])
  if (report.skipped > 0) rows.push(['skipped', `${formatNumber(report.skipped)}, see ${report.rejects}`])
  return `${flags.output}\n${table(
    rows.map(([name = '', value = '']) => [`  ${name}`, value]),
    ['left', 'left'],
  )}`
}
