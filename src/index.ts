/**
 * Autocomplete for Node.js servers, from one memory-mapped index file that all processes share.
 *
 * @packageDocumentation
 */

export { buildIndex } from './build/run.ts'
export { ERROR_CODES, type ErrorCode, isMapaheadError, type MapaheadError } from './errors.ts'
export { createFetchHandler, type FetchHandler } from './serve/handlers/fetch.ts'
export { createHandler, type Handler } from './serve/handlers/node.ts'
export type { HandlerOptions, ReplyReport } from './serve/handlers/options.ts'
export type { RouteName } from './serve/http/reply.ts'
export { Boosts } from './suggest/boosts.ts'
export { SuggestIndex } from './suggest/open-index.ts'
export type * from './suggest/options.ts'
export type * from './suggest/ranking-types.ts'
export type * from './suggest/suggestion.ts'
export type * from './types.ts'
