import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Call } from './call.ts'
import { encodedTag } from './entity-tag.ts'
import { bytesOf, isPieces, Letters, type Reply } from './reply.ts'
import type { AnswersUnderWay } from './under-way.ts'

type Encoding = 'br' | 'gzip'

/**
 * From how many bytes on an answer is compressed. Fewer fit into the ten packets that a connection
 * sends before it waits for the first receipt, so they would arrive no sooner.
 */
const COMPRESSION_THRESHOLD = 14_000

/** Chosen by `benches/compression.mjs`: the next levels take far more time than they save bytes. */
const BROTLI_QUALITY = 2
const GZIP_LEVEL = 1

const encoders: Readonly<Record<Encoding, (bytes: Uint8Array | string) => Promise<Uint8Array>>> = {
  br: (bytes) => {
    const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_SIZE_HINT } = constants
    return brotli(bytes, {
      params: { [BROTLI_PARAM_QUALITY]: BROTLI_QUALITY, [BROTLI_PARAM_SIZE_HINT]: Buffer.byteLength(bytes) },
    })
  },
  gzip: (bytes) => zip(bytes, { level: GZIP_LEVEL }),
}

const brotli = promisify(brotliCompress)
const zip = promisify(gzip)

/**
 * Compresses the body of `reply` off the main thread if it is large, the client of `call` takes that, and
 * there is room for both. Pieces are sent as they are: a stream of gzip keeps as much for itself as a
 * piece has, for each client that reads slowly.
 */
export function compressed(reply: Reply, call: Call, underWay: AnswersUnderWay): Reply | Promise<Reply> {
  const { body } = reply
  if (isPieces(body)) return reply
  const bytes = bytesOf(body)
  if (bytes < COMPRESSION_THRESHOLD) return reply
  const encoding = bestEncoding(call.header('accept-encoding') ?? '')
  return encoding === undefined || underWay.allowance < bytes
    ? reply
    : encode(reply, body instanceof Letters ? body.bytes() : body, encoding, underWay)
}

async function encode(
  reply: Reply,
  plain: Uint8Array | string,
  encoding: Encoding,
  underWay: AnswersUnderWay,
): Promise<Reply> {
  // No encoder makes an answer of JSON longer.
  const room = underWay.take(Buffer.byteLength(plain))
  try {
    const body = await encoders[encoding](plain)
    room.shrinkTo(body.byteLength)
    const headers = reply.headers.map((text, i, all) => (all[i - 1] === 'ETag' ? encodedTag(text, encoding) : text))
    return { ...reply, body, room, headers: [...headers, 'Content-Encoding', encoding] }
  } catch (error) {
    room.release()
    throw error
  } finally {
    reply.room?.release()
  }
}

/** Returns the content coding that the header `Accept-Encoding` likes best. */
function bestEncoding(acceptEncoding: string): Encoding | undefined {
  const qualities = new Map<string, number>()
  for (const part of acceptEncoding.toLowerCase().split(',')) {
    const [name = '', ...parameters] = part.split(';').map((text) => text.trim())
    const quality = parameters.find((parameter) => parameter.startsWith('q='))
    qualities.set(name, quality === undefined ? 1 : Number(quality.slice(2)))
  }
  const qualityOf = (name: string) => qualities.get(name) ?? qualities.get('*') ?? 0
  const [br, gzip] = [qualityOf('br'), qualityOf('gzip')]
  if (br > 0 && br >= gzip) return 'br'
  return gzip > 0 ? 'gzip' : undefined
}
