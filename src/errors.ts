import { types } from 'node:util'
import { JAVASCRIPT, sentenceOf } from './error-text.ts'

/**
 * The stable codes of errors: those of the core in its order, then those of this package.
 * `docs/errors.md` says what each means and what to do.
 */
export const ERROR_CODES = [
  'ERR_IO',
  'ERR_INVALID_RECORD',
  'ERR_MISSING_COLUMN',
  'ERR_INVALID_INPUT',
  'ERR_UNSUPPORTED',
  'ERR_INVALID_OPTION',
  'ERR_TOO_LARGE',
  'ERR_ABORTED',
  'ERR_NOT_AN_INDEX',
  'ERR_UNSUPPORTED_VERSION',
  'ERR_CORRUPT',
  'ERR_CLOSED',
  'ERR_INVALID_ARGUMENT',
  'ERR_INTERNAL',
] as const

/** The stable code of an error, in its property `code`. */
export type ErrorCode = (typeof ERROR_CODES)[number]

/** What helps against an error, where an option or another argument does: see {@link ErrorFields.advice}. */
export type Advice =
  | 'name-column'
  | 'check-spelling'
  | 'check-separator'
  | 'define-season'
  | 'set-format'
  | 'set-format-or-rename'
  | 'prepare-boosts'
  | 'give-date'
  | 'give-records'
  | 'give-rules'

/**
 * What an error is about, so that nobody has to read it out of the message. `docs/errors.md` says which
 * code has which.
 */
export interface ErrorFields {
  /** The option at fault, one inside others by its path: `typos.budgets[0].cost`. */
  readonly option?: string
  /** What the option must be, as what follows "must be": `a whole number from 1 to 1000`. */
  readonly expected?: string
  /** What was given in place of it, as a text for people. */
  readonly got?: string
  /** What has no option of that name: a function, or the path of an object of options. */
  readonly owner?: string
  /** The file at fault, or what stands for it: `<stdin>`, `<records>`. */
  readonly file?: string
  /** The line of the file, or the number of the record, from 1. */
  readonly line?: number
  /** The field of the record at fault: `text`, `id`, `weight`; or the one that a missing column was to fill. */
  readonly field?: string
  /** The column that is missing or at fault. */
  readonly column?: string
  /** The names that there are in place of one that there is not: columns, members, seasons or options. */
  readonly available?: readonly string[]
  /** How many records there were, if none of them can be indexed. */
  readonly records?: number
  /** What was tried: `open`, `read`, `write`. */
  readonly action?: string
  /** Why, as a clause: what the system says, what is wrong with a record, an input or a file. */
  readonly reason?: string
  /** What helps, if more is known than the message says by itself. */
  readonly advice?: readonly Advice[]
  /** The part of a damaged file: the header, or the name of a section. */
  readonly part?: string
  /** The version in a file of another release. */
  readonly found?: number
  /** The version that this release reads. */
  readonly supported?: number
  /** How large something is, if it is too large or too small. */
  readonly size?: number
  /** How large it may be, or must be at least. */
  readonly limit?: number
}

/** What this package throws, and rejects promises with. The message may change, the code does not. */
export interface MapaheadError extends Error, ErrorFields {
  code: ErrorCode
}

/** Makes an error of this package, where a sentence says all. */
export function failure(code: ErrorCode, message: string, cause?: unknown): MapaheadError {
  const error = cause === undefined ? new Error(message) : new Error(message, { cause })
  return Object.assign(error, { code })
}

/** Makes an error of this package that says by its properties what it is about. */
export function failureAbout(code: ErrorCode, fields: ErrorFields, cause?: unknown): MapaheadError {
  const message = sentenceOf({ ...fields, code }, JAVASCRIPT) ?? code
  return Object.assign(failure(code, message, cause), fields)
}

/** Makes the error of an option that is not what it must be. */
export function wrongOption(option: string, expected: string, got: string, cause?: unknown): MapaheadError {
  return failureAbout('ERR_INVALID_OPTION', { option, expected, got }, cause)
}

/** Returns what an error is about. */
export function fieldsOf(error: MapaheadError): ErrorFields {
  const { name, message, stack, cause, code, ...fields } = { ...error }
  return fields
}

/**
 * Waits for a promise of the addon. An error of it is made where no JavaScript runs, so that it has
 * no stack; here it gets that of those who wait.
 */
export async function traced<Value>(promise: Promise<Value>): Promise<Value> {
  try {
    return await promise
  } catch (error) {
    if (isMapaheadError(error) && !/\n\s+at /.test(error.stack ?? '')) Error.captureStackTrace(error)
    throw error
  }
}

/**
 * Tells whether `error` is one of this package's, of the kind `code` if that is given.
 *
 * @example
 * try {
 *   index.suggest(query, { limit })
 * } catch (error) {
 *   if (!isMapaheadError(error, 'ERR_INVALID_OPTION')) throw error
 * }
 */
export function isMapaheadError(error: unknown, code?: ErrorCode): error is MapaheadError {
  // By its kind, not its class: an error of another realm has another class.
  if (!types.isNativeError(error) || !('code' in error)) return false
  return code === undefined ? ERROR_CODES.some((known) => known === error.code) : error.code === code
}
