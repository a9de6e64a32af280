import { isMapaheadError, messageOf, wrongOption } from '../../errors.ts'
import type { Length } from './lengths.ts'

/**
 * Tells whether `value` holds items: an array, a set, or anything else that can be iterated. A string is one
 * value, though it can be iterated.
 */
export function isIterable(value: unknown): value is Iterable<unknown> {
  if (typeof value !== 'object' || value === null || !(Symbol.iterator in value)) return false
  return Object.prototype.toString.call(value) !== '[object String]'
}

/**
 * Reads the items of an array or of another iterable, whose number counts. An array that is too long is refused
 * before an item is read, and an iterable is read no further than one item past its limit: it may have no end.
 *
 * @param option - What holds the items, for messages.
 * @throws `ERR_INVALID_OPTION` if they are too many, or if the iterable fails.
 */
export function readItems(option: string, given: Iterable<unknown>, length: Length): unknown[] {
  try {
    const items = Array.isArray(given) ? itemsOfArray(given, length) : itemsOf(given, length)
    length.add(items.length)
    return items
  } catch (error) {
    if (isMapaheadError(error)) throw error
    throw wrongOption(option, 'an array or another iterable', `one that fails: ${messageOf(error)}`, error)
  }
}

/** By places, since a hole in an array is an item too, and the iterator of an array may be another. */
function itemsOfArray(given: readonly unknown[], length: Length): unknown[] {
  const count = given.length
  // Not the other way round, since a proxy may say that its length is no number.
  if (!(count <= length.left)) throw length.tooMany(count)
  const items: unknown[] = []
  for (let place = 0; place < count; place += 1) items.push(given[place])
  return items
}

function itemsOf(given: Iterable<unknown>, length: Length): unknown[] {
  const items: unknown[] = []
  for (const item of given) {
    if (items.length >= length.left) throw length.tooMany()
    items.push(item)
  }
  return items
}
