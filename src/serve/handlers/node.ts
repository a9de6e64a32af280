import type { IncomingMessage, ServerResponse } from 'node:http'
import type { SuggestIndex } from '../../suggest/open-index.ts'
import { checkIndex } from './check.ts'
import { type HandlerOptions, readHandlerOptions, type Settings } from './options.ts'

/**
 * Answers a request of `node:http`, or of what is built on it. `next`, where the server has
 * middleware, is called for paths at which there is nothing; without it they are answered by 404.
 */
export type Handler<Incoming extends IncomingMessage = IncomingMessage> = (
  req: Incoming,
  res: ServerResponse,
  next?: () => void,
) => void

/**
 * A handler that has loaded. `started` is when the request came, if that was before, in milliseconds as
 * `performance.now` counts them.
 */
export type ReadyHandler = (req: IncomingMessage, res: ServerResponse, next?: () => void, started?: number) => void

/**
 * Makes a handler that answers `/suggest`, `/entries/:id`, `/healthz` and `/readyz` from `index`, for
 * `node:http`, Express, Connect and Fastify. `docs/http.md` describes the routes.
 *
 * @throws `ERR_INVALID_OPTION` if an option is unknown or wrong, `ERR_INVALID_ARGUMENT` if `index` is
 * no index.
 *
 * @example
 * const index = await SuggestIndex.open('places.mapahead')
 * app.use('/places', createHandler(index, { cacheControl: 'public, max-age=60' }))
 */
export function createHandler<Incoming extends IncomingMessage = IncomingMessage>(
  index: SuggestIndex,
  options: HandlerOptions<Incoming> = {},
): Handler<Incoming> {
  checkIndex(index)
  const settings = readHandlerOptions(options, 'createHandler')
  let handler: ReadyHandler | undefined
  const loading = loadHandler(index, settings).then((loaded) => {
    handler = loaded
    return loaded
  })
  return (req, res, next) => {
    if (handler !== undefined) return handler(req, res, next)
    const started = performance.now()
    // On the next tick, so that what a listener throws is an uncaught exception here too, and no rejection.
    loading.then((loaded) => process.nextTick(loaded, req, res, next, started))
  }
}

/**
 * Loads the server behind a handler, which a process without one then never has in memory. Where that
 * fails the package is broken; nobody catches it, so that it ends the process as a failed import does.
 */
async function loadHandler(index: SuggestIndex, settings: Settings): Promise<ReadyHandler> {
  const [{ createRoutes }, { nodeHandler }] = await Promise.all([
    import('../routes/table.ts'),
    import('../http/node-call.ts'),
  ])
  return nodeHandler(createRoutes(index, settings), settings)
}
