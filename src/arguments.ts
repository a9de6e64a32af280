import { failure } from './errors.ts'

/** What the value of an option must be, for JavaScript; what is in range, the core says. */
type OptionType = 'string' | 'number' | 'object' | 'function' | 'strings'

/** The name of every option of `Options`, with its type. */
export type OptionTypes<Options> = { readonly [Name in keyof Options]-?: OptionType }

const DESCRIPTIONS: Readonly<Record<OptionType, string>> = {
  string: 'a string',
  number: 'a number',
  object: 'an object',
  function: 'a function',
  strings: 'an array of strings',
}

/**
 * Checks the names of `options` and the JavaScript types of their values.
 *
 * @param owner - What takes the options, for the message.
 * @throws `ERR_INVALID_ARGUMENT` if `options` is no object, `ERR_INVALID_OPTION` if a name is
 * unknown or a value has another type.
 */
export function checkOptions(options: object, types: Readonly<Record<string, OptionType>>, owner: string): void {
  if (typeof options !== 'object' || options === null) {
    throw failure('ERR_INVALID_ARGUMENT', `the options of ${owner} must be an object, got ${describe(options)}`)
  }
  for (const [name, value] of Object.entries(options)) {
    const type = Object.hasOwn(types, name) ? types[name] : undefined
    if (type === undefined) throw unknownOption(name, Object.keys(types), owner)
    if (value !== undefined && !isOfType(value, type)) {
      const message = `${name} must be ${DESCRIPTIONS[type]}, got ${describe(value)}`
      throw failure('ERR_INVALID_OPTION', message)
    }
  }
}

/** Checks that an argument is a string. Its name is part of the message. */
export function checkString(name: string, value: unknown): void {
  if (typeof value !== 'string') {
    throw failure('ERR_INVALID_ARGUMENT', `${name} must be a string, got ${describe(value)}`)
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

function isOfType(value: unknown, type: OptionType): boolean {
  if (type === 'strings') return Array.isArray(value) && value.every((item) => typeof item === 'string')
  if (type === 'object') return typeof value === 'object' && value !== null && !Array.isArray(value)
  return typeof value === type
}
