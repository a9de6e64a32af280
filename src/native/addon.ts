import { createRequire } from 'node:module'
import type * as Binding from './binding.cjs'

export type { JsEntry, JsOpenOptions } from './binding.cjs'

/**
 * Loads the addon. By `require`, since an import by name makes Node.js scan the binding for the names
 * that it exports, which costs each process as much memory as all the rest of this package.
 */
function loadAddon(): typeof Binding {
  // There is one binding, beside the sources; from `dist/native` the path leads to it as well.
  return createRequire(import.meta.url)('../../src/native/binding.cjs')
}

const addon = loadAddon()

/** An index that the addon has open. */
export const NativeIndex: typeof Binding.NativeIndex = addon.NativeIndex
export type NativeIndex = Binding.NativeIndex

/** A build that the addon has under way. */
export const NativeBuilder: typeof Binding.NativeBuilder = addon.NativeBuilder
export type NativeBuilder = Binding.NativeBuilder

/** Boosts that were looked up in an index. */
export type NativeBoosts = Binding.NativeBoosts

/** The defaults of the core and what its numbers may be, as JSON, for tests. */
export const coreOptions: typeof Binding.coreOptions = addon.coreOptions

/** The codes of the errors of the core, in its order. */
export const errorCodes: typeof Binding.errorCodes = addon.errorCodes
