import { statSync } from 'node:fs'
import { Command } from 'commander'
import { failureAbout } from '../errors.ts'
import { isMapaheadError, SuggestIndex, type SuggestOptions } from '../index.ts'
import { nameOf, readInput } from './eval/input.ts'
import { writeMisses } from './eval/misses.ts'
import { showQueries } from './eval/progress.ts'
import { type EvalQuery, parseQueries } from './eval/queries.ts'
import { groupReports, type Report, reportJson } from './eval/report.ts'
import { type Outcome, runQueries } from './eval/run.ts'
import {
  CHANGE_NAMES,
  type Change,
  checkOptions,
  type EvalOptions,
  openChange,
  parseChange,
  type Side,
} from './eval/settings.ts'
import { reportText } from './eval/tables.ts'
import { unknownOf } from './eval/unknown.ts'
import { addQueryFlags } from './flags/query.ts'
import { usageError } from './flags/usage-error.ts'
import { print, printJson } from './text/output.ts'

interface Flags extends EvalOptions {
  compare?: Change[]
  keystrokes?: boolean
  misses?: string
  json?: boolean
}

const EXAMPLES = `
QUERIES is TSV with a header, plain or gzip, or - for standard input:
  query     what the user typed
  expected  the text or the id of the entry to find; | between several that do
  limit     how many suggestions this query asks for (optional)
  kind      a label to group by, such as slip or prefix (optional)
  at        the day of the season, such as 2026-01-15 (optional)
  contexts  a filter, FIELD=VALUE; with ; between several (optional)

@1, @3, @10  the share of queries that find it among the first 1, 3, 10
MRR          the mean of 1 / rank, and 0 where it is not found
rank         its mean rank where it is found
p50 p95 p99  how long a query takes, in microseconds
saved, %     with --keystrokes: the characters of its text, less those typed
             and the steps down to it; and the same as a share of the text

--compare asks the same queries in another way, shows both with the difference,
and tells what changed from what may be chance. It may be there several times.
Its names: ${CHANGE_NAMES.join(', ')}.

Examples:
  $ mapahead eval cities.mapahead slips.tsv --misses misses.tsv
  $ mapahead eval cities.mapahead slips.tsv --compare costs=unit
  $ mapahead eval old.mapahead slips.tsv --compare index=new.mapahead \\
      --compare index=new.mapahead,max-cost=1
`

/** The command `eval`. */
export function evalCommand(): Command {
  const command = new Command('eval')
    .description('Measure how well an index answers queries.')
    .argument('<file>', 'the index file')
    .argument('<queries>', 'a TSV file of queries, or - for standard input')
  return addQueryFlags(command, 'eval')
    .option('--compare <settings>', 'NAME=VALUE,… to ask the queries with as well', parseChange)
    .option('--keystrokes', 'measure key presses saved, by a query for each prefix')
    .option('--misses <file>', 'write the queries that did not come first as TSV')
    .option('--json', 'write the figures as JSON')
    .addHelpText('after', EXAMPLES)
    .action(evaluate)
}

async function evaluate(file: string, path: string, flags: Flags): Promise<void> {
  const { compare: changes = [], keystrokes = false, misses, json, ...options } = flags
  if (misses !== undefined) keepInputs(misses, [file, path, ...changes.flatMap(({ index }) => index ?? [])])
  const base: Side = { index: await SuggestIndex.open(file), options }
  checkOptions(base)
  const others: Side[] = []
  for (const change of changes) others.push(await openChange(base, change))
  const queries = parseQueries(await readInput(path), path)
  checkCells([base, ...others], queries, path)

  const progress = showQueries(queries.length)
  let outcomes: [Outcome, ...Outcome[]]
  try {
    outcomes = runQueries([base, ...others], queries, { keystrokes, onProgress: progress?.update })
  } finally {
    progress?.stop()
  }
  const [outcome, ...compared] = outcomes
  const report: Report = {
    index: file,
    queries: path,
    options,
    groups: groupReports(queries, outcomes, options.limit),
    incomplete: outcomes.reduce((sum, { incomplete }) => sum + incomplete, 0),
    unknown: unknownOf(base.index, queries, outcome),
    changes,
  }
  try {
    // Before the figures, since a reader of these who goes (`| head`) ends the process.
    if (misses !== undefined) {
      const labelled = compared.map((outcome, place) => ({ label: changes[place]?.label ?? '', outcome }))
      await writeMisses(misses, queries, report.unknown, { side: base, outcome }, labelled)
    }
  } finally {
    await (json ? printJson(reportJson(report)) : print(reportText(report)))
  }
}

/** Refuses to write over an input: an index that is cut short while it is open kills the process. */
function keepInputs(misses: string, inputs: readonly string[]): void {
  const fileOf = (path: string) => statSync(path, { bigint: true, throwIfNoEntry: false })
  const target = fileOf(misses)
  if (!target?.isFile()) return
  const input = inputs.find((path) => {
    const file = path === '-' ? undefined : fileOf(path)
    return file?.ino === target.ino && file.dev === target.dev
  })
  if (input !== undefined) throw usageError(`--misses would write over ${input}, which is an input`)
}

/** Refuses a cell that no query of a side takes, with its line. */
function checkCells(sides: readonly Side[], queries: readonly EvalQuery[], path: string): void {
  const checked = new Set<string>()
  for (const { line, limit, at, contexts } of queries) {
    const cells: [column: string, cell: unknown, options: SuggestOptions][] = [
      ['limit', limit, { limit }],
      ['at', at, { at }],
      ['contexts', contexts?.cell, { filter: contexts?.filter }],
    ]
    for (const [column, cell, options] of cells) {
      if (cell === undefined || checked.has(`${column} ${cell}`)) continue
      checked.add(`${column} ${cell}`)
      try {
        for (const { index } of sides) index.suggest('', { limit: 1, ...options })
      } catch (error) {
        if (!isMapaheadError(error, 'ERR_INVALID_OPTION')) throw error
        const reason = `must be ${error.expected}, got ${error.got}`
        throw failureAbout('ERR_INVALID_RECORD', { file: nameOf(path), line, column, reason }, error)
      }
    }
  }
}
