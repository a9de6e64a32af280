import { quoted } from '../error-text.ts'
import { failureAbout, messageOf } from '../errors.ts'
import { fs, requireHere } from '../node.ts'
import type { PairColumns, PairReject } from './types.ts'

/** Pairs as the core takes them, each with its place, and what is wrong with the others. */
export interface ReadPairs {
  pairs: [typed: string, meant: string, count: number][]
  /** By pair, the line of the file or the number of the pair, from 1. */
  lines: number[]
  rejects: PairReject[]
}

/** What stands for a count that is none: the core refuses it. */
const NO_COUNT = -1

/**
 * Reads pairs from TSV: a header, tabs, no quoting; plain or gzip. Blank lines are left out, and so are columns
 * that mean nothing here.
 *
 * @param path - The file, or `-` for standard input.
 * @throws `ERR_IO` if it cannot be read, `ERR_INVALID_INPUT` if it is empty or not UTF-8, `ERR_MISSING_COLUMN`
 * if a column is not in its header.
 */
export async function readPairRows(path: string, columns: PairColumns): Promise<ReadPairs> {
  const file = path === '-' ? '<stdin>' : path
  const [header, ...rows] = textOf(await readBytes(path, file), file).split(/\r?\n/)
  if (header === undefined || header === '') {
    const reason = 'it is empty, or its first line is; begin it with a header: typed, a tab, meant'
    throw failureAbout('ERR_INVALID_INPUT', { file, reason })
  }
  const names = header.split('\t')
  const placeOf = (field: keyof PairColumns) => columnOf(file, names, field, columns[field])
  const [typedAt, meantAt, countAt] = [placeOf('typed'), placeOf('meant'), placeOf('count')]
  const read: ReadPairs = { pairs: [], lines: [], rejects: [] }
  for (const [place, row] of rows.entries()) {
    if (row === '') continue
    const line = place + 2
    const cells = row.split('\t')
    if (cells.length !== names.length) {
      const reason = `must have ${names.length} cells as the header has, got ${cells.length}`
      read.rejects.push({ line, reason })
      continue
    }
    const count = cells[countAt] ?? ''
    read.pairs.push([cells[typedAt] ?? '', cells[meantAt] ?? '', count === '' ? 1 : numberOf(count)])
    read.lines.push(line)
  }
  return read
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

async function readBytes(path: string, file: string): Promise<Buffer> {
  try {
    if (path !== '-') return await fs.promises.readFile(path)
    const chunks: Buffer[] = []
    for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk))
    return Buffer.concat(chunks)
  } catch (error) {
    throw failureAbout('ERR_IO', { action: 'read', file, reason: messageOf(error) }, error)
  }
}

const GZIP = Buffer.from([0x1f, 0x8b])

function textOf(bytes: Buffer, file: string): string {
  let plain = bytes
  if (bytes.subarray(0, GZIP.length).equals(GZIP)) {
    // Not before it is needed: it takes memory in each process that loads the package.
    const { gunzipSync }: typeof import('node:zlib') = requireHere('node:zlib')
    try {
      plain = gunzipSync(bytes)
    } catch (error) {
      const reason = `${messageOf(error)}; get a complete copy`
      throw failureAbout('ERR_IO', { action: 'decompress', file, reason }, error)
    }
  }
  try {
    // It leaves the byte order mark out.
    return new TextDecoder('utf-8', { fatal: true }).decode(plain)
  } catch (error) {
    const line = lineOfFirstFault(plain)
    throw failureAbout('ERR_INVALID_INPUT', { file, line, reason: 'is not UTF-8; convert the file' }, error)
  }
}

/** Returns the number of the first line that is not UTF-8. */
function lineOfFirstFault(bytes: Buffer): number {
  // What is no character becomes U+FFFD, which has other bytes; no byte of a character is that of a line feed.
  const text = bytes.toString('utf8')
  const again = Buffer.from(text)
  let same = 0
  while (same < bytes.length && bytes[same] === again[same]) same += 1
  return bytes.subarray(0, same).toString('latin1').split('\n').length
}
