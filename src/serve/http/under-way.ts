import type { Settings } from '../handlers/options.ts'
import { RequestError } from './request-error.ts'

/**
 * Up to so many bytes an answer is small. Ten suggestions take some 2 kB, and a hundred with short
 * payloads some 30 kB.
 */
export const SMALL_BYTES = 64 * 1024

/**
 * The share that answers of more bytes, and batches, may fill. The rest is for small answers, so that
 * people who type are answered while clients that do not read hold all that they can.
 */
const SHARE_OF_LARGE = 3 / 4

/** A batch that waits until there is room for its next answer. */
interface Waiter {
  bytes: number
  /** Given the room, or nothing if the batch has ended meanwhile. */
  settle(room: Room | undefined): void
}

/**
 * Counts the bytes of answers that are made and not sent yet, in one process. A client that reads
 * slowly, or not at all, keeps its answer in memory, so their sum is bounded.
 */
export class AnswersUnderWay {
  readonly #most: number
  readonly #mostOfLarge: number
  readonly #mostOfOne: number
  /** The batches that wait, the first to come first. */
  readonly #waiting = new Set<Waiter>()
  #bytes = 0

  constructor({ maxAnswerBytes, maxPendingBytes }: Pick<Settings, 'maxAnswerBytes' | 'maxPendingBytes'>) {
    this.#most = maxPendingBytes
    this.#mostOfOne = maxAnswerBytes
    // The largest answer must fit, or a batch would wait for it without an end.
    this.#mostOfLarge = Math.max(maxAnswerBytes, Math.floor(maxPendingBytes * SHARE_OF_LARGE))
  }

  /** The most bytes of one answer. */
  get mostOfOne(): number {
    return this.#mostOfOne
  }

  /** How many bytes are under way. */
  get bytes(): number {
    return this.#bytes
  }

  /** How many bytes a new answer may have now: 0 if there is no room for any. */
  get allowance(): number {
    const large = this.#mostOfLarge - this.#bytes
    const small = Math.min(SMALL_BYTES, this.#most - this.#bytes)
    return Math.max(0, Math.min(this.#mostOfOne, Math.max(large, small)))
  }

  /** Whether there is room for a body that is made already. */
  hasRoomFor(bytes: number): boolean {
    return this.#bytes + bytes <= (bytes <= SMALL_BYTES ? this.#most : this.#mostOfLarge)
  }

  /** The same for an answer of a batch, which has its turn after those that wait. */
  get allowanceOfBatch(): number {
    if (this.#waiting.size > 0) return 0
    return Math.max(0, Math.min(this.#mostOfOne, this.#mostOfLarge - this.#bytes))
  }

  /** Takes room for an answer that has been made. Who makes one keeps to the allowance first. */
  take(bytes: number): Room {
    this.#bytes += bytes
    return new Room(bytes, (released) => this.#release(released))
  }

  /**
   * Takes room for an answer of a batch as soon as there is some.
   *
   * @param bytes - At most the bytes of the largest answer, since more may never be free.
   * @param onWait - Called with a function that ends the wait, which then has no room.
   */
  whenFree(bytes: number, onWait: (end: () => void) => void): Promise<Room | undefined> {
    return new Promise((resolve) => {
      const waiter: Waiter = { bytes, settle: resolve }
      this.#waiting.add(waiter)
      onWait(() => {
        this.#waiting.delete(waiter)
        resolve(undefined)
        // The next may need less.
        this.#serveWaiting()
      })
      this.#serveWaiting()
    })
  }

  #release(bytes: number): void {
    this.#bytes -= bytes
    this.#serveWaiting()
  }

  /** Gives room to those that wait, strictly in turn: else a large answer might wait for ever. */
  #serveWaiting(): void {
    for (const waiter of this.#waiting) {
      if (this.#bytes + waiter.bytes > this.#mostOfLarge) return
      this.#waiting.delete(waiter)
      waiter.settle(this.take(waiter.bytes))
    }
  }
}

/** The place of one answer among those under way, until it is sent or its client has left. */
export class Room {
  #bytes: number
  readonly #release: (bytes: number) => void

  constructor(bytes: number, release: (bytes: number) => void) {
    this.#bytes = bytes
    this.#release = release
  }

  /** Gives back all but `bytes`. */
  shrinkTo(bytes: number): void {
    const spare = this.#bytes - bytes
    if (spare <= 0) return
    this.#bytes = bytes
    this.#release(spare)
  }

  /** Gives everything back. Once more does nothing. */
  release(): void {
    this.shrinkTo(0)
  }
}

/** Makes the error for a request that finds no room for its answer. */
export function noRoom(): RequestError {
  const message = 'too many answers are under way; try again'
  return new RequestError('ERR_TOO_MANY_ANSWERS', message, ['Retry-After', '1'])
}
