import { failure } from '../errors.ts'
import type { NativeIndex } from '../native/addon.ts'
import { constants } from '../node.ts'
import { preparedBoosts } from './boosts.ts'
import { parsePayload } from './decode.ts'
import { REQUEST_LENGTH, type Request, writeRequest } from './request/read.ts'
import type { SuggestResult } from './suggestion.ts'

/** What the addon reads the options from, and behind them the most bytes of the answer. */
const numbers = new Float64Array(REQUEST_LENGTH + 1)

/**
 * Asks `native` for an answer as JSON.
 *
 * @param maxBytes - Past so many bytes the answer is not made further: `ERR_ANSWER_TOO_LARGE`.
 */
export function askJson(
  native: NativeIndex,
  query: string,
  request: Request,
  maxBytes = Number.POSITIVE_INFINITY,
): Uint8Array {
  writeRequest(numbers, request)
  numbers[REQUEST_LENGTH] = maxBytes
  const { ranking, boosts } = request
  if (ranking === undefined && boosts === undefined) return native.suggestJson(query, numbers)
  return native.suggestJsonRanked(query, numbers, ranking, boosts && preparedBoosts(boosts, native))
}

/**
 * Asks `native` for an answer with explanations. They come as JSON, since they are trees of many kinds
 * of parts, which would make the packed form another one; and they are for people, who do not mind
 * some microseconds.
 *
 * @param path - The index file, for messages.
 */
export function suggestExplained(native: NativeIndex, path: string, query: string, request: Request): SuggestResult {
  const json = askJson(native, query, request)
  if (json.length > constants.MAX_STRING_LENGTH) {
    const limit = constants.MAX_STRING_LENGTH
    const size = json.length
    const message = `the answer is too large: ${size} bytes, at most ${limit} are possible`
    throw Object.assign(failure('ERR_TOO_LARGE', message), { size, limit })
  }
  const answer = parsePayload(Buffer.from(json.buffer, json.byteOffset, json.length).toString(), path) as SuggestResult
  for (const suggestion of answer.suggestions) {
    // JSON has no infinity, and says null for it.
    suggestion.score ??= Number.POSITIVE_INFINITY
    if (suggestion.explain !== undefined) suggestion.explain.contexts ??= Number.POSITIVE_INFINITY
  }
  return answer
}
