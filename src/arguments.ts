import { fileURLToPath } from 'node:url'
import { failure, failureAbout, wrongOption } from './errors.ts'

/** What the value of an option must be, for JavaScript; what is in range, the core says. */
type OptionType = 'string' | 'number' | 'boolean' | 'object' | 'function' | 'strings' | 'path or strings'

/** The name of every option of `Options`, with its type. */
export type OptionTypes<Options> = { readonly [Name in keyof Options]-?: OptionType }

/** The name of every option of `Options`, where their types are checked one by one. */
export type OptionNames<Options> = { readonly [Name in keyof Options]-?: unknown }

const DESCRIPTIONS: Readonly<Record<OptionType, string>> = {
  string: 'a string',
  number: 'a number',
  boolean: 'true or false',
  object: 'an object',
  function: 'a function',
  strings: 'an array of strings',
  'path or strings': 'a path or an array of strings',
}

/**
 * Checks the names of `options` and the JavaScript types of their values, and returns a copy
 * without those that are `undefined`. Each value is read once, so that what was checked is what is
 * used, whatever a getter says.
 *
 * @param owner - What takes the options, for the message.
 * @param path - What stands before the name of an option in a message: where it is inside others.
 * @throws `ERR_INVALID_ARGUMENT` if `options` is no object, `ERR_INVALID_OPTION` if a name is
 * unknown or a value has another type.
 */
export function readOptions<Options extends object>(
  options: Options,
  types: OptionTypes<Options>,
  owner: string,
  path = '',
): Options {
  checkOptionNames(options, types, owner)
  const copy: Partial<Options> = {}
  let name: keyof Options
  for (name in types) {
    const value: unknown = options[name]
    if (value === undefined) continue
    copy[name] = ofType(path + String(name), value, types[name]) as Options[typeof name]
  }
  // Only members that may be absent are; the options of this package are all of that kind, or are checked for it.
  return copy as Options
}

/**
 * Checks that `options` is an object without names that are unknown.
 *
 * @throws `ERR_INVALID_ARGUMENT` if `options` is no object, `ERR_INVALID_OPTION` if a name is unknown.
 */
export function checkOptionNames<Options extends object>(
  options: Options,
  names: OptionNames<Options>,
  owner: string,
): void {
  checkObject(options, owner)
  // Inherited names too: an option that is misspelt in a prototype is as wrong as any other.
  for (const name in options) {
    if (!Object.hasOwn(names, name)) throw unknownOption(name, Object.keys(names), owner)
  }
}

/**
 * Checks that options are an object.
 *
 * @throws `ERR_INVALID_ARGUMENT` if they are not.
 */
export function checkObject(options: unknown, owner: string): void {
  if (typeof options === 'object' && options !== null && !Array.isArray(options)) return
  throw failure('ERR_INVALID_ARGUMENT', `the options of ${owner} must be an object, got ${describe(options)}`)
}

/** Checks that an argument is a string. Its name is part of the message. */
export function checkString(name: string, value: unknown): void {
  if (typeof value !== 'string') {
    throw failure('ERR_INVALID_ARGUMENT', `${name} must be a string, got ${describe(value)}`)
  }
}

/** Returns the path that an argument gives as a string or, as `node:fs` takes it, as a URL of a file. */
export function readPath(name: string, value: unknown): string {
  if (typeof value === 'string') return value
  if (!(value instanceof URL)) {
    throw failure('ERR_INVALID_ARGUMENT', `${name} must be a path or a file: URL, got ${describe(value)}`)
  }
  try {
    return fileURLToPath(value)
  } catch (error) {
    throw failure('ERR_INVALID_ARGUMENT', `${name} must be a path or a file: URL, got ${value.href}`, error)
  }
}

/** Names the type of a value, for a message. */
export function describe(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'an array' : typeof value
}

/** Makes the error of an option that is none of those of `owner`. */
export function unknownOption(name: string, known: readonly string[], owner: string): Error {
  return failureAbout('ERR_INVALID_OPTION', { option: name, owner, available: known })
}

function wrongType(name: string, value: unknown, type: OptionType): Error {
  return wrongOption(name, DESCRIPTIONS[type], describe(value))
}

/** Returns `value`, or a copy of its items, if it is of the type. */
function ofType(name: string, value: unknown, type: OptionType): unknown {
  if (type === 'strings' || (type === 'path or strings' && Array.isArray(value))) {
    const items = itemsOf(value)
    if (items?.every((item) => typeof item === 'string')) return items
  } else if (type === 'path or strings') {
    if (typeof value === 'string' || value instanceof URL) return readPath(name, value)
  } else if (type === 'object') {
    if (isPlainObject(value)) return value
  } else if (typeof value === type) {
    return value
  }
  throw wrongType(name, value, type)
}

function itemsOf(value: unknown): unknown[] | undefined {
  return Array.isArray(value) ? Array.from(value) : undefined
}

function isPlainObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
