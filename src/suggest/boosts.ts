import { failure } from '../errors.ts'
import { type NativeBoosts, NativeIndex } from '../native/addon.ts'
import type { BoostOptions } from './boost-options.ts'
import { readBoosts } from './boost-options.ts'

let make: (native: NativeIndex, json: string) => Boosts
let preparedOf: (boosts: Boosts, native: NativeIndex) => NativeBoosts

/**
 * Boosts that are looked up once and used by many queries: see `SuggestIndex.boosts`.
 *
 * A set keeps what it was made from. Given to a query of another index, such as one that was opened
 * since, it is looked up there first; the first such query takes as long as `SuggestIndex.boosts`.
 */
export class Boosts {
  readonly #json: string
  /** What they are in each open index; an index that is gone takes its own with it. */
  readonly #prepared = new WeakMap<NativeIndex, NativeBoosts>()

  private constructor(native: NativeIndex, json: string) {
    if (!(native instanceof NativeIndex)) {
      throw failure('ERR_INVALID_ARGUMENT', 'new Boosts() prepares nothing; use index.boosts(map)')
    }
    this.#json = json
    this.#prepared.set(native, native.boosts(json))
  }

  static {
    make = (native, json) => new Boosts(native, json)
    preparedOf = (boosts, native) => {
      const known = boosts.#prepared.get(native)
      if (known !== undefined) return known
      const prepared = native.boosts(boosts.#json)
      boosts.#prepared.set(native, prepared)
      return prepared
    }
  }
}

/**
 * Prepares a set of boosts in an index.
 *
 * @throws `ERR_INVALID_OPTION` if they are no boosts, are too many, or name a field that the index lacks.
 */
export function prepareBoosts(native: NativeIndex, boosts: BoostOptions): Boosts {
  return make(native, JSON.stringify(readBoosts(boosts, true) ?? {}))
}

/** Returns what `boosts` are in an index, and looks them up if that is another than before. */
export function preparedBoosts(boosts: Boosts, native: NativeIndex): NativeBoosts {
  return preparedOf(boosts, native)
}
