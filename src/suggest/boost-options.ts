import { checkOptionNames, describe, type OptionNames } from '../arguments.ts'
import { quoted } from '../error-text.ts'
import { wrongOption } from '../errors.ts'
import { types } from '../node.ts'
import { type EntryId, ID_EXPECTED, textOfId } from '../values.ts'
import { checkField, plainObject } from './context-values.ts'
import { Length } from './request/lengths.ts'

/** Multipliers of scores, 0 to 1,000 each, where 1 changes nothing. */
export interface BoostOptions {
  /**
   * By field and value of a context, at most 1,000 values. The largest counts inside a field, the
   * product over fields.
   */
  contexts?: Readonly<Record<string, Readonly<Record<string, number>>>> | undefined
  /**
   * By id of an entry: at most 1,000 in a request, 100,000 in a prepared set. Ids that the index
   * lacks do nothing.
   */
  ids?: Readonly<Record<string, number>> | ReadonlyMap<EntryId, number> | undefined
}

const OPTIONS: OptionNames<BoostOptions> = { contexts: true, ids: true }

/** Boosts as the addon reads them, by `crates/node/src/ranking.rs`. */
export interface WrittenBoosts {
  contexts?: Record<string, Record<string, number>>
  ids?: string[]
  /** The boost of each of `ids`. */
  ofIds?: number[]
}

/**
 * Checks boosts, and returns them for the addon; `undefined` if there are none.
 *
 * @param isPrepared - Whether they are those of a prepared set, which may have more ids.
 * @throws `ERR_INVALID_OPTION` if a name is unknown, there are too many, or a boost is no finite number.
 */
export function readBoosts(boosts: BoostOptions, isPrepared: boolean): WrittenBoosts | undefined {
  checkOptionNames(plainObject('boosts', boosts), OPTIONS, 'boosts')
  const { contexts, ids } = boosts
  const written: WrittenBoosts = {}
  if (contexts !== undefined) written.contexts = readBoostsOfContexts(contexts, isPrepared)
  if (ids !== undefined) Object.assign(written, readBoostsOfIds(ids, isPrepared))
  const isEmpty = Object.keys(written.contexts ?? {}).length === 0 && (written.ids ?? []).length === 0
  return isEmpty ? undefined : written
}

function readBoostsOfContexts(
  contexts: NonNullable<BoostOptions['contexts']>,
  isPrepared: boolean,
): Record<string, Record<string, number>> {
  const length = new Length('boosts.contexts', isPrepared)
  const { option } = length
  const names = Object.keys(plainObject(option, contexts))
  // A field counts as one value at least, so this many are too many whatever they hold.
  if (names.length > length.left) throw length.tooMany(names.length)
  const fields = names.map((field): [string, Record<string, number>] => {
    checkField(option, field, length)
    const boosts = plainObject(`${option}.${field}`, contexts[field] as Readonly<Record<string, unknown>>)
    const values = Object.keys(boosts)
    length.add(Math.max(values.length, 1))
    const read = values.map((value): [string, number] => [value, readBoost(option, value, boosts[value])])
    return [field, Object.fromEntries(read.filter(([value]) => length.mayHold(value)))]
  })
  return Object.fromEntries(fields)
}

function readBoostsOfIds(
  given: NonNullable<BoostOptions['ids']>,
  isPrepared: boolean,
): { ids: string[]; ofIds: number[] } {
  const length = new Length('boosts.ids', isPrepared)
  const { option } = length
  const [ids, ofIds]: [string[], number[]] = [[], []]
  for (const [id, boost] of pairsOf(given, length)) {
    const text = textOfId(id)
    if (text === undefined) throw wrongOption(option, `by ids, each ${ID_EXPECTED}`, describe(id))
    const read = readBoost(option, text, boost)
    if (!length.mayHold(text)) continue
    ids.push(text)
    ofIds.push(read)
  }
  return { ids, ofIds }
}

/** Returns the ids and their boosts, once their number is known to be within its limit. */
function pairsOf(given: NonNullable<BoostOptions['ids']>, length: Length): Iterable<readonly [unknown, unknown]> {
  // A map of its own kind, and not one that only calls itself so: its size and its pairs are then what they are.
  if (types.isMap(given)) {
    length.add(SIZE_OF_MAP.call(given))
    return Map.prototype.entries.call(given)
  }
  const boosts = plainObject(length.option, given as Readonly<Record<string, unknown>>)
  const ids = Object.keys(boosts)
  length.add(ids.length)
  return ids.map((id): [string, unknown] => [id, boosts[id]])
}

/** The size of a map, whatever a class that extends it says. */
const SIZE_OF_MAP = Object.getOwnPropertyDescriptor(Map.prototype, 'size')?.get as (this: object) => number

/** Checks that a boost is a number that JSON has, and returns it; what is in range, the core says. */
function readBoost(option: string, name: string, boost: unknown): number {
  if (typeof boost === 'number' && Number.isFinite(boost)) return boost
  throw wrongOption(option, 'finite numbers', `${describe(boost)} for ${quoted(name)}`)
}
