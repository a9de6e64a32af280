import type { ReadyFetchHandler } from '../handlers/fetch.ts'
import type { Settings } from '../handlers/options.ts'
import { type Body, type Call, splitTarget } from './call.ts'
import { headersOf } from './headers.ts'
import { type Answer, notFound, type Reply } from './reply.ts'
import { RequestError } from './request-error.ts'

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
  if (!isEmpty) list.push('Content-Length', String(Buffer.byteLength(body)))
  const headers = new Headers()
  for (let i = 0; i < list.length; i += 2) headers.append(list[i] ?? '', list[i + 1] ?? '')
  const response = new Response(isEmpty || call.method === 'HEAD' ? null : (body as string | Uint8Array<ArrayBuffer>), {
    status,
    headers,
  })
  settings.onReply?.({ route, status, code, durationMs: performance.now() - started })
  return response
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
