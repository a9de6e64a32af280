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
  server: Server
  /** How many connections are open. */
  connections(): number
  /** Takes no connection any more, and resolves when all requests are answered. */
  stop(): Promise<void>
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

/** How often connections that have become idle are closed while a server stops. */
const IDLE_MS = 20

/** How many requests of one connection may wait for their answers. Browsers and proxies send one at a time. */
const MOST_WAITING = 32

/** What is known of an open connection. */
interface Connection {
  isRefused: boolean
  /** How many requests came on it. */
  requests: number
  /** How many of them are not answered whole. */
  waiting: number
  /** The last request that waits, with its answer. */
  last: { req: IncomingMessage; res: ServerResponse } | undefined
}

/** Makes a server that gives requests to `handler`. */
export function boundedServer(handler: ReadyHandler, limits: ServerLimits, events: ServerEvents): BoundedServer {
  const { maxConnections, maxHeaderBytes, requestTimeoutMs, keepAliveMs } = limits
  // The head is part of the request.
  const headersTimeoutMs = Math.min(limits.headersTimeoutMs, requestTimeoutMs)
  const connections = new Map<Socket, Connection>()
  let isStopping = false
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
      if (isStopping) res.setHeader('Connection', 'close')
      if (connection.waiting >= MOST_WAITING) {
        req.socket.destroy()
        return
      }
      handler(req, res)
      // Most are answered by now.
      if (res.writableFinished) return
      connection.waiting += 1
      connection.last = { req, res }
      res.once('close', () => {
        connection.waiting -= 1
        if (connection.last?.res === res) connection.last = undefined
      })
    },
  )
  // For a client that does not take its answer. Later than what ends a slow request, which is told so.
  server.timeout = requestTimeoutMs + 2 * CHECK_MS
  server.on('connection', (socket) => {
    const isRefused = connections.size >= maxConnections
    connections.set(socket, { isRefused, requests: 0, waiting: 0, last: undefined })
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
    server,
    connections: () => connections.size,
    stop() {
      isStopping = true
      return new Promise((resolve) => {
        let silent: Socket[] = []
        const timer = setInterval(() => {
          // Connections whose last answer is still under way are idle only after it.
          server.closeIdleConnections()
          // It leaves those alone that never sent anything. What they sent before the stop is here by the second look.
          for (const socket of silent) if (isSilent(socket)) socket.destroy()
          silent = [...connections.keys()].filter(isSilent)
        }, IDLE_MS)
        server.close(() => {
          clearInterval(timer)
          resolve()
        })
      })
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

/** Whether nothing has come on a connection. */
function isSilent(socket: Socket): boolean {
  return socket.bytesRead === 0
}

/**
 * Whether a connection can be told what is wrong with what it sends: not if that came between the
 * answers to its other requests, or into the middle of one.
 */
function mayBeTold(connection: Connection | undefined): boolean {
  if (connection === undefined || connection.waiting === 0) return true
  const { waiting, last } = connection
  // The one that is wrong may be the one that waits: its body is still coming.
  return waiting === 1 && last?.req.complete === false && !last.res.headersSent
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
