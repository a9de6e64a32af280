import { describe, type OptionTypes, readOptions, readPath } from '../arguments.ts'
import { failure, failureAbout, fieldsOf, isMapaheadError, traced } from '../errors.ts'
import { learnSlips } from '../native/addon.ts'
import { PairList } from './pair-list.ts'
import { fileOf, readPairRows } from './pair-rows.ts'
import type { LearnOptions, LearnReport, PairColumns, SlipPair } from './types.ts'

const LEARN_OPTIONS: OptionTypes<LearnOptions> = {
  languages: 'strings',
  layouts: 'strings',
  typos: 'object',
  quality: 'object',
  columns: 'object',
}

const PAIR_COLUMNS: OptionTypes<PairColumns> = { typed: 'string', meant: 'string', count: 'string' }

/** The report of the core, and the places of the pairs that it rejects, from 0, by the reason. */
type CoreReport = [report: Omit<LearnReport, 'rejects'>, rejects: Record<string, number[]>]

/** What the core calls its pairs in errors, and what they are called where they come from no file. */
const PAIRS = '<pairs>'

/**
 * Learns what slips cost from pairs of typed and meant words, and judges it by other pairs, off the main thread.
 *
 * The pairs are parted by the word that was meant, always in the same way. One half teaches, and the other judges:
 * how likely the costs make its slips, and how often its typed words find the meant ones. Pass the `typos` of the
 * report to `buildIndex`, with the same `languages` and `layouts`.
 *
 * Equal pairs are one, with the sum of their counts. The likelihood counts a pair as often as that, and success asks
 * each distinct pair once. Memory is that of the distinct pairs. For n of them it goes over their slips some hundred
 * times, builds two indexes of the meant words, and asks each for at most 20,000 pairs.
 *
 * @param source - The pairs in anything that can be iterated; or a file of them, as a path or a `file:` URL, where
 * `-` is standard input. A file is TSV with a header, plain or gzip.
 * @param options - For which languages and keyboards the costs are, and the costs to compare with.
 * @throws `ERR_INVALID_INPUT` if a half has fewer than 50 distinct pairs with slips or 20 words with them, if the
 * distinct pairs have over 64 Mi characters, or if a file is not in its format. `ERR_MISSING_COLUMN` if a column is
 * not there. `ERR_IO` if a file cannot be read, or the indexes of words not be written among the temporary files.
 * `ERR_INVALID_OPTION` and `ERR_INVALID_ARGUMENT` for wrong arguments.
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
  const path = typeof source === 'string' || source instanceof URL ? readPath('source', source) : undefined
  const list = path === undefined ? readPairs(source as Iterable<SlipPair>) : await readPairRows(path, readColumns)
  const learned = traced(learnSlips(JSON.stringify(list.pairs), JSON.stringify(settings))).catch((error) => {
    throw path === undefined ? error : ofFile(error, path)
  })
  const [report, rejected]: CoreReport = JSON.parse(await learned)
  for (const [reason, places] of Object.entries(rejected)) list.rejectPlaces(reason, places)
  const { rejects, ...counts } = list.counts()
  return { ...report, pairs: { ...report.pairs, ...counts }, rejects }
}

/** Names the file in an error about its pairs. */
function ofFile(error: unknown, path: string): unknown {
  if (!isMapaheadError(error, 'ERR_INVALID_INPUT') || error.file !== PAIRS) return error
  return failureAbout('ERR_INVALID_INPUT', { ...fieldsOf(error), file: fileOf(path) }, error)
}

function readPairs(source: Iterable<SlipPair>): PairList {
  const isIterable = typeof source === 'object' && source !== null && Symbol.iterator in source
  if (!isIterable || ArrayBuffer.isView(source)) {
    const message = `source must be a path or an iterable of pairs, got ${describe(source)}`
    throw failure('ERR_INVALID_ARGUMENT', message)
  }
  const list = new PairList(PAIRS)
  let line = 0
  for (const pair of source) {
    line += 1
    const { typed, meant, count = 1 } = pair ?? {}
    if (typeof typed !== 'string' || typeof meant !== 'string' || typeof count !== 'number') {
      list.reject(line, 'must be { typed, meant, count } of two strings and a number')
      continue
    }
    list.add(line, typed, meant, Number.isFinite(count) ? count : -1)
  }
  return list
}
