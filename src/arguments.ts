import { fileURLToPath } from 'node:url'
import { failure } from './errors.ts'

/** What the value of an option must be, for JavaScript; what is in range, the core says. */
type OptionType =
  | 'string'
  | 'number'
  | 'boolean'
  | 'object'
  | 'function'
  | 'strings'
  | 'numbers'
  | 'objects'
  | 'path or strings'
  | 'string or strings'

/** The name of every option of `Options`, with its type. */
export type OptionTypes<Options> = { readonly [Name in keyof Options]-?: OptionType }

const DESCRIPTIONS: Readonly<Record<OptionType, string>> = {
  string: 'a string',
  number: 'a number',
  boolean: 'true or false',
  object: 'an object',
  function: 'a function',
  strings: 'an array of strings',
  numbers: 'an array of numbers',
  objects: 'an array of objects',
  'path or strings': 'a path or an array of strings',
  'string or strings': 'a string or an array of strings',
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
 * Checks that every member of `members`, whatever its name, is of one type, and returns a copy without
 * those that are `undefined`.
 *
 * @param path - The name of the option, for the message.
 * @throws `ERR_INVALID_OPTION` if a value has another type.
 */
export function readMembersOf<Member>(
  members: Readonly<Record<string, Member>>,
  type: OptionType,
  path: string,
): Record<string, Member> {
  const given = Object.entries(members).filter(([, value]) => value !== undefined)
  return Object.fromEntries(given.map(([name, value]) => [name, ofType(`${path}.${name}`, value, type) as Member]))
}

/**
 * Checks that `options` is an object without names that are unknown.
 *
 * @throws `ERR_INVALID_ARGUMENT` if `options` is no object, `ERR_INVALID_OPTION` if a name is unknown.
 */
export function checkOptionNames<Options extends object>(
  options: Options,
  types: OptionTypes<Options>,
  owner: string,
): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw failure('ERR_INVALID_ARGUMENT', `the options of ${owner} must be an object, got ${describe(options)}`)
  }
  // Inherited names too: an option that is misspelt in a prototype is as wrong as any other.
  for (const name in options) {
    if (!Object.hasOwn(types, name)) throw unknownOption(name, Object.keys(types), owner)
  }
}

/**
 * Checks that the value of an option is what `typeof` calls `type`.
 *
 * @throws `ERR_INVALID_OPTION` if it is not.
 */
export function checkOptionType(name: string, value: unknown, type: 'string' | 'number'): void {
  if (typeof value !== type) throw wrongType(name, value, type)
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

function unknownOption(name: string, known: readonly string[], owner: string): Error {
  const list = known.length === 0 ? 'there are none' : `there are ${known.join(', ')}`
  return failure('ERR_INVALID_OPTION', `${owner} has no option ${JSON.stringify(name)}; ${list}`)
}

function wrongType(name: string, value: unknown, type: OptionType): Error {
  return failure('ERR_INVALID_OPTION', `${name} must be ${DESCRIPTIONS[type]}, got ${describe(value)}`)
}

/** Returns `value`, or a copy of its items, if it is of the type. */
function ofType(name: string, value: unknown, type: OptionType): unknown {
  if (type === 'strings' || (type.endsWith(' or strings') && Array.isArray(value))) {
    const items = itemsOf(value)
    if (items?.every((item) => typeof item === 'string')) return items
  } else if (type === 'numbers') {
    const items = itemsOf(value)
    if (items?.every((item) => typeof item === 'number')) return items
  } else if (type === 'string or strings') {
    if (typeof value === 'string') return value
  } else if (type === 'objects') {
    const items = itemsOf(value)
    if (items?.every(isPlainObject)) return items
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
