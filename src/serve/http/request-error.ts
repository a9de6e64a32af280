import { failure, type MapaheadError } from '../../errors.ts'

/** The codes of error answers that only HTTP has, each with its status. `docs/http.md` says what each means. */
export const HTTP_ERRORS = {
  ERR_INVALID_JSON: 400,
  ERR_INVALID_REQUEST: 400,
  ERR_FORBIDDEN: 403,
  ERR_NOT_FOUND: 404,
  ERR_METHOD_NOT_ALLOWED: 405,
  ERR_REQUEST_TIMEOUT: 408,
  ERR_BODY_TOO_LARGE: 413,
  ERR_URL_TOO_LONG: 414,
  ERR_UNSUPPORTED_MEDIA_TYPE: 415,
  ERR_HEADERS_TOO_LARGE: 431,
  ERR_STOPPING: 503,
  ERR_TOO_FEW_WORKERS: 503,
  ERR_TOO_MANY_ANSWERS: 503,
  ERR_TOO_MANY_CONNECTIONS: 503,
} as const

/** The code of an error answer that only HTTP has. */
export type HttpErrorCode = keyof typeof HTTP_ERRORS

/** What is wrong with a request, for its answer. */
export class RequestError extends Error {
  readonly status: number
  readonly code: string
  /** Headers that go with the answer, names and values in turn. */
  readonly headers: readonly string[]

  constructor(code: HttpErrorCode, message: string, headers: readonly string[] = []) {
    super(message)
    this.status = HTTP_ERRORS[code]
    this.code = code
    this.headers = headers
  }
}

/** What went wrong when the server found out what a request may see. The client is not told what it was. */
export class RestrictionError extends Error {
  constructor(cause: unknown) {
    super('the server could not tell what the request may see', { cause })
  }
}

/** Makes the error for options that only the handlers can see are wrong, where a sentence says all. */
export function optionError(message: string): MapaheadError {
  return failure('ERR_INVALID_OPTION', message)
}

/** Makes the error for a query or an argument that a request lacks or gives wrongly. */
export function argumentError(message: string): MapaheadError {
  return failure('ERR_INVALID_ARGUMENT', message)
}
