import { failure } from '../errors.ts'
import type { NativeIndex } from '../native/addon.ts'
import { constants } from '../node.ts'
import { preparedBoosts } from './boosts.ts'
import { parsePayload } from './decode.ts'
import { REQUEST_LENGTH, type Request, writeRequest } from './request/read.ts'
import type { SuggestResult } from './suggestion.ts'

/**
 * From so many bytes on the addon makes a buffer for an answer. Ten suggestions take some 2 kB, and a hundred
 * with short payloads 30 kB.
 */
const ROOM_BYTES = 32 * 1024

/** Where the addon writes answers, which are copied from here. Made when it is needed. */
let room: Buffer<ArrayBuffer> | undefined

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
  return copied(ask(native, query, request, maxBytes))
}

/**
 * Asks `native` for an answer as JSON that is sent at once: as text with a letter of Latin-1 for each byte of its UTF-8,
 * or as bytes if it is large. Such a text costs far less than bytes that belong to JavaScript, and is sent in one piece
 * with what stands before it.
 */
export function askLetters(
  native: NativeIndex,
  query: string,
  request: Request,
  maxBytes: number,
): string | Uint8Array {
  const written = ask(native, query, request, maxBytes)
  return typeof written === 'number' ? roomForAnswers().toString('latin1', 0, written) : written
}

/** Asks `native`, and returns how many bytes of the room the answer takes, or the answer if it has none there. */
function ask(native: NativeIndex, query: string, request: Request, maxBytes: number): number | Uint8Array {
  writeRequest(numbers, request)
  numbers[REQUEST_LENGTH] = maxBytes
  const { ranking, boosts } = request
  if (ranking === undefined && boosts === undefined) return native.suggestJson(query, roomForAnswers(), numbers)
  const prepared = boosts && preparedBoosts(boosts, native)
  return native.suggestJsonRanked(query, roomForAnswers(), numbers, ranking, prepared)
}

/** Asks `native` for an answer as JSON, without options and without a bound. */
export function askPlainJson(native: NativeIndex, query: string): Uint8Array {
  return copied(native.suggestJson(query, roomForAnswers()))
}

function roomForAnswers(): Buffer<ArrayBuffer> {
  room ??= Buffer.allocUnsafeSlow(ROOM_BYTES)
  return room
}

/** Returns the answer in memory of its own: the next one is written into the same room. */
function copied(written: number | Uint8Array): Uint8Array {
  // The method of a buffer of that name makes no copy.
  return typeof written === 'number' ? Uint8Array.prototype.slice.call(roomForAnswers(), 0, written) : written
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
