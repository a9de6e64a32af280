import { checkOptionNames, describe, type OptionNames } from '../arguments.ts'
import { wrongOption } from '../errors.ts'
import { checkField, isKnowable, plainObject } from './context-values.ts'

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
  ids?: Readonly<Record<string, number>> | ReadonlyMap<string, number> | undefined
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
 * @throws `ERR_INVALID_OPTION` if a name is unknown, or a boost is no finite number.
 */
export function readBoosts(boosts: BoostOptions): WrittenBoosts | undefined {
  checkOptionNames(plainObject('boosts', boosts), OPTIONS, 'boosts')
  const { contexts, ids } = boosts
  const written: WrittenBoosts = {}
  if (contexts !== undefined) written.contexts = readBoostsOfContexts(contexts)
  if (ids !== undefined) Object.assign(written, readBoostsOfIds(ids))
  const isEmpty = Object.keys(written.contexts ?? {}).length === 0 && (written.ids ?? []).length === 0
  return isEmpty ? undefined : written
}

function readBoostsOfContexts(contexts: NonNullable<BoostOptions['contexts']>): Record<string, Record<string, number>> {
  const option = 'boosts.contexts'
  const fields = Object.entries(plainObject(option, contexts)).map(([field, given]): [string, object] => {
    checkField(option, field)
    const values = Object.entries<unknown>(plainObject(`${option}.${field}`, given))
    for (const [value, boost] of values) checkBoost(option, value, boost)
    return [field, Object.fromEntries(values.filter(([value]) => isKnowable(value)))]
  })
  return Object.fromEntries(fields) as Record<string, Record<string, number>>
}

function readBoostsOfIds(given: NonNullable<BoostOptions['ids']>): { ids: string[]; ofIds: number[] } {
  const option = 'boosts.ids'
  const isMap = Object.prototype.toString.call(given) === '[object Map]'
  const pairs: Iterable<readonly [unknown, unknown]> = isMap
    ? (given as ReadonlyMap<unknown, unknown>)
    : Object.entries(plainObject(option, given))
  const [ids, ofIds]: [string[], number[]] = [[], []]
  for (const [id, boost] of pairs) {
    if (typeof id !== 'string') throw wrongOption(option, 'by ids, which are strings', describe(id))
    checkBoost(option, id, boost)
    if (!isKnowable(id)) continue
    ids.push(id)
    ofIds.push(boost)
  }
  return { ids, ofIds }
}

/** Checks that a boost is a number that JSON has; what is in range, the core says. */
function checkBoost(option: string, name: string, boost: unknown): asserts boost is number {
  if (typeof boost === 'number' && Number.isFinite(boost)) return
  const got = typeof boost === 'number' ? String(boost) : describe(boost)
  throw wrongOption(option, 'finite numbers', `${got} for ${JSON.stringify(name)}`)
}
