import { describe, unknownOption } from '../../arguments.ts'
import { failure, wrongOption } from '../../errors.ts'
import type { Restriction } from '../../suggest/options.ts'

/** What was asked for, for counts of requests. */
export type RouteName =
  | 'suggest'
  | 'queries'
  | 'entries'
  | 'healthz'
  | 'readyz'
  | 'metrics'
  | 'status'
  | 'page'
  | 'other'

/**
 * Says what a request may see: the entries that pass, `false` for none at all, or a promise of one of
 * these. Whatever else it returns, and what it throws, makes the answer an error: never one that is not
 * restricted.
 */
export type Restrict<Incoming> = (request: Incoming) => Restriction | false | Promise<Restriction | false>

/** Options of `createHandler` and `createFetchHandler`. `Incoming` is the type of the requests of the server. */
export interface HandlerOptions<Incoming = unknown> {
  /**
   * What paths begin with, such as `/api`, where the server does not take it away itself: Express
   * does for `app.use('/api', handler)`; node:http, Fastify and Fetch do not. @defaultValue ''
   */
  basePath?: string | undefined
  /**
   * The origins whose pages may read answers (CORS): `true` or `'*'` for all, or a list such as
   * `['https://example.org']`. @defaultValue false
   */
  cors?: boolean | string | readonly string[] | undefined
  /**
   * The header `Cache-Control` of suggestions and entries. By default a cache keeps them and asks
   * each time whether they are still right, which a 304 says without searching. With `restrict` and
   * without `vary` it is `private, no-cache`, and one that lets caches share answers is refused.
   * @defaultValue 'no-cache'
   */
  cacheControl?: string | undefined
  /**
   * Says what each request may see: a wall between tenants. It is asked once for each request of
   * suggestions, batches and entries. Entries beyond the wall are as if the index had none of them. It may
   * return a promise, which is waited for. `false` refuses the request: 403, `ERR_FORBIDDEN`. If it
   * throws, or returns anything else than a restriction, the answer is a 500 and `onError` is told why.
   *
   * @example
   * createHandler(index, { restrict: (request) => ({ filter: { tenant: tenantOf(request) } }) })
   */
  restrict?: Restrict<Incoming>
  /**
   * The headers of requests by which `restrict` tells what they may see, such as `['X-Tenant']`, for the
   * header `Vary`: caches keep the answers to them apart.
   */
  vary?: readonly string[] | undefined
  /**
   * The most bytes that answers may take which are kept to be given again, until the index is swapped
   * or a day is over: people type the same beginnings over and over. 0 keeps none.
   * @defaultValue 8388608
   */
  cacheBytes?: number | undefined
  /** Whether large answers are compressed, for clients that take that. @defaultValue true */
  compression?: boolean | undefined
  /** The most suggestions that a query may ask for, 1 to 1,000. @defaultValue 1000 */
  maxLimit?: number | undefined
  /** The most characters of a query, 1 to 1,000. @defaultValue 1000 */
  maxQueryLength?: number | undefined
  /** The most queries of one `POST /suggest`, from 1. @defaultValue 100 */
  maxBatch?: number | undefined
  /** The most bytes of a body, from 1. @defaultValue 131072 */
  maxBodyBytes?: number | undefined
  /** The most bytes of a URL, from 1. @defaultValue 16384 */
  maxUrlBytes?: number | undefined
  /**
   * The most bytes of the answer to one query, from 1; a larger one is the error
   * `ERR_ANSWER_TOO_LARGE`. A batch has as many answers as queries. @defaultValue 16777216
   */
  maxAnswerBytes?: number | undefined
  /**
   * The most bytes of all answers together that are made and not sent yet, at least `maxAnswerBytes`.
   * Beyond it a request is answered `ERR_TOO_MANY_ANSWERS`, and a batch that has begun waits.
   * @defaultValue 67108864
   */
  maxPendingBytes?: number | undefined
  /** Called with what made an answer fail by no fault of the request, such as a damaged file. */
  onError?: ((error: unknown) => void) | undefined
  /**
   * Called for every answer; `durationMs` is the time from the request to its answer, or to the first
   * piece of it if that is sent while it is made.
   */
  onReply?: ((reply: ReplyReport) => void) | undefined
}

/** What `onReply` is told of an answer. */
export interface ReplyReport {
  /** What was asked for; `other` is what there is not. */
  route: RouteName
  /** The status of HTTP. */
  status: number
  /** The code of the error, if the answer is one. */
  code: string | undefined
  /** The time from the request to its answer, in milliseconds. */
  durationMs: number
}

/** Which origins may read answers: all, those listed, or none. */
export type Origins = '*' | ReadonlySet<string> | undefined

/** The options of a handler, checked, with those that were left out. */
export interface Settings {
  basePath: string
  origins: Origins
  /** The header `Vary`: by which headers of a request answers differ. */
  vary: string
  cacheControl: string
  /** As given; whatever it returns is still to be checked. */
  restrict: ((request: unknown) => unknown) | undefined
  cacheBytes: number
  compression: boolean
  maxLimit: number
  maxQueryLength: number
  maxBatch: number
  maxBodyBytes: number
  maxUrlBytes: number
  maxAnswerBytes: number
  maxPendingBytes: number
  onError: (error: unknown) => void
  onReply: ((reply: ReplyReport) => void) | undefined
}

/** What the name of a header may be. */
export const HEADER_NAME = /^[\w!#$%&'*+.^`|~-]+$/

/** The numbers among the options: least, most, default. */
const NUMBERS = {
  cacheBytes: [0, 2 ** 30, 2 ** 23],
  maxLimit: [1, 1000, 1000],
  maxQueryLength: [1, 1000, 1000],
  maxBatch: [1, 100_000, 100],
  maxBodyBytes: [1, 2 ** 30, 2 ** 17],
  maxUrlBytes: [1, 2 ** 20, 2 ** 14],
  maxAnswerBytes: [1, 2 ** 30, 2 ** 24],
  maxPendingBytes: [1, 2 ** 40, 2 ** 26],
} as const

const NAMES: readonly string[] = [
  ...['basePath', 'cors', 'cacheControl', 'restrict', 'vary', 'compression', 'onError', 'onReply'],
  ...Object.keys(NUMBERS),
]

/**
 * Checks the options of a handler.
 *
 * @throws `ERR_INVALID_OPTION` if one is unknown or wrong, `ERR_INVALID_ARGUMENT` if they are no object.
 */
export function readHandlerOptions<Incoming>(options: HandlerOptions<Incoming>, owner: string): Settings {
  if (typeof options !== 'object' || options === null) {
    throw failure('ERR_INVALID_ARGUMENT', `the options of ${owner} must be an object`)
  }
  for (const name in options) {
    if (NAMES.includes(name)) continue
    throw unknownOption(name, NAMES, owner)
  }
  const { basePath = '', cors, compression = true, restrict, onError = () => {}, onReply } = options
  const number = (name: keyof typeof NUMBERS) => readNumber(name, options[name])
  if (typeof basePath !== 'string' || !/^(\/[^/?#]+)*$/.test(basePath)) {
    throw wrongOption('basePath', "'' or begin with / and not end with it", shown(basePath))
  }
  // Given as `undefined` it is a slip too, which must not leave everything open.
  if ('restrict' in options && typeof restrict !== 'function') {
    throw wrongOption('restrict', 'a function', describe(restrict))
  }
  if (typeof compression !== 'boolean') throw wrongOption('compression', 'true or false', describe(compression))
  if (typeof onError !== 'function') throw wrongOption('onError', 'a function', describe(onError))
  if (onReply !== undefined && typeof onReply !== 'function') {
    throw wrongOption('onReply', 'a function', describe(onReply))
  }
  const [maxAnswerBytes, maxPendingBytes] = [number('maxAnswerBytes'), number('maxPendingBytes')]
  // With less room than for one answer a batch could wait for ever.
  if (maxPendingBytes < maxAnswerBytes) {
    throw wrongOption(
      'maxPendingBytes',
      `at least ${maxAnswerBytes}, the most bytes of one answer`,
      String(maxPendingBytes),
    )
  }
  const origins = readOrigins(cors)
  const ofRequest = readVary(options.vary)
  const varying = [
    ...(compression ? ['Accept-Encoding'] : []),
    ...(origins instanceof Set ? ['Origin'] : []),
    ...ofRequest,
  ]
  return {
    basePath,
    origins,
    // One header, since some servers let a later one of the same name replace it.
    vary: varying.join(', '),
    cacheControl: readCacheControl(options.cacheControl, restrict !== undefined && ofRequest.length === 0),
    restrict: restrict as Settings['restrict'],
    cacheBytes: number('cacheBytes'),
    compression,
    maxLimit: number('maxLimit'),
    maxQueryLength: number('maxQueryLength'),
    maxBatch: number('maxBatch'),
    maxBodyBytes: number('maxBodyBytes'),
    maxUrlBytes: number('maxUrlBytes'),
    maxAnswerBytes,
    maxPendingBytes,
    onError,
    onReply,
  }
}

/** @param isSecret - Whether answers differ by what no cache knows. */
function readCacheControl(given: unknown, isSecret: boolean): string {
  const value = given ?? (isSecret ? 'private, no-cache' : 'no-cache')
  if (typeof value !== 'string' || !/^[\x20-\x7e]+$/.test(value)) {
    throw wrongOption('cacheControl', 'the value of a header', shown(value))
  }
  const directives = value.split(',').map((directive) => directive.trim().toLowerCase())
  // A cache that many share would give the answer for one tenant to another.
  if (isSecret && !directives.some((directive) => ['private', 'no-cache', 'no-store'].includes(directive))) {
    const expected = 'private, no-cache or no-store with restrict, unless vary names the headers that it looks at'
    throw wrongOption('cacheControl', expected, shown(value))
  }
  return value
}

function readVary(given: unknown): readonly string[] {
  const names: unknown = given === undefined ? [] : given
  if (Array.isArray(names) && names.every((name) => typeof name === 'string' && HEADER_NAME.test(name))) {
    return Array.from<string>(names)
  }
  throw wrongOption('vary', "a list of names of headers such as ['X-Tenant']", shown(given))
}

function readNumber(name: keyof typeof NUMBERS, given: unknown): number {
  const [least, most, standard] = NUMBERS[name]
  if (given === undefined) return standard
  if (typeof given === 'number' && Number.isInteger(given) && given >= least && given <= most) return given
  throw wrongOption(name, `a whole number from ${least} to ${most}`, shown(given))
}

/** Shows what was given: as JSON, or what JSON lacks by its type. */
function shown(value: unknown): string {
  return JSON.stringify(value) ?? describe(value)
}

function readOrigins(cors: HandlerOptions['cors']): Origins {
  if (cors === undefined || cors === false) return undefined
  if (cors === true || cors === '*') return '*'
  const origins = typeof cors === 'string' ? [cors] : cors
  if (!Array.isArray(origins)) {
    throw wrongOption('cors', "true, false, '*', an origin or a list of origins", describe(origins))
  }
  for (const origin of origins) {
    if (typeof origin === 'string' && /^[a-z][a-z\d+.-]*:\/\/[^/\s,]+$/.test(origin)) continue
    throw wrongOption('cors', 'origins such as https://example.org', shown(origin))
  }
  return new Set(origins)
}
