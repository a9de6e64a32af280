/**
 * Autocomplete for Node.js servers, from one memory-mapped index file that all processes share.
 *
 * @packageDocumentation
 */

export { Boosts } from './boosts.ts'
export { buildIndex } from './build-index.ts'
export { ERROR_CODES, type ErrorCode, isMapaheadError, type MapaheadError } from './errors.ts'
export type * from './ranking-types.ts'
export { createFetchHandler, type FetchHandler } from './serve/fetch-handler.ts'
export { createHandler, type Handler } from './serve/handler.ts'
export type { HandlerOptions, ReplyReport } from './serve/handler-options.ts'
export type { RouteName } from './serve/reply.ts'
export { SuggestIndex } from './suggest-index.ts'
export type * from './suggest-types.ts'
export type * from './suggestion-types.ts'
export type * from './types.ts'
