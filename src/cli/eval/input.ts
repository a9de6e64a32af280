import { readFile } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import { gunzipSync } from 'node:zlib'
import { failureAbout } from '../../errors.ts'
import { systemReason } from '../text/system-reason.ts'

/** How messages name an input: standard input as the build names it. */
export function nameOf(path: string): string {
  return path === '-' ? '<stdin>' : path
}

/** Reads a file, or standard input if `path` is `-`, and decompresses what gzip has compressed. */
export async function readInput(path: string): Promise<Buffer> {
  const bytes = await readBytes(path)
  if (startsWith(bytes, ZSTD)) {
    const reason = 'is compressed by zstd, which eval does not read; decompress it, or use gzip'
    throw failureAbout('ERR_INVALID_INPUT', { file: nameOf(path), reason })
  }
  if (!startsWith(bytes, GZIP)) return bytes
  try {
    return gunzipSync(bytes)
  } catch (error) {
    const reason = `${systemReason(error)}; get a complete copy`
    throw failureAbout('ERR_IO', { action: 'decompress', file: nameOf(path), reason }, error)
  }
}

const GZIP = [0x1f, 0x8b]
const ZSTD = [0x28, 0xb5, 0x2f, 0xfd]

function startsWith(bytes: Buffer, magic: readonly number[]): boolean {
  return magic.every((byte, place) => bytes[place] === byte)
}

async function readBytes(path: string): Promise<Buffer> {
  try {
    return await (path === '-' ? buffer(process.stdin) : readFile(path))
  } catch (error) {
    throw failureAbout('ERR_IO', { action: 'read', file: nameOf(path), reason: systemReason(error) }, error)
  }
}
