import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { ReadyHandler } from '../handlers/node.ts'
import { HTTP_ERRORS, type HttpErrorCode } from './request-error.ts'

/** What bounds the connections of one worker. Times are in milliseconds. */
export interface ServerLimits {
  maxConnections: number
  maxHeaderBytes: number
  /** How long the head of a request may take. */
  headersTimeoutMs: number
  /** How long a whole request may take to arrive, and an answer may stand still. */
  requestTimeoutMs: number
  /** How long a connection may be idle between requests. */
  keepAliveMs: number
}

/** A server of HTTP, its connections bounded. */
export interface BoundedServer {
  /** Takes a connection from which nothing was read yet. */
  take(socket: Socket): void
  /** How many connections are open. */
  connections(): number
  /** Makes each answer from now on the last of its connection. */
  stop(): void
  /** Lets requests that come wait for {@link end}. */
  hold(): void
  /**
   * Answers the requests of all connections that were taken, then closes these. To be called when no other connection
   * comes. Resolves when the last byte of all answers was handed to the system.
   */
  end(): Promise<void>
}

/** What a server says of requests that never reached its handler. */
export interface ServerEvents {
  /** Called when a connection was refused since there were too many. */
  onRefused(): void
  /** Called when a request was no HTTP, or came too slowly. */
  onBadRequest(status: number, code: HttpErrorCode): void
}

/** What a connection is told that ends before a handler has seen a request. */
const BAD_REQUESTS: Readonly<Record<string, readonly [code: HttpErrorCode, message: string]>> = {
  HPE_HEADER_OVERFLOW: ['ERR_HEADERS_TOO_LARGE', 'the head of the request is too large'],
  ERR_HTTP_REQUEST_TIMEOUT: ['ERR_REQUEST_TIMEOUT', 'the request came too slowly'],
}

const REASONS: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  408: 'Request Timeout',
  431: 'Request Header Fields Too Large',
  503: 'Service Unavailable',
}

/** How often slow requests are looked for, at most. */
const CHECK_MS = 1000

/** How often a server that stops looks whether all is answered. */
const LOOK_MS = 20

/** How long a connection may be here without a byte until it is taken for one that will send none at the end. */
const SILENT_MS = 500

/** How many requests of one connection may wait for their answers. Browsers and proxies send one at a time. */
const MOST_WAITING = 32

/** What is known of an open connection. */
interface Connection {
  /** When it was taken, in milliseconds of the monotonic clock. */
  takenAt: number
  isRefused: boolean
  /** How many requests came on it. */
  requests: number
  /** The requests that are not answered to the last byte, in the order in which they came. */
  waiting: Set<ServerResponse>
}

/** Makes a server that gives the requests of the connections that it is given to `handler`. */
export function boundedServer(handler: ReadyHandler, limits: ServerLimits, events: ServerEvents): BoundedServer {
  const { maxConnections, maxHeaderBytes, requestTimeoutMs, keepAliveMs } = limits
  // The head is part of the request.
  const headersTimeoutMs = Math.min(limits.headersTimeoutMs, requestTimeoutMs)
  const connections = new Map<Socket, Connection>()
  const held: [req: IncomingMessage, res: ServerResponse][] = []
  let isStopping = false
  let isHolding = false
  const server = createServer(
    {
      maxHeaderSize: maxHeaderBytes,
      // Node.js would answer a request without `Host` by itself, without a body.
      requireHostHeader: false,
      headersTimeout: headersTimeoutMs,
      requestTimeout: requestTimeoutMs,
      keepAliveTimeout: keepAliveMs,
      connectionsCheckingInterval: Math.min(CHECK_MS, headersTimeoutMs),
    },
    (req, res) => {
      const connection = connections.get(req.socket)
      // Of requests that came together the others are given out though their connection has just ended.
      if (connection === undefined || req.socket.destroyed) return
      connection.requests += 1
      if (connection.isRefused) {
        if (connection.requests > 1) req.socket.destroy()
        return
      }
      if (lacksHost(req)) return refuse(res, events)
      if (connection.waiting.size >= MOST_WAITING) {
        req.socket.destroy()
        return
      }
      if (isStopping) closeAfter(res, connection)
      if (isHolding) held.push([req, res])
      else handler(req, res)
      // Most are answered by now.
      if (res.writableFinished) return
      connection.waiting.add(res)
      res.once('close', () => connection.waiting.delete(res))
    },
  )
  // For a client that does not take its answer. Later than what ends a slow request, which is told so.
  server.timeout = requestTimeoutMs + 2 * CHECK_MS
  // It listens nowhere, and looks for slow requests and idle connections from this event on.
  server.emit('listening')
  server.on('connection', (socket) => {
    const isRefused = connections.size >= maxConnections
    connections.set(socket, { takenAt: performance.now(), isRefused, requests: 0, waiting: new Set() })
    socket.once('close', () => connections.delete(socket))
    if (!isRefused) return
    // It may have sent a request already, which nobody is to answer.
    events.onRefused()
    endWith(socket, 'ERR_TOO_MANY_CONNECTIONS', 'the server has too many connections; try again')
  })
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) return socket.destroy()
    const [code, message] = BAD_REQUESTS[error.code ?? ''] ?? ['ERR_INVALID_REQUEST', 'this is no request of HTTP/1.1']
    events.onBadRequest(HTTP_ERRORS[code], code)
    if (mayBeTold(connections.get(socket))) endWith(socket, code, message)
    else socket.destroy()
  })
  return {
    take: (socket) => server.emit('connection', socket),
    connections: () => connections.size,
    stop() {
      isStopping = true
      for (const connection of connections.values()) {
        const last = [...connection.waiting].at(-1)
        if (last !== undefined) closeAfter(last, connection)
      }
    },
    hold() {
      isHolding = true
    },
    async end() {
      isHolding = false
      for (const [req, res] of held.splice(0)) if (!req.socket.destroyed) handler(req, res)
      await closeWhenAnswered(server, connections)
    },
  }
}

/** Whether a request lacks the header that HTTP/1.1 demands. */
function lacksHost({ headers, httpVersion }: IncomingMessage): boolean {
  return headers.host === undefined && httpVersion === '1.1'
}

/** Answers a request without `Host`, and ends its connection. */
function refuse(res: ServerResponse, events: ServerEvents): void {
  const code = 'ERR_INVALID_REQUEST'
  const status = HTTP_ERRORS[code]
  const body = JSON.stringify({ error: { code, message: 'a request of HTTP/1.1 needs the header Host' } })
  events.onBadRequest(status, code)
  res.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': 'no-store',
    Connection: 'close',
  })
  res.end(body)
}

/**
 * Lets `res` tell its client that it is the last answer of its connection, so that the client sends
 * nothing that nobody would answer. An answer that has begun, or has others behind it, must not say so.
 */
function closeAfter(res: ServerResponse, { waiting }: Connection): void {
  for (const before of waiting) if (before !== res && !before.headersSent) before.removeHeader('Connection')
  if (!res.headersSent) res.setHeader('Connection', 'close')
}

/** Closes every connection when all requests are answered; resolves when all are closed. */
function closeWhenAnswered(server: Server, connections: ReadonlyMap<Socket, Connection>): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      // A connection is idle for Node.js as soon as its answer was given to it, though bytes of it are
      // still to be sent. So idle ones wait for all others, which costs nobody anything: each may get an
      // answer meanwhile.
      if ([...connections.values()].some(({ waiting }) => waiting.size > 0)) return
      server.closeIdleConnections()
      // It leaves those alone that never sent anything.
      for (const [socket, connection] of connections) if (isSilent(socket, connection)) socket.destroy()
      if (connections.size > 0) return
      clearInterval(timer)
      server.close()
      resolve()
    }
    // Right after requests were read, so that those which have arrived are not cut off.
    const timer = setInterval(() => setImmediate(look), LOOK_MS)
  })
}

/** Whether nothing has come on a connection, and nothing is to be expected: a client may need time to its first byte. */
function isSilent(socket: Socket, { takenAt }: Connection): boolean {
  return socket.bytesRead === 0 && performance.now() - takenAt > SILENT_MS
}

/**
 * Whether a connection can be told what is wrong with what it sends: not if that came between the
 * answers to its other requests, or into the middle of one.
 */
function mayBeTold(connection: Connection | undefined): boolean {
  if (connection === undefined) return true
  const [first, second] = connection.waiting
  // The one that is wrong may be the one that waits: its body is still coming.
  return first === undefined || (second === undefined && !first.req.complete && !first.headersSent)
}

/** How long a connection that was told its end may stay. */
const LINGER_MS = 1000

/** Answers a connection that has no request, and ends it. */
function endWith(socket: Socket, code: HttpErrorCode, message: string): void {
  const status = HTTP_ERRORS[code]
  const body = JSON.stringify({ error: { code, message } })
  const head = [
    `HTTP/1.1 ${status} ${REASONS[status]}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    ...(status === 503 ? ['Retry-After: 1'] : []),
    'Connection: close',
  ]
  socket.on('error', () => {}) // it is of no interest any more
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
  // Time to read that: what is destroyed at once may take the answer with it. Whatever it still sends adds none.
  const timer = setTimeout(() => socket.destroy(), LINGER_MS).unref()
  socket.once('close', () => clearTimeout(timer))
}
