import { readFile } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import { gunzipSync } from 'node:zlib'
import type { ErrorCode, MapaheadError } from '../../index.ts'

/** Makes an error about what `eval` reads or writes. */
export function inputError(code: ErrorCode, message: string, cause?: unknown): MapaheadError {
  return Object.assign(new Error(message, { cause }), { code })
}

/** How messages name an input: standard input as the build names it. */
export function nameOf(path: string): string {
  return path === '-' ? '<stdin>' : path
}

/** Reads a file, or standard input if `path` is `-`, and decompresses what gzip has compressed. */
export async function readInput(path: string): Promise<Buffer> {
  const bytes = await readBytes(path)
  if (startsWith(bytes, ZSTD)) {
    const reason = 'is compressed by zstd, which eval does not read; decompress it, or use gzip'
    throw inputError('ERR_INVALID_INPUT', `${nameOf(path)}: ${reason}`)
  }
  if (!startsWith(bytes, GZIP)) return bytes
  try {
    return gunzipSync(bytes)
  } catch (error) {
    throw inputError('ERR_IO', `cannot decompress ${nameOf(path)}: ${systemReason(error)}; get a complete copy`, error)
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
    throw inputError('ERR_IO', `cannot read ${nameOf(path)}: ${systemReason(error)}`, error)
  }
}

/** Returns what the system says, without the code and the path that Node.js puts around it. */
export function systemReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.message.replace(/^E\w+: (.*?), \w+( '.*')?$/s, '$1')
}
