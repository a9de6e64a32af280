import type { SuggestIndex } from '../../suggest/open-index.ts'
import { checkIndex } from './check.ts'
import { type HandlerOptions, readHandlerOptions, type Settings } from './options.ts'

/** Answers a request as browsers' `fetch` has them, which other servers took over. Never rejects. */
export type FetchHandler = (request: Request) => Promise<Response>

/** A handler that has loaded. `started` is when the request came, in milliseconds as `performance.now` counts them. */
export type ReadyFetchHandler = (request: Request, started: number) => Promise<Response>

/**
 * Makes a handler that answers `/suggest`, `/entries/:id`, `/healthz` and `/readyz` from `index`, for
 * servers that give a `Request` and take a `Response`: Hono, Next.js, Bun, Deno. `docs/http.md`
 * describes the routes.
 *
 * @throws `ERR_INVALID_OPTION` if an option is unknown or wrong, `ERR_INVALID_ARGUMENT` if `index` is
 * no index.
 *
 * @example
 * const handler = createFetchHandler(index, { basePath: '/places' })
 * app.all('/places/*', (context) => handler(context.req.raw))
 */
export function createFetchHandler(index: SuggestIndex, options: HandlerOptions<Request> = {}): FetchHandler {
  checkIndex(index)
  const settings = readHandlerOptions(options, 'createFetchHandler')
  let handler: ReadyFetchHandler | undefined
  const loading = loadHandler(index, settings).then((loaded) => {
    handler = loaded
    return loaded
  })
  return async (request) => {
    const started = performance.now()
    const ready = handler ?? (await loading)
    return ready(request, started)
  }
}

/** Loads the server behind a handler, as that of `node:http` does. */
async function loadHandler(index: SuggestIndex, settings: Settings): Promise<ReadyFetchHandler> {
  const [{ createRoutes }, { fetchHandler }] = await Promise.all([
    import('../routes/table.ts'),
    import('../http/fetch-call.ts'),
  ])
  return fetchHandler(createRoutes(index, settings), settings)
}
