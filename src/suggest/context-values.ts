import { describe } from '../arguments.ts'
import { quoted } from '../error-text.ts'
import { wrongOption } from '../errors.ts'
import { type ContextValue, ID_EXPECTED, textOfId, textOfValue, VALUE_EXPECTED } from '../values.ts'
import { isIterable, readItems } from './request/items.ts'
import { Length, type LongOption } from './request/lengths.ts'

/** Values of contexts by field: one, or several of which any will do, in an array or another iterable. */
export type ContextValues = Readonly<Record<string, ContextValue | Iterable<ContextValue>>>

/**
 * Reads values of contexts by field. Numbers become the texts that they stand for.
 *
 * A filter that is not understood must never be one that lets everything pass: a value that is
 * `undefined`, or a map in place of an object, is an error.
 *
 * @param option - What holds them, for messages.
 * @returns `undefined` if there is no field.
 * @throws `ERR_INVALID_OPTION` if there are too many values, or one is neither a string, a BigInt nor a number
 * that stands for itself alone.
 */
export function readContexts(option: LongOption, contexts: ContextValues): Record<string, string[]> | undefined {
  const length = new Length(option)
  const fields = Object.keys(plainObject(option, contexts))
  if (fields.length === 0) return undefined
  // A field counts as one value at least, so this many are too many whatever they hold.
  if (fields.length > length.left) throw length.tooMany(fields.length)
  const read = fields.map((field): [string, string[]] => {
    checkField(option, field, length)
    return [field, readValues(`${option}.${field}`, contexts[field], length)]
  })
  return Object.fromEntries(read)
}

function readValues(path: string, given: unknown, length: Length): string[] {
  let values: unknown[] = [given]
  if (isIterable(given)) values = readItems(path, given, length)
  if (!isIterable(given) || values.length === 0) length.add(1)
  return values.map((value) => textOf(path, value)).filter((text) => length.mayHold(text))
}

/**
 * Reads ids, in an array or another iterable.
 *
 * @throws `ERR_INVALID_OPTION` if there are too many, or one is neither a string, a BigInt nor a whole number
 * that stands for itself alone.
 */
export function readIds(option: LongOption, given: unknown): string[] {
  if (!isIterable(given)) throw wrongOption(option, 'an array of ids', describe(given))
  const length = new Length(option)
  const ids = readItems(option, given, length).map((id, place) => {
    const text = textOfId(id)
    if (text === undefined) throw wrongOption(`${option}[${place}]`, ID_EXPECTED, describe(id))
    return text
  })
  return ids.filter((id) => length.mayHold(id))
}

/**
 * Checks that a value is an object whose members are what it holds, and not a map, a date or an array.
 *
 * @throws `ERR_INVALID_OPTION` if it is not.
 */
export function plainObject<Value extends object>(option: string, value: Value): Value {
  // By its kind, not its class: an object of another realm has another class.
  if (Object.prototype.toString.call(value) !== '[object Object]') {
    throw wrongOption(option, 'an object', describe(value))
  }
  return value
}

/** Checks the name of a field, which no index has if it is not well-formed. */
export function checkField(option: string, field: string, length: Length): void {
  if (!length.mayHold(field)) throw wrongOption(option, 'by fields of the index', quoted(field))
}

function textOf(path: string, value: unknown): string {
  const text = textOfValue(value)
  if (text !== undefined) return text
  throw wrongOption(path, `${VALUE_EXPECTED}, or several in an array`, describe(value))
}
