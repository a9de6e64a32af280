import type { Letters } from '../http/reply.ts'

/** An answer, ready to be given again. */
export interface KeptAnswer {
  tag: string
  body: Letters | Uint8Array
}

/** What an answer takes beside its bytes, roughly. */
const OVERHEAD_BYTES = 300

/**
 * The answers that were asked for last, up to a number of bytes: people type the same beginnings
 * over and over. Equal requests have equal answers while the generation and the day are the same.
 *
 * Two maps, of which the older one goes when the newer one is full; what is asked for again moves to
 * the newer. So nothing is ordered, and what is asked for often stays.
 */
export class AnswerCache {
  readonly #halfBytes: number
  #generation = ''
  #day = 0
  #young = new Map<string, KeptAnswer>()
  #old = new Map<string, KeptAnswer>()
  #youngBytes = 0

  /** @param bytes - The most that all answers together may take; 0 keeps none. */
  constructor(bytes: number) {
    this.#halfBytes = Math.floor(bytes / 2)
  }

  /** Forgets everything if the generation or the day is another than before. */
  renew(generation: string, day: number): void {
    if (generation === this.#generation && day === this.#day) return
    this.#generation = generation
    this.#day = day
    this.#old = new Map()
    this.#startYoung()
  }

  /** Returns the answer to `asked`, if it is there. */
  get(asked: string): KeptAnswer | undefined {
    const young = this.#young.get(asked)
    if (young !== undefined) return young
    const old = this.#old.get(asked)
    if (old !== undefined) this.keep(asked, old)
    return old
  }

  /** Keeps an answer, unless it alone would drive out many others. */
  keep(asked: string, answer: KeptAnswer): void {
    const bytes = answer.body.byteLength + 2 * asked.length + OVERHEAD_BYTES
    if (bytes > this.#halfBytes / 8) return
    if (this.#youngBytes + bytes > this.#halfBytes) {
      this.#old = this.#young
      this.#startYoung()
    }
    // A copy, since a part of a string keeps all of it: what is asked may be part of a far longer URL.
    this.#young.set(Buffer.from(asked, 'utf16le').toString('utf16le'), answer)
    this.#youngBytes += bytes
  }

  #startYoung(): void {
    this.#young = new Map()
    this.#youngBytes = 0
  }
}
