import { createServer, type Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Handler } from './handler.ts'
import type { ServerLimits } from './messages.ts'
import { HTTP_ERRORS, type HttpErrorCode } from './request-error.ts'

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

/** Makes a server that gives requests to `handler`. */
export function boundedServer(handler: Handler, limits: ServerLimits, events: ServerEvents): BoundedServer {
  const { maxConnections, maxHeaderBytes, requestTimeoutMs, keepAliveMs } = limits
  // The head is part of the request.
  const headersTimeoutMs = Math.min(limits.headersTimeoutMs, requestTimeoutMs)
  const refused = new WeakSet<Socket>()
  let isStopping = false
  let connections = 0
  const server = createServer(
    {
      maxHeaderSize: maxHeaderBytes,
      headersTimeout: headersTimeoutMs,
      requestTimeout: requestTimeoutMs,
      keepAliveTimeout: keepAliveMs,
      connectionsCheckingInterval: Math.min(CHECK_MS, headersTimeoutMs),
    },
    (req, res) => {
      if (refused.has(req.socket)) return
      if (isStopping) res.setHeader('Connection', 'close')
      handler(req, res)
    },
  )
  // For a client that does not take its answer. Later than what ends a slow request, which is told so.
  server.timeout = requestTimeoutMs + 2 * CHECK_MS
  server.on('connection', (socket) => {
    connections += 1
    socket.once('close', () => {
      connections -= 1
    })
    if (connections <= maxConnections) return
    // It may have sent a request already, which nobody is to answer.
    refused.add(socket)
    events.onRefused()
    endWith(socket, 'ERR_TOO_MANY_CONNECTIONS', 'the server has too many connections; try again')
  })
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) return socket.destroy()
    const [code, message] = BAD_REQUESTS[error.code ?? ''] ?? ['ERR_INVALID_REQUEST', 'this is no request of HTTP/1.1']
    events.onBadRequest(HTTP_ERRORS[code], code)
    endWith(socket, code, message)
  })
  return {
    server,
    connections: () => connections,
    stop() {
      isStopping = true
      return new Promise((resolve) => {
        // Connections whose last answer is still under way are idle only after it.
        const timer = setInterval(() => server.closeIdleConnections(), IDLE_MS)
        server.close(() => {
          clearInterval(timer)
          resolve()
        })
      })
    },
  }
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
  // Time to read that: what is destroyed at once may take the answer with it.
  socket.setTimeout(LINGER_MS, () => socket.destroy())
}
