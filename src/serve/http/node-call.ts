import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ReadyHandler } from '../handlers/node.ts'
import type { Settings } from '../handlers/options.ts'
import { type Body, type Call, splitTarget } from './call.ts'
import { headersOf } from './headers.ts'
import { type Answer, bytesOf, isPieces, Letters, notFound, type Reply } from './reply.ts'
import { RequestError } from './request-error.ts'
import { sendPieces, whenOver } from './sending.ts'

/** Makes a handler of routes. */
export function nodeHandler(answer: Answer, settings: Settings): ReadyHandler {
  return (req, res, next, started = performance.now()) => {
    const call = new NodeCall(req)
    const reply = answer(call)
    if (reply === undefined) {
      if (next !== undefined) return next()
      send(res, notFound(call), call, settings, started)
    } else if (reply instanceof Promise) {
      // It never rejects: what a route throws is answered.
      reply.then((reply) => send(res, reply, call, settings, started)).catch(settings.onError)
    } else {
      send(res, reply, call, settings, started)
    }
  }
}

function send(res: ServerResponse, reply: Reply, call: NodeCall, settings: Settings, started: number): void {
  const { status, body, route, code, room } = reply
  const headers = headersOf(reply, call, settings)
  // These have no body, and with a 304 the length would be taken for that of the answer that the client has.
  if (status !== 304 && status !== 204 && !isPieces(body)) {
    headers.push('Content-Length', String(bytesOf(body)))
  }
  // Nobody reads the rest of such a body.
  if (call.hasUnreadBody && call.req.httpVersionMajor === 1) headers.push('Connection', 'close')
  res.writeHead(status, headers)
  if (isPieces(body)) {
    sendPieces(call.req, res, body).catch((error) => {
      // What is not whole must not look so.
      res.destroy()
      settings.onError(error)
    })
  } else {
    if (body instanceof Letters) res.end(body.text, 'latin1')
    else res.end(body)
    if (room !== undefined) whenOver(call.req, res, () => room.release())
  }
  settings.onReply?.({ route, status, code, durationMs: performance.now() - started })
}

class NodeCall implements Call {
  readonly req: IncomingMessage
  readonly method: string
  readonly urlBytes: number
  path: string
  readonly search: string
  /** Whether the client may still be sending a body that is not wanted. */
  hasUnreadBody = false

  constructor(req: IncomingMessage) {
    this.req = req
    this.method = req.method ?? 'GET'
    const target = req.url ?? '/'
    // Node.js reads a byte as a letter each.
    this.urlBytes = target.length
    ;[this.path, this.search] = splitTarget(target)
  }

  get request(): IncomingMessage {
    return this.req
  }

  header(name: string): string | undefined {
    const value = this.req.headers[name]
    return typeof value === 'string' ? value : value?.join(', ')
  }

  async body(maxBytes: number): Promise<Body> {
    const { req } = this
    // What a middleware before has read, as Express and Next.js keep it.
    const { body: read } = req as { body?: unknown }
    if (typeof read === 'string') return { bytes: Buffer.from(read) }
    if (read instanceof Uint8Array) return { bytes: read }
    if (read !== undefined && read !== null) return { parsed: read }
    if (Number(req.headers['content-length'] ?? 0) > maxBytes) throw this.#tooLarge(maxBytes)
    return { bytes: await this.#read(maxBytes) }
  }

  #read(maxBytes: number): Promise<Uint8Array> {
    const { req } = this
    return new Promise((resolve, reject) => {
      const chunks: Uint8Array[] = []
      let bytes = 0
      const onData = (chunk: Uint8Array) => {
        bytes += chunk.byteLength
        if (bytes <= maxBytes) return chunks.push(chunk)
        req.off('data', onData)
        reject(this.#tooLarge(maxBytes))
      }
      req.on('data', onData)
      req.once('end', () => resolve(Buffer.concat(chunks)))
      // Settles nothing after the end.
      req.once('close', () => reject(endedTooEarly()))
      if (req.readableEnded) resolve(Buffer.concat(chunks))
      // It may have closed before anyone listened, as while a handler loads.
      else if (req.destroyed) reject(endedTooEarly())
    })
  }

  #tooLarge(maxBytes: number): Error {
    this.hasUnreadBody = true
    return new RequestError('ERR_BODY_TOO_LARGE', `the body must have at most ${maxBytes} bytes`)
  }
}

function endedTooEarly(): Error {
  return new RequestError('ERR_INVALID_REQUEST', 'the body ended too early')
}
