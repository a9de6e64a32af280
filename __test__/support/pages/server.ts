import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import type { SuggestIndex } from 'mapahead'

/** What a request is answered with. */
export interface Reply {
  status: number
  type: string
  body: string | Uint8Array
  headers?: Record<string, string>
}

/** How a test changes what the server does. */
export interface PageServerOptions {
  /** Answers in place of the index, or leaves it to the index by `undefined`; may answer later. */
  suggest?(query: string): Promise<Reply | undefined> | Reply | undefined
  /** Answers `GET /status.json`. */
  status?(): Reply
}

/** A server of the pages, on loopback alone. */
export interface PageServer {
  url: string
  /** The queries that were asked for, in order, without the empty one of the examples. */
  queries: string[]
  close(): Promise<void>
}

const ASSETS = fileURLToPath(new URL('../../../dist/pages/', import.meta.url))

/** The files that the pages are made of: by URL path, the file in `dist/pages` and its type. */
const FILES: Readonly<Record<string, readonly [string, string]>> = {
  '/': ['index.html', 'text/html; charset=utf-8'],
  '/status': ['status.html', 'text/html; charset=utf-8'],
  '/search.js': ['search.js', 'text/javascript; charset=utf-8'],
  '/search.css': ['search.css', 'text/css; charset=utf-8'],
  '/status.js': ['status.js', 'text/javascript; charset=utf-8'],
  '/status.css': ['status.css', 'text/css; charset=utf-8'],
  '/icon.svg': ['icon.svg', 'image/svg+xml'],
  '/LICENSES.txt': ['LICENSES.txt', 'text/plain; charset=utf-8'],
}

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

const NOT_FOUND: Reply = { status: 404, type: 'text/plain', body: 'not found' }

/** Serves the pages, and suggestions of `index()`, on a free port or on `port`. */
export async function servePages(
  index: () => SuggestIndex,
  options: PageServerOptions = {},
  port = 0,
): Promise<PageServer> {
  const queries: string[] = []
  const server = createServer((request, response) => {
    void answer(request, index, options, queries).then((reply) => send(response, reply))
  })
  await listen(server, port)
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    queries,
    close: () => close(server),
  }
}

async function answer(
  request: IncomingMessage,
  index: () => SuggestIndex,
  options: PageServerOptions,
  queries: string[],
): Promise<Reply> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
  const file = FILES[pathname]
  if (file !== undefined) return { status: 200, type: file[1], body: readFileSync(ASSETS + file[0]) }
  if (pathname === '/status.json') return options.status?.() ?? NOT_FOUND
  if (pathname !== '/suggest') return NOT_FOUND
  const query = searchParams.get('q') ?? ''
  if (query !== '') queries.push(query)
  const special = await options.suggest?.(query)
  return special ?? suggestReply(index(), query, Number(searchParams.get('limit')))
}

/** Answers as the index does. */
export function suggestReply(index: SuggestIndex, query: string, limit = 8): Reply {
  const started = performance.now()
  const body = index.suggestJson(query, { limit })
  const duration = (performance.now() - started).toFixed(3)
  return {
    status: 200,
    type: 'application/json; charset=utf-8',
    body,
    headers: { 'server-timing': `suggest;dur=${duration}` },
  }
}

function send(response: ServerResponse, { status, type, body, headers }: Reply): void {
  response.writeHead(status, {
    'content-type': type,
    'content-security-policy': POLICY,
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    ...headers,
  })
  response.end(body)
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
