import type * as Binding from './binding.cjs'
import { loadAddon } from './load.ts'

export type { JsEntry, JsOpenOptions } from './binding.cjs'

const addon = loadAddon()

/** An index that the addon has open. */
export const NativeIndex: typeof Binding.NativeIndex = addon.NativeIndex
export type NativeIndex = Binding.NativeIndex

/** A build that the addon has under way. */
export const NativeBuilder: typeof Binding.NativeBuilder = addon.NativeBuilder
export type NativeBuilder = Binding.NativeBuilder

/** Boosts that were looked up in an index. */
export type NativeBoosts = Binding.NativeBoosts

/** Learns what slips cost, from pairs and options as JSON; the report is JSON too. */
export const learnSlips: typeof Binding.learnSlips = addon.learnSlips

/** The defaults of the core and what its numbers may be, as JSON, for tests. */
export const coreOptions: typeof Binding.coreOptions = addon.coreOptions

/** How many texts each option of a query may hold, as JSON. */
export const queryLengths: typeof Binding.queryLengths = addon.queryLengths

/** The codes of the errors of the core, in its order. */
export const errorCodes: typeof Binding.errorCodes = addon.errorCodes
