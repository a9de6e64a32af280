import { isMapaheadError } from '../../index.ts'
import { RequestError } from './request-error.ts'

/** What an error becomes in an answer. */
export interface Failure {
  status: number
  code: string
  message: string
  /** Headers that go with it, names and values in turn. */
  headers: readonly string[]
}

const NO_HEADERS: readonly string[] = []

/**
 * Says what a client is told of `error`. What is no fault of the request goes to `onError` whole, and
 * to the client without what it says of this machine, such as the path of a file.
 */
export function failureOf(error: unknown, onError: (error: unknown) => void): Failure {
  if (error instanceof RequestError) return error
  const told = (status: number, code: string, message: string) => ({ status, code, message, headers: NO_HEADERS })
  if (isMapaheadError(error, 'ERR_INVALID_OPTION') || isMapaheadError(error, 'ERR_INVALID_ARGUMENT')) {
    // The index names the function of JavaScript that was called.
    return told(400, error.code, error.message.replace(/^suggestJson has no option/, 'a query has no option'))
  }
  onError(error)
  if (!isMapaheadError(error)) return told(500, 'ERR_INTERNAL', 'the server failed; its log says why')
  if (error.code === 'ERR_CLOSED') return told(503, error.code, 'the index is closed')
  return told(500, error.code, 'the index cannot answer; the log of the server says why')
}
