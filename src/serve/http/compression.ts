import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Call } from './call.ts'
import { encodedTag } from './entity-tag.ts'
import type { Reply } from './reply.ts'

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

/** Compresses the body of `reply` off the main thread if it is large and the client of `call` takes that. */
export function compressed(reply: Reply, call: Call): Reply | Promise<Reply> {
  if (Buffer.byteLength(reply.body) < COMPRESSION_THRESHOLD) return reply
  const encoding = bestEncoding(call.header('accept-encoding') ?? '')
  return encoding === undefined ? reply : encode(reply, encoding)
}

async function encode(reply: Reply, encoding: Encoding): Promise<Reply> {
  const body = await encoders[encoding](reply.body)
  const headers = reply.headers.map((text, i, all) => (all[i - 1] === 'ETag' ? encodedTag(text, encoding) : text))
  return { ...reply, body, headers: [...headers, 'Content-Encoding', encoding] }
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
