import { quoted } from '../error-text.ts'
import { failureAbout } from '../errors.ts'
import { linesOf } from './pair-bytes.ts'
import { PairList } from './pair-list.ts'
import type { PairColumns } from './types.ts'

/** What stands for a count that is none: the core refuses it. */
const NO_COUNT = -1

/** Returns what a file of pairs is called: standard input has no name. */
export function fileOf(path: string): string {
  return path === '-' ? '<stdin>' : path
}

/**
 * Reads pairs from TSV: a header, tabs, no quoting; plain or gzip. Blank lines are left out, and so are columns
 * that mean nothing here.
 *
 * @param path - The file, or `-` for standard input.
 * @throws `ERR_IO` if it cannot be read, `ERR_INVALID_INPUT` if it is empty, not UTF-8 or too large,
 * `ERR_MISSING_COLUMN` if a column is not in its header.
 */
export async function readPairRows(path: string, columns: PairColumns): Promise<PairList> {
  const file = fileOf(path)
  const list = new PairList(file)
  let names: string[] | undefined
  let [typedAt, meantAt, countAt] = [-1, -1, -1]
  for await (const { line, text } of linesOf(path, file)) {
    const cells = text.split('\t')
    if (names === undefined) {
      if (line !== 1) break
      names = cells
      const placeOf = (field: keyof PairColumns) => columnOf(file, cells, field, columns[field])
      ;[typedAt, meantAt, countAt] = [placeOf('typed'), placeOf('meant'), placeOf('count')]
      continue
    }
    if (cells.length !== names.length) {
      list.reject(line, `must have ${names.length} cells as the header has, got ${cells.length}`)
      continue
    }
    const count = cells[countAt] ?? ''
    list.add(line, cells[typedAt] ?? '', cells[meantAt] ?? '', count === '' ? 1 : numberOf(count))
  }
  if (names !== undefined) return list
  const reason = 'it is empty, or its first line is; begin it with a header: typed, a tab, meant'
  throw failureAbout('ERR_INVALID_INPUT', { file, reason })
}

/** Returns the place of a column, or -1 where none fills the field and none need to. */
function columnOf(file: string, names: readonly string[], field: keyof PairColumns, given?: string): number {
  const column = given ?? field
  const place = names.indexOf(column)
  if (names.indexOf(column, place + 1) > place && place >= 0) {
    const reason = `the header has the column ${quoted(column)} twice; rename one of them`
    throw failureAbout('ERR_INVALID_INPUT', { file, line: 1, reason })
  }
  if (place >= 0 || (field === 'count' && given === undefined)) return place
  throw failureAbout('ERR_MISSING_COLUMN', { file, line: 1, field, column, available: names })
}

function numberOf(cell: string): number {
  return /^\d+(\.\d+)?(e[+-]?\d+)?$/i.test(cell) ? Number(cell) : NO_COUNT
}
