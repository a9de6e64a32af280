import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ExecutionContext } from 'ava'
import { createFetchHandler, createHandler, type HandlerOptions, type SuggestIndex } from 'mapahead'

/** Asks for a path of a server. */
export type Ask = (path: string, init?: RequestInit) => Promise<Response>

/** Listens on a port of this machine until the test ends, and returns the address. */
export async function listen(t: ExecutionContext, listener: RequestListener): Promise<string> {
  // Longer than a busy machine may take between two requests: a client must not meet a connection that just ends.
  const server = createServer({ keepAliveTimeout: 60_000 }, listener)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.closeAllConnections())
  t.teardown(() => server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** Asks `createHandler` through a socket. */
export async function askNode(t: ExecutionContext, index: SuggestIndex, options?: HandlerOptions): Promise<Ask> {
  const origin = await listen(t, createHandler(index, options))
  return (path, init) => fetch(origin + path, init)
}

/** Asks `createFetchHandler`. */
export async function askFetch(_t: ExecutionContext, index: SuggestIndex, options?: HandlerOptions): Promise<Ask> {
  const handler = createFetchHandler(index, options)
  return (path, init) => handler(new Request(`http://localhost${path}`, init))
}

/** The handlers, by name: whatever is true of one is of the other. */
export const HANDLERS = { createHandler: askNode, createFetchHandler: askFetch }

/** Posts `body` as JSON. */
export function posted(body: unknown, headers: Record<string, string> = {}): RequestInit {
  return {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  }
}

/** The status and the code of an answer that is an error; its message must not be empty. */
export async function failureOf(t: ExecutionContext, response: Response): Promise<[number, string]> {
  t.is(response.headers.get('content-type'), 'application/json')
  t.is(response.headers.get('cache-control'), 'no-store')
  const { error } = (await response.json()) as { error: { code: string; message: string } }
  t.true(error.message.length > 0)
  return [response.status, error.code]
}
