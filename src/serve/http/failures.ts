import { type Face, JAVASCRIPT, sentenceOf } from '../../error-text.ts'
import { isMapaheadError } from '../../index.ts'
import { parameterOf } from './parameters.ts'
import { RequestError, RestrictionError } from './request-error.ts'

/** What an error becomes in an answer. */
export interface Failure {
  status: number
  code: string
  message: string
  /** Headers that go with it, names and values in turn. */
  headers: readonly string[]
}

const NO_HEADERS: readonly string[] = []

/** The names of a body of JSON: those of JavaScript, without what only JavaScript can do. */
export const BODY: Face = {
  ...JAVASCRIPT,
  // The index names the function of JavaScript that was called.
  owner: (name) => (name === 'suggestJson' ? 'a query' : name),
  advice: { ...JAVASCRIPT.advice, 'give-date': () => '', 'prepare-boosts': () => '' },
}

/** The names of a query string. */
export const PARAMETERS: Face = { ...BODY, option: parameterOf }

/**
 * Says what a client is told of `error`, in the names of `face`. What is no fault of the request goes to
 * `onError` whole, and to the client without what it says of this machine, such as the path of a file.
 */
export function failureOf(error: unknown, onError: (error: unknown) => void, face: Face): Failure {
  if (error instanceof RequestError) return error
  if (error instanceof RestrictionError) {
    onError(error.cause)
    return { status: 500, code: 'ERR_INTERNAL', message: error.message, headers: NO_HEADERS }
  }
  const told = (status: number, code: string, message: string) => ({ status, code, message, headers: NO_HEADERS })
  if (isMapaheadError(error, 'ERR_INVALID_OPTION') || isMapaheadError(error, 'ERR_INVALID_ARGUMENT')) {
    return told(400, error.code, sentenceOf(error, face) ?? error.message)
  }
  if (isMapaheadError(error, 'ERR_ANSWER_TOO_LARGE')) return told(422, error.code, error.message)
  onError(error)
  if (!isMapaheadError(error)) return told(500, 'ERR_INTERNAL', 'the server failed; its log says why')
  if (error.code === 'ERR_CLOSED') return told(503, error.code, 'the index is closed')
  return told(500, error.code, 'the index cannot answer; the log of the server says why')
}
