import { quoted } from '../../error-text.ts'
import { failureAbout } from '../../errors.ts'
import { readPair, withPair } from '../../serve/http/pairs.ts'
import { nameOf } from './input.ts'

/** A query with what it is expected to find. */
export interface EvalQuery {
  /** The line of the file, from 1. */
  line: number
  /** What the user typed. */
  query: string
  /** Texts and ids of entries; any of them will do. */
  expected: readonly string[]
  /** How many suggestions to ask for, where the row says so. */
  limit?: number
  /** The label to group by; empty if there is none. */
  kind: string
  /** The day of the season, where the row says so. */
  at?: string
  /** Which entries pass, where the row says so: the cell, and what it means. */
  contexts?: { cell: string; filter: Record<string, readonly string[]> }
}

const SEPARATOR = '|'
const REQUIRED = ['query', 'expected'] as const
const OPTIONAL = ['limit', 'kind', 'at', 'contexts'] as const
/** What stands between the values of a cell of contexts. */
const CONTEXT_SEPARATOR = ';'
const KNOWN = new Set<string>([...REQUIRED, ...OPTIONAL])

/**
 * Reads queries from TSV: a header, tabs, no quoting; blank lines are left out, and columns that
 * mean nothing here are ignored.
 *
 * @param path - Where `bytes` come from, for messages.
 * @throws `ERR_INVALID_RECORD` for a row, `ERR_MISSING_COLUMN` and `ERR_INVALID_INPUT` for the header
 * and a file without queries.
 */
export function parseQueries(bytes: Buffer, path: string): EvalQuery[] {
  const name = nameOf(path)
  const lines = linesOf(bytes, name)
  const header = lines.next()
  if (header.done) {
    const reason = 'it is empty; begin it with a header: query, a tab, expected'
    throw failureAbout('ERR_INVALID_INPUT', { file: name, reason })
  }
  const columns = header.value.text.split('\t')
  checkHeader(columns, name)
  const queries: EvalQuery[] = []
  for (const { line, text } of lines) {
    const fail: Fail = (reason, column) =>
      failureAbout('ERR_INVALID_RECORD', { file: name, line, reason, ...(column !== undefined && { column }) })
    const cells = text.split('\t')
    if (cells.length !== columns.length) {
      throw fail(`must have ${columns.length} cells as the header has, got ${cells.length}`)
    }
    const row = new Map(columns.map((column, place) => [column, cells[place] ?? '']))
    queries.push(readRow(row, line, fail))
  }
  if (queries.length === 0) {
    throw failureAbout('ERR_INVALID_INPUT', { file: name, reason: 'there is no query below the header' })
  }
  return queries
}

/** Makes the error of a row, about one of its columns or all of it. */
type Fail = (reason: string, column?: string) => Error

function readRow(row: ReadonlyMap<string, string>, line: number, fail: Fail): EvalQuery {
  const query = row.get('query') ?? ''
  if (query === '') throw fail('must not be empty', 'query')
  const cell = row.get('expected') ?? ''
  const expected = cell.split(SEPARATOR).filter((name) => name !== '')
  if (expected.length === 0) throw fail(`must name an entry, by its text or its id, got ${quoted(cell)}`, 'expected')
  const read: EvalQuery = { line, query, expected, kind: row.get('kind') ?? '' }
  const limit = row.get('limit') ?? ''
  // In digits here; what is in range, the index says.
  if (limit !== '' && !/^\d+$/.test(limit)) throw fail(`must be a whole number, got ${quoted(limit)}`, 'limit')
  if (limit !== '') read.limit = Number(limit)
  const at = row.get('at') ?? ''
  if (at !== '') read.at = at
  const contexts = row.get('contexts') ?? ''
  if (contexts !== '') read.contexts = { cell: contexts, filter: readFilter(contexts, fail) }
  return read
}

function readFilter(cell: string, fail: Fail): Record<string, readonly string[]> {
  let filter: Record<string, readonly string[]> = {}
  for (const part of cell.split(CONTEXT_SEPARATOR)) {
    const pair = readPair(part)
    if (pair === undefined) {
      throw fail(`must be FIELD=VALUE, with ; between several, got ${quoted(cell)}`, 'contexts')
    }
    filter = withPair(filter, pair)
  }
  return filter
}

function checkHeader(columns: readonly string[], name: string): void {
  for (const column of REQUIRED) {
    if (!columns.includes(column)) {
      throw failureAbout('ERR_MISSING_COLUMN', { file: name, line: 1, column, available: columns })
    }
  }
  const twice = columns.find((column, place) => KNOWN.has(column) && columns.indexOf(column) !== place)
  if (twice !== undefined) {
    const reason = `the header has the column "${twice}" twice; rename one of them`
    throw failureAbout('ERR_INVALID_INPUT', { file: name, line: 1, reason })
  }
}

/** Yields the lines of UTF-8 that are not blank, with their numbers, without a byte order mark and line ends. */
function* linesOf(bytes: Buffer, name: string): Generator<{ line: number; text: string }> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  let start = bytes.subarray(0, 3).equals(BYTE_ORDER_MARK) ? 3 : 0
  for (let line = 1; start < bytes.length; line += 1) {
    const found = bytes.indexOf(0x0a, start)
    const end = found === -1 ? bytes.length : found
    const isReturn = end > start && bytes[end - 1] === 0x0d
    const raw = bytes.subarray(start, isReturn ? end - 1 : end)
    start = end + 1
    if (raw.length === 0) continue
    let text: string
    try {
      text = decoder.decode(raw)
    } catch (error) {
      const reason = `${notUtf8(raw)}; convert the file to UTF-8`
      throw failureAbout('ERR_INVALID_RECORD', { file: name, line, reason }, error)
    }
    yield { line, text }
  }
}

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf])

/** Says which cell of a line is not UTF-8; a tab is never a part of a character. */
function notUtf8(raw: Buffer): string {
  // As Latin-1 every byte is one character, so that cells can be told apart.
  const cells = raw.toString('latin1').split('\t')
  const place = cells.findIndex((cell) => Buffer.from(cell, 'latin1').toString().includes('\uFFFD'))
  return `cell ${place + 1}: is not UTF-8`
}
