import { describe } from '../arguments.ts'
import { wrongOption } from '../errors.ts'
import type { ContextValue } from '../values.ts'

/** Values of contexts by field: one, or several of which any will do. */
export type ContextValues = Readonly<Record<string, ContextValue | readonly ContextValue[]>>

/**
 * Reads values of contexts by field. Numbers become the texts that they stand for.
 *
 * A filter that is not understood must never be one that lets everything pass: a value that is
 * `undefined`, or a map in place of an object, is an error.
 *
 * @param option - What holds them, for messages.
 * @returns `undefined` if there is no field.
 * @throws `ERR_INVALID_OPTION` if a value is neither a string nor a finite number.
 */
export function readContexts(option: string, contexts: ContextValues): Record<string, string[]> | undefined {
  const fields = Object.entries(plainObject(option, contexts)).map(([field, given]): [string, string[]] => {
    checkField(option, field)
    const values = Array.isArray(given) ? Array.from<unknown>(given) : [given]
    return [field, values.map((value) => textOf(option, field, value)).filter(isKnowable)]
  })
  return fields.length === 0 ? undefined : Object.fromEntries(fields)
}

/** Reads an array of ids. */
export function readIds(option: string, ids: unknown): string[] {
  const items: unknown[] | undefined = Array.isArray(ids) ? Array.from(ids) : undefined
  if (!items?.every((id): id is string => typeof id === 'string')) {
    throw wrongOption(option, 'an array of strings', describe(items?.find((id) => typeof id !== 'string') ?? ids))
  }
  return items.filter(isKnowable)
}

/**
 * Checks that a value is an object whose members are what it holds, and not a map, a date or an array.
 *
 * @throws `ERR_INVALID_OPTION` if it is not.
 */
export function plainObject<Value extends object>(option: string, value: Value): Value {
  // By its kind, not its class: an object of another realm has another class.
  const kind = Object.prototype.toString.call(value)
  if (kind !== '[object Object]') {
    const got = typeof value === 'object' && value !== null ? kind.slice('[object '.length, -1) : describe(value)
    throw wrongOption(option, 'an object', got)
  }
  return value
}

/** Checks the name of a field, which no index has if it is not well-formed. */
export function checkField(option: string, field: string): void {
  if (!isKnowable(field)) throw wrongOption(option, 'by fields of the index', JSON.stringify(field))
}

/**
 * Tells whether an index may hold this text. Half of a surrogate pair would become another
 * character on its way, and might find what has that.
 */
export function isKnowable(text: string): boolean {
  return text.isWellFormed()
}

function textOf(option: string, field: string, value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' && Number.isFinite(value)) return String(value)
  const got = typeof value === 'number' ? String(value) : describe(value)
  throw wrongOption(`${option}.${field}`, 'a string, a finite number, or an array of these', got)
}
