import { describe, type OptionTypes, readOptions, readPath } from '../arguments.ts'
import { failure, traced } from '../errors.ts'
import { learnSlips } from '../native/addon.ts'
import { type ReadPairs, readPairRows } from './pair-rows.ts'
import type { LearnOptions, LearnReport, PairColumns, PairReject, SlipPair } from './types.ts'

const LEARN_OPTIONS: OptionTypes<LearnOptions> = {
  languages: 'strings',
  layouts: 'strings',
  typos: 'object',
  quality: 'object',
  columns: 'object',
}

const PAIR_COLUMNS: OptionTypes<PairColumns> = { typed: 'string', meant: 'string', count: 'string' }

/** The report of the core: a reject has the place of its pair, from 0. */
type CoreReport = Omit<LearnReport, 'rejects'> & { rejects: { place: number; reason: string }[] }

/**
 * Learns what slips cost from pairs of typed and meant words, and judges it by other pairs, off the main thread.
 *
 * The pairs are parted by the word that was meant, always in the same way. One half teaches, and the other judges:
 * how likely the costs make its slips, and how often its typed words find the meant ones. Pass the `typos` of the
 * report to `buildIndex`, with the same `languages` and `layouts`.
 *
 * Takes about 100 µs for each pair that is asked, of at most 20,000, besides two builds of an index of all meant words.
 *
 * @param source - The pairs in anything that can be iterated; or a file of them, as a path or a `file:` URL, where
 * `-` is standard input. A file is TSV with a header, plain or gzip.
 * @param options - For which languages and keyboards the costs are, and the costs to compare with.
 * @throws `ERR_INVALID_INPUT` if there are too few pairs, or a file is not in its format, `ERR_MISSING_COLUMN` if a
 * column is not there, `ERR_IO` if a file cannot be read, or the indexes of words not be written among the temporary files, `ERR_INVALID_OPTION` and
 * `ERR_INVALID_ARGUMENT` for wrong arguments.
 *
 * @example
 * const { gain, typos } = await learn('slips.tsv', { languages: ['en'] })
 * if (gain) await buildIndex('places.csv', 'places.mapahead', { languages: ['en'], typos })
 */
export async function learn(
  source: string | URL | Iterable<SlipPair>,
  options: LearnOptions = {},
): Promise<LearnReport> {
  const { columns = {}, ...settings } = readOptions(options, LEARN_OPTIONS, 'learn')
  const readColumns = readOptions(columns, PAIR_COLUMNS, 'columns', 'columns.')
  const read =
    typeof source === 'string' || source instanceof URL
      ? await readPairRows(readPath('source', source), readColumns)
      : readPairs(source)
  const report: CoreReport = JSON.parse(await traced(learnSlips(JSON.stringify(read.pairs), JSON.stringify(settings))))
  return { ...report, rejects: allRejects(read, report) }
}

function readPairs(source: Iterable<SlipPair>): ReadPairs {
  const isIterable = typeof source === 'object' && source !== null && Symbol.iterator in source
  if (!isIterable || ArrayBuffer.isView(source)) {
    const message = `source must be a path or an iterable of pairs, got ${describe(source)}`
    throw failure('ERR_INVALID_ARGUMENT', message)
  }
  const read: ReadPairs = { pairs: [], lines: [], rejects: [] }
  let line = 0
  for (const pair of source) {
    line += 1
    const { typed, meant, count = 1 } = pair ?? {}
    if (typeof typed !== 'string' || typeof meant !== 'string' || typeof count !== 'number') {
      read.rejects.push({ line, reason: 'must be { typed, meant, count } of two strings and a number' })
      continue
    }
    read.pairs.push([typed, meant, Number.isFinite(count) ? count : -1])
    read.lines.push(line)
  }
  return read
}

/** Puts the rejects of both sides into the order of the pairs. */
function allRejects(read: ReadPairs, report: CoreReport): PairReject[] {
  const ofCore = report.rejects.map(({ place, reason }) => ({ line: read.lines[place] ?? 0, reason }))
  return [...read.rejects, ...ofCore].sort((a, b) => a.line - b.line)
}
