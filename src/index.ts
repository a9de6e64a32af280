/**
 * Autocomplete for Node.js servers, from one memory-mapped index file that all processes share.
 *
 * @packageDocumentation
 */

export type * from './build/option-types.ts'
export type * from './build/record.ts'
export type * from './build/report.ts'
export { buildIndex } from './build/run.ts'
export type { Advice, ErrorFields } from './error-text.ts'
export { ERROR_CODES, type ErrorCode, isMapaheadError, type MapaheadError } from './errors.ts'
export { learn } from './learn/learn.ts'
export type * from './learn/types.ts'
export { createFetchHandler, type FetchHandler } from './serve/handlers/fetch.ts'
export { createHandler, type Handler } from './serve/handlers/node.ts'
export type { HandlerOptions, ReplyReport, Restrict, RouteName } from './serve/handlers/options.ts'
export type { BoostOptions } from './suggest/boost-options.ts'
export { Boosts } from './suggest/boosts.ts'
export type { ContextValues } from './suggest/context-values.ts'
export type { Entry, EntryRecord } from './suggest/entry.ts'
export type * from './suggest/explanation.ts'
export type * from './suggest/info.ts'
export { SuggestIndex } from './suggest/open-index.ts'
export type * from './suggest/open-options.ts'
export type * from './suggest/options.ts'
export type * from './suggest/suggestion.ts'
export type { ContextValue, EntryId, FormCounts, Kind } from './values.ts'
export type * from './watch/events.ts'
