import { failureAbout, isMapaheadError, messageOf } from '../errors.ts'
import { fs, requireHere } from '../node.ts'

/** A line that is not blank, without its end. */
export interface PairLine {
  /** Its number, from 1. */
  line: number
  text: string
}

/** The longest line, in bytes: two words and whatever else a log has of them. */
const MOST_LINE_BYTES = 2 ** 20
const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf])
const GZIP = Buffer.from([0x1f, 0x8b])
const LINE_FEED = 0x0a
const RETURN = 0x0d

/**
 * Yields the lines of a file of UTF-8, plain or gzip, one by one: no more than a line and a piece of the file are in
 * memory, however large it is or becomes when it is decompressed.
 *
 * @param path - The file, or `-` for standard input.
 * @param file - What the file is called in errors.
 * @throws `ERR_IO` if it cannot be read or decompressed, `ERR_INVALID_INPUT` if a line is not UTF-8, or is longer
 * than 1 MiB.
 */
export async function* linesOf(path: string, file: string): AsyncGenerator<PairLine> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  let [line, parts, size] = [1, [] as Buffer[], 0]
  const finish = (): PairLine | undefined => {
    const all = Buffer.concat(parts)
    const start = line === 1 && all.subarray(0, BYTE_ORDER_MARK.length).equals(BYTE_ORDER_MARK) ? 3 : 0
    const raw = all.subarray(start, all.at(-1) === RETURN ? -1 : undefined)
    ;[parts, size] = [[], 0]
    if (raw.length === 0) return undefined
    try {
      return { line, text: decoder.decode(raw) }
    } catch (error) {
      throw failureAbout('ERR_INVALID_INPUT', { file, line, reason: 'is not UTF-8; convert the file' }, error)
    }
  }
  for await (const chunk of plainChunks(path, file)) {
    for (let start = 0; start < chunk.length; ) {
      const found = chunk.indexOf(LINE_FEED, start)
      const part = chunk.subarray(start, found === -1 ? undefined : found)
      parts.push(part)
      size += part.length
      if (size > MOST_LINE_BYTES) {
        const reason = 'the line is longer than 1 MiB; the file must be TSV, with a row on each line'
        throw failureAbout('ERR_INVALID_INPUT', { file, line, reason })
      }
      if (found === -1) break
      const read = finish()
      if (read !== undefined) yield read
      start = found + 1
      line += 1
    }
  }
  const read = finish()
  if (read !== undefined) yield read
}

/** Yields the pieces of a file, decompressed if it is gzip. */
async function* plainChunks(path: string, file: string): AsyncGenerator<Buffer> {
  const chunks = chunksOf(path, file)
  let begin = Buffer.alloc(0)
  // Standard input may come byte by byte.
  while (begin.length < GZIP.length) {
    const next = await chunks.next()
    if (next.done) break
    begin = Buffer.concat([begin, next.value])
  }
  const all = joined(begin, chunks)
  yield* begin.subarray(0, GZIP.length).equals(GZIP) ? decompressed(all, file) : all
}

async function* joined(begin: Buffer, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  yield begin
  yield* rest
}

async function* chunksOf(path: string, file: string): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of path === '-' ? process.stdin : fs.createReadStream(path)) yield Buffer.from(chunk)
  } catch (error) {
    throw failureAbout('ERR_IO', { action: 'read', file, reason: messageOf(error) }, error)
  }
}

async function* decompressed(chunks: AsyncGenerator<Buffer>, file: string): AsyncGenerator<Buffer> {
  // Not before they are needed: they take memory in each process that loads the package.
  const { createGunzip }: typeof import('node:zlib') = requireHere('node:zlib')
  const { pipeline }: typeof import('node:stream') = requireHere('node:stream')
  const gunzip = createGunzip()
  // Its errors are those that reading throws.
  pipeline(chunks, gunzip, () => undefined)
  try {
    yield* gunzip
  } catch (error) {
    if (isMapaheadError(error)) throw error
    const reason = `${messageOf(error)}; get a complete copy`
    throw failureAbout('ERR_IO', { action: 'decompress', file, reason }, error)
  }
}
