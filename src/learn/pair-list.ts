import { failureAbout } from '../errors.ts'
import type { PairReject } from './types.ts'

/** A distinct pair as the core takes it. */
export type PairRow = [typed: string, meant: string, count: number]

/** The most rejects that a report lists. */
const MOST_REJECTS = 20
/** The highest count of a pair in the core; a sum above it goes on in another pair. */
const MOST_COUNT = 1e9
/** The most characters of all distinct pairs: with six for each, as of `\u0000`, their JSON is a string still. */
const MOST_CHARACTERS = 2 ** 26
/** What the marks and the count of a pair may take, in characters. */
const PAIR_CHARACTERS = 12

/** The distinct pairs of an input, with what is wrong with the others. It takes memory for distinct pairs alone. */
export class PairList {
  readonly pairs: PairRow[] = []
  /** By pair, the line of the file or the number of the pair where it comes first, from 1. */
  readonly #lines: number[] = []
  /** By pair, how many rows it stands for. */
  readonly #rows: number[] = []
  readonly #places = new Map<string, number>()
  readonly #file: string
  #characters = 0
  /** How many rows there were, and how many of them are bad. */
  #given = 0
  #rejected = 0
  #rejects: PairReject[] = []

  /** @param file - What the pairs come from, for errors. */
  constructor(file: string) {
    this.#file = file
  }

  /** Adds a row. @throws `ERR_INVALID_INPUT` if the distinct pairs are too many. */
  add(line: number, typed: string, meant: string, count: number): void {
    this.#given += 1
    const isGood = count > 0 && count <= MOST_COUNT
    // The length parts the words, whatever characters they have. A bad count is no reason to refuse a good one.
    const key = `${isGood ? '' : `${count} `}${typed.length} ${typed}${meant}`
    const place = this.#places.get(key)
    const pair = place === undefined ? undefined : this.pairs[place]
    if (place !== undefined && pair !== undefined && !(isGood && pair[2] + count > MOST_COUNT)) {
      if (isGood) pair[2] += count
      this.#rows[place] = (this.#rows[place] ?? 0) + 1
      return
    }
    this.#characters += typed.length + meant.length + PAIR_CHARACTERS
    if (this.#characters > MOST_CHARACTERS) {
      const reason =
        'its distinct pairs have over 64 Mi characters; leave out the pairs that came once, or take a sample'
      throw failureAbout('ERR_INVALID_INPUT', { file: this.#file, line, reason })
    }
    this.#places.set(key, this.pairs.length)
    this.pairs.push([typed, meant, count])
    this.#lines.push(line)
    this.#rows.push(1)
  }

  /** Adds a row that is no pair. */
  reject(line: number, reason: string): void {
    this.#given += 1
    this.#rejected += 1
    this.#list({ line, reason })
  }

  /** Takes in which pairs the core rejects, by the reason. */
  rejectPlaces(reason: string, places: readonly number[]): void {
    for (const place of places) {
      this.#rejected += this.#rows[place] ?? 0
      this.#list({ line: this.#lines[place] ?? 0, reason })
    }
  }

  /** Returns how many rows there were and how many teach nothing, with the first of these. */
  counts(): { given: number; rejected: number; rejects: PairReject[] } {
    return { given: this.#given, rejected: this.#rejected, rejects: firstOf(this.#rejects) }
  }

  #list(reject: PairReject): void {
    this.#rejects.push(reject)
    // Now and then, so that the list stays short.
    if (this.#rejects.length > 2 * MOST_REJECTS) this.#rejects = firstOf(this.#rejects)
  }
}

function firstOf(rejects: readonly PairReject[]): PairReject[] {
  return [...rejects].sort((a, b) => a.line - b.line).slice(0, MOST_REJECTS)
}
