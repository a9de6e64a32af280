import type { SuggestOptions } from '../../index.ts'
import type { Settings } from '../handlers/options.ts'
import type { Call } from '../http/call.ts'
import { BODY, failureOf } from '../http/failures.ts'
import { bytesReply, type Reply } from '../http/reply.ts'
import { argumentError, RequestError } from '../http/request-error.ts'
import type { AnswersUnderWay } from '../http/under-way.ts'
import { Batch } from './batch.ts'
import { askWithin, isOverBound } from './bounds.ts'
import { checkNames, checkQuery } from './checks.ts'
import type { VisibleIndex } from './visible.ts'

/**
 * Answers `POST /suggest`: one query, `{ query, …options }`, as `GET` does, or several,
 * `{ queries: […] }`, each with its answer or its own error.
 *
 * @throws `ERR_UNSUPPORTED_MEDIA_TYPE`, `ERR_BODY_TOO_LARGE`, `ERR_INVALID_JSON` or
 * `ERR_INVALID_ARGUMENT` if the body is wrong, `ERR_TOO_MANY_ANSWERS` if there is no room for an answer;
 * and what `SuggestIndex.suggestJson` throws for one query.
 */
export async function queryRoute(
  index: VisibleIndex,
  underWay: AnswersUnderWay,
  call: Call,
  settings: Settings,
): Promise<Reply> {
  const asked = await readJson(call, settings)
  if (!isObject(asked)) throw argumentError(`the body must be an object: ${SHAPES}`)
  if ('queries' in asked) return answerAll(index, underWay, asked, settings)
  const { query, options } = readQuery(asked, settings, 'query')
  return bytesReply('queries', 200, askWithin(index, query, options, underWay))
}

const SHAPES = '{"query": TEXT, …options} or {"queries": [{"query": TEXT, …options}, …]}'

async function answerAll(
  index: VisibleIndex,
  underWay: AnswersUnderWay,
  { queries, ...others }: Readonly<Record<string, unknown>>,
  settings: Settings,
): Promise<Reply> {
  const [other] = Object.keys(others)
  if (other !== undefined) throw argumentError(`${JSON.stringify(other)} must be inside a query, not beside queries`)
  if (!Array.isArray(queries)) throw argumentError('queries must be an array of objects')
  if (queries.length > settings.maxBatch) {
    throw argumentError(`queries must have at most ${settings.maxBatch} items, got ${queries.length}`)
  }
  const answerAt = (place: number, maxBytes: number) => answerOrError(index, queries[place], settings, place, maxBytes)
  const batch = await Batch.begin(queries.length, answerAt, underWay)
  if (batch instanceof Batch) return bytesReply('queries', 200, batch)
  return { ...bytesReply('queries', 200, batch.body), room: batch.room }
}

function answerOrError(
  index: VisibleIndex,
  asked: unknown,
  settings: Settings,
  place: number,
  maxBytes: number,
): Uint8Array | undefined {
  const name = `queries[${place}]`
  try {
    if (!isObject(asked)) throw argumentError(`${name} must be an object`)
    const { query, options } = readQuery(asked, settings, `${name}.query`)
    return index.suggestJson(query, options, maxBytes)
  } catch (error) {
    // There may be room for it later.
    if (maxBytes < settings.maxAnswerBytes && isOverBound(error)) return undefined
    const { code, message } = failureOf(error, settings.onError, BODY)
    return Buffer.from(JSON.stringify({ error: { code, message } }))
  }
}

function readQuery(
  asked: Readonly<Record<string, unknown>>,
  settings: Settings,
  name: string,
): { query: string; options: SuggestOptions } {
  const { query, ...options } = asked
  if (query === undefined) throw argumentError(`${name} is missing: ${SHAPES}`)
  if (typeof query !== 'string') throw argumentError(`${name} must be a string`)
  checkNames(options)
  // The index checks the types of all options, and knows more of them than this module.
  const checked = options as SuggestOptions
  checkQuery(query, checked, settings, name)
  return { query, options: checked }
}

async function readJson(call: Call, settings: Settings): Promise<unknown> {
  const type = call.header('content-type') ?? ''
  if (!/^application\/json\s*(;\s*charset\s*=\s*"?utf-?8"?\s*)?$/i.test(type)) {
    throw new RequestError('ERR_UNSUPPORTED_MEDIA_TYPE', 'the body must be JSON: Content-Type: application/json')
  }
  const encoding = call.header('content-encoding') ?? 'identity'
  if (encoding.toLowerCase() !== 'identity') {
    throw new RequestError('ERR_UNSUPPORTED_MEDIA_TYPE', 'the body must not be compressed')
  }
  const body = await call.body(settings.maxBodyBytes)
  if ('parsed' in body) return body.parsed
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body.bytes))
  } catch (error) {
    const reason = error instanceof SyntaxError ? error.message : 'it is not UTF-8'
    throw new RequestError('ERR_INVALID_JSON', `the body is not JSON: ${reason}`)
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
