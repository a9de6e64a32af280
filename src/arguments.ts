import { fileURLToPath } from 'node:url'
import { quoted } from './error-text.ts'
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

/** Names what a value is, for a message: `a number, 5`, `a string, "x"`, `an array`, `a Map`, `null`. */
export function describe(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return `a string, ${quoted(value)}`
    case 'number':
      // NaN and the infinities say themselves what they are.
      return Number.isFinite(value) ? `a number, ${value}` : String(value)
    case 'bigint':
      return `a BigInt, ${value}`
    case 'boolean':
    case 'undefined':
      return String(value)
    case 'object':
      return value === null ? 'null' : describeObject(value)
    default:
      return `a ${typeof value}`
  }
}

/** By its kind, not its class: an object of another realm has another class. */
function describeObject(value: object): string {
  const kind = Object.prototype.toString.call(value).slice('[object '.length, -1)
  if (kind === 'Object' || kind === 'Array') return `an ${kind.toLowerCase()}`
  return `${/^[AEIOU]/.test(kind) ? 'an' : 'a'} ${kind}`
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
    if (Array.isArray(value)) return stringsOf(name, value)
  } else if (type === 'path or strings') {
    if (typeof value === 'string' || value instanceof URL) return readPath(name, value)
  } else if (type === 'object') {
    if (isPlainObject(value)) return value
  } else if (typeof value === type) {
    return value
  }
  throw wrongType(name, value, type)
}

/** Copies an array of strings up to the first item that is none: a hole ends an array of any length at once. */
function stringsOf(name: string, given: readonly unknown[]): string[] {
  const items: string[] = []
  for (let place = 0; place < given.length; place += 1) {
    const item = given[place]
    if (typeof item !== 'string') throw wrongOption(`${name}[${place}]`, 'a string', describe(item))
    items.push(item)
  }
  return items
}

function isPlainObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
