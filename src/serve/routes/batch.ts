import { setImmediate } from 'node:timers/promises'
import type { Pieces } from '../http/reply.ts'
import { type AnswersUnderWay, noRoom, type Room, SMALL_BYTES } from '../http/under-way.ts'

/** How long a batch may keep others waiting, in milliseconds, but for one query. */
const TURN_MS = 5

/**
 * From so many bytes on a piece is sent. More than a socket buffers before it asks to wait, and more
 * than a hundred answers of ten suggestions take, so that most batches are one piece.
 */
const PIECE_BYTES = 256 * 1024

/**
 * Makes the answer to the query at `place`, of at most `maxBytes` bytes, or the error of that query.
 * Returns nothing if the answer is larger and a larger one may be given.
 */
export type AnswerAt = (place: number, maxBytes: number) => Uint8Array | undefined

/**
 * The answer to a batch, made piece by piece. Each answer takes its room before the next is made, and
 * gives it back when its piece is sent. A batch that waits for room has none itself, so that no two
 * batches ever wait for each other.
 */
export class Batch implements Pieces {
  readonly #count: number
  readonly #answerAt: AnswerAt
  readonly #underWay: AnswersUnderWay
  #place = 0
  #isClosed = false
  #isEnded = false
  /** What the piece that was made last takes. */
  #rooms: Room[] = []
  /** The first piece, until it is asked for: it is made before the status is known. */
  #first: readonly Uint8Array[] | undefined
  #endWait = () => {}

  private constructor(count: number, answerAt: AnswerAt, underWay: AnswersUnderWay) {
    this.#count = count
    this.#answerAt = answerAt
    this.#underWay = underWay
  }

  /**
   * Makes the first piece of the answer to `count` queries.
   *
   * @returns The batch; or, if that piece is all, its bytes with their room.
   * @throws `ERR_TOO_MANY_ANSWERS` if there is no room for the first answer.
   */
  static async begin(
    count: number,
    answerAt: AnswerAt,
    underWay: AnswersUnderWay,
  ): Promise<Batch | { body: Uint8Array; room: Room }> {
    const batch = new Batch(count, answerAt, underWay)
    const first = await batch.#make(false).catch((error) => {
      // A callback for errors may throw.
      batch.end()
      throw error
    })
    if (first === undefined) throw noRoom()
    if (!batch.#isClosed) {
      batch.#first = first
      return batch
    }
    const body = Buffer.concat(first)
    batch.end()
    return { body, room: underWay.take(body.byteLength) }
  }

  async next(): Promise<readonly Uint8Array[] | undefined> {
    const first = this.#first
    this.#first = undefined
    if (first !== undefined && !this.#isEnded) return first
    this.#release()
    return this.#isClosed ? undefined : this.#make(true)
  }

  end(): void {
    this.#isEnded = true
    this.#release()
    this.#endWait()
  }

  /**
   * Makes answers until they are a piece, or there is no room for the next one. Without `mayWait` it
   * does not wait for room, so that there may be no piece.
   */
  async #make(mayWait: boolean): Promise<readonly Uint8Array[] | undefined> {
    const chunks: Uint8Array[] = []
    let bytes = 0
    let turnEnd = performance.now() + TURN_MS
    while (this.#place < this.#count && bytes < PIECE_BYTES) {
      // What there is goes out before its batch waits.
      const answer = this.#answerNow() ?? (mayWait && chunks.length === 0 ? await this.#answerLater() : undefined)
      if (answer === undefined) break
      chunks.push(this.#place === 0 ? OPENING : COMMA, answer)
      bytes += answer.byteLength
      this.#place += 1
      if (performance.now() > turnEnd) {
        await setImmediate()
        turnEnd = performance.now() + TURN_MS
      }
      if (this.#isEnded) break
    }
    if (this.#isEnded) {
      this.#release()
      return undefined
    }
    if (this.#place === this.#count) {
      chunks.push(this.#count === 0 ? NOTHING : CLOSING)
      this.#isClosed = true
    }
    return chunks.length === 0 ? undefined : chunks
  }

  /** Makes the next answer, if there is room for it now. */
  #answerNow(): Uint8Array | undefined {
    const allowance = this.#underWay.allowanceOfBatch
    if (allowance === 0) return undefined
    const answer = this.#answerAt(this.#place, allowance)
    if (answer !== undefined) this.#rooms.push(this.#underWay.take(answer.byteLength))
    return answer
  }

  /** Makes the next answer as soon as there is room for it, or returns nothing if the batch was ended. */
  async #answerLater(): Promise<Uint8Array | undefined> {
    // How much it needs is known when it is made. Twice as much each time, up to the most that one may have.
    for (let bytes = SMALL_BYTES; ; bytes *= 2) {
      const most = Math.min(bytes, this.#underWay.mostOfOne)
      const room = await this.#underWay.whenFree(most, (end) => {
        this.#endWait = end
      })
      if (room === undefined) return undefined
      if (this.#isEnded) {
        room.release()
        return undefined
      }
      const answer = this.#answerAt(this.#place, most)
      if (answer !== undefined) {
        room.shrinkTo(answer.byteLength)
        this.#rooms.push(room)
        return answer
      }
      room.release()
    }
  }

  #release(): void {
    for (const room of this.#rooms) room.release()
    this.#rooms = []
  }
}

const OPENING = Buffer.from('{"answers":[')
const COMMA = Buffer.from(',')
const CLOSING = Buffer.from(']}')
const NOTHING = Buffer.from('{"answers":[]}')
