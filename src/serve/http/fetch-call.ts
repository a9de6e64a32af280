import type { ReadyFetchHandler } from '../handlers/fetch.ts'
import type { Settings } from '../handlers/options.ts'
import { type Body, type Call, splitTarget } from './call.ts'
import { headersOf } from './headers.ts'
import { type Answer, bytesOf, isPieces, Letters, notFound, type Pieces, type Reply } from './reply.ts'
import { RequestError } from './request-error.ts'
import { type Room, SMALL_BYTES } from './under-way.ts'

/** Makes a handler of routes. */
export function fetchHandler(answer: Answer, settings: Settings): ReadyFetchHandler {
  return async (request, started) => {
    const call = new FetchCall(request)
    return responseOf((await answer(call)) ?? notFound(call), call, settings, started)
  }
}

function responseOf(reply: Reply, call: FetchCall, settings: Settings, started: number): Response {
  const { status, body, route, code } = reply
  const list = headersOf(reply, call, settings)
  const isEmpty = status === 304 || status === 204
  if (!isEmpty && !isPieces(body)) list.push('Content-Length', String(bytesOf(body)))
  const headers = new Headers()
  for (let i = 0; i < list.length; i += 2) headers.append(list[i] ?? '', list[i + 1] ?? '')
  const response = new Response(bodyOf(reply, isEmpty || call.method === 'HEAD'), { status, headers })
  settings.onReply?.({ route, status, code, durationMs: performance.now() - started })
  return response
}

/** Makes the body of a response, which is read to its end or cancelled by whoever sends it. */
function bodyOf({ body, room }: Reply, isEmpty: boolean): string | Uint8Array<ArrayBuffer> | ReadableStream | null {
  if (isPieces(body)) return streamOf(body)
  const plain = body instanceof Letters ? body.bytes() : body
  if (!isEmpty && room !== undefined && bytesOf(plain) > SMALL_BYTES) {
    return streamOf(onePiece(typeof plain === 'string' ? Buffer.from(plain) : plain, room))
  }
  // Nothing tells when such a body has been sent, and a stream for each costs more than the answer.
  room?.release()
  return isEmpty ? null : (plain as string | Uint8Array<ArrayBuffer>)
}

/** A body that is there already. */
function onePiece(bytes: Uint8Array, room: Room): Pieces {
  let rest: Uint8Array | undefined = bytes
  return {
    async next() {
      const piece = rest
      rest = undefined
      if (piece === undefined) room.release()
      return piece && [piece]
    },
    end: () => room.release(),
  }
}

/** Gives back the room of bodies that were neither read to their ends nor cancelled. */
const forgotten = new FinalizationRegistry<Pieces>((pieces) => pieces.end())

/** Makes a stream of pieces, each of which is made when the one before was taken. */
function streamOf(pieces: Pieces): ReadableStream {
  const source = {
    async pull(controller: ReadableStreamDefaultController<Uint8Array>) {
      const chunks = await pieces.next()
      if (chunks === undefined) controller.close()
      else for (const chunk of chunks) controller.enqueue(chunk)
    },
    cancel: () => pieces.end(),
  }
  const stream = new ReadableStream(source, { highWaterMark: 0 })
  forgotten.register(stream, pieces)
  return stream
}

class FetchCall implements Call {
  readonly request: Request
  readonly method: string
  readonly urlBytes: number
  path: string
  readonly search: string

  constructor(request: Request) {
    this.request = request
    this.method = request.method
    // A Request keeps its fragment, which no server ever sees.
    ;[this.path, this.search] = splitTarget(request.url.replace(/#.*$/s, ''))
    // Without the origin, which a client sends as a header.
    this.urlBytes = this.path.length + (this.search === '' ? 0 : 1 + this.search.length)
  }

  header(name: string): string | undefined {
    return this.request.headers.get(name) ?? undefined
  }

  async body(maxBytes: number): Promise<Body> {
    const tooLarge = () => new RequestError('ERR_BODY_TOO_LARGE', `the body must have at most ${maxBytes} bytes`)
    if (Number(this.header('content-length') ?? 0) > maxBytes) throw tooLarge()
    const chunks: Uint8Array[] = []
    let bytes = 0
    const { body, bodyUsed } = this.request
    if (bodyUsed) throw new Error('the body of the request was read before; give the handler a clone of it')
    try {
      for await (const chunk of body ?? []) {
        bytes += chunk.byteLength
        if (bytes > maxBytes) throw tooLarge()
        chunks.push(chunk)
      }
    } catch (error) {
      if (error instanceof RequestError) throw error
      throw new RequestError('ERR_INVALID_REQUEST', 'the body ended too early')
    }
    return { bytes: Buffer.concat(chunks) }
  }
}
