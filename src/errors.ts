import { type ErrorFields, JAVASCRIPT, sentenceOf } from './error-text.ts'
import { types } from './node.ts'

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
  'ERR_ANSWER_TOO_LARGE',
  'ERR_ABORTED',
  'ERR_NOT_AN_INDEX',
  'ERR_UNSUPPORTED_VERSION',
  'ERR_CORRUPT',
  'ERR_CLOSED',
  'ERR_INVALID_ARGUMENT',
  'ERR_INTERNAL',
  'ERR_NO_BINARY',
  'ERR_CHANGED_IN_PLACE',
] as const

/** The stable code of an error, in its property `code`. */
export type ErrorCode = (typeof ERROR_CODES)[number]

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

/** Returns the message of what was thrown, which may be anything. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
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
