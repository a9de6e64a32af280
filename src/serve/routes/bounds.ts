import { failure } from '../../errors.ts'
import { isMapaheadError, type SuggestOptions } from '../../index.ts'
import { bytesOf, isPieces, Letters, type Reply } from '../http/reply.ts'
import { type AnswersUnderWay, noRoom } from '../http/under-way.ts'
import type { VisibleIndex } from './visible.ts'

/**
 * Asks `index` for an answer for which there is room.
 *
 * @throws `ERR_ANSWER_TOO_LARGE` if it is larger than one may be, `ERR_TOO_MANY_ANSWERS` if there is no
 * room for it now; and what `SuggestIndex.suggestJson` throws.
 */
export function askWithin(
  index: VisibleIndex,
  query: string,
  options: SuggestOptions,
  underWay: AnswersUnderWay,
): Letters | Uint8Array {
  const { allowance, mostOfOne } = underWay
  // Before the search, which would be in vain.
  if (allowance === 0) throw noRoom()
  try {
    const answer = index.suggestLetters(query, options, allowance)
    return typeof answer === 'string' ? new Letters(answer) : answer
  } catch (error) {
    throw allowance < mostOfOne && isOverBound(error) ? noRoom() : error
  }
}

/** Whether an answer was given up since it has more bytes than it may. */
export function isOverBound(error: unknown): boolean {
  return isMapaheadError(error, 'ERR_ANSWER_TOO_LARGE')
}

/** The routes that are answered without room too: who looks after the server must hear from it. */
const ALWAYS: readonly Reply['route'][] = ['healthz', 'readyz']

/**
 * Takes room for the body of `reply`, unless it has some or takes it piece by piece.
 *
 * @throws `ERR_TOO_MANY_ANSWERS` if there is none.
 */
export function admit(reply: Reply, underWay: AnswersUnderWay): void {
  const { body, route, code, room } = reply
  if (room !== undefined || isPieces(body)) return
  const bytes = bytesOf(body)
  // Errors are small, and say why there is no answer.
  if (code === undefined && !ALWAYS.includes(route) && !underWay.hasRoomFor(bytes)) throw noRoom()
  reply.room = underWay.take(bytes)
}

/**
 * Checks the size of an answer that was made whole.
 *
 * @throws `ERR_ANSWER_TOO_LARGE` if it has over `limit` bytes.
 */
export function checkSize(answer: string, limit: number): string {
  if (Buffer.byteLength(answer) <= limit) return answer
  throw Object.assign(failure('ERR_ANSWER_TOO_LARGE', `the answer has more than ${limit} bytes`), { limit })
}
