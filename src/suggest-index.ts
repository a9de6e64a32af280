import { inspect } from 'node:util'
import { NativeIndex } from '../src/binding.cjs'
import { checkString, readOptions, readPath } from './arguments.ts'
import { type Boosts, prepareBoosts } from './boosts.ts'
import { parsePayload, suggestPacked } from './decode.ts'
import { failure, isMapaheadError, traced } from './errors.ts'
import { askJson, suggestExplained } from './json-answer.ts'
import type { BoostOptions } from './ranking-types.ts'
import { readRequest } from './request.ts'
import type { SuggestOptions, SuggestResult } from './suggest-types.ts'
import type { Entry, IndexInfo, OpenOptions, VerifyReport } from './types.ts'

/**
 * A read-only index, opened from a file that `buildIndex` wrote.
 *
 * The file is mapped into memory, so all processes that open it share one copy. Only a rename may
 * replace it, as `buildIndex` does: a file that is cut short in place kills the processes that
 * have it open.
 *
 * @example
 * const index = await SuggestIndex.open('places.mapahead')
 * index.suggest('ber', { limit: 3 }).suggestions // [{ text: 'Berlin', … }, …]
 * index.close()
 */
export class SuggestIndex implements Disposable {
  readonly #native: NativeIndex
  readonly #path: string
  readonly #generation: string

  private constructor(native: NativeIndex, path: string) {
    if (!(native instanceof NativeIndex)) {
      throw failure('ERR_INVALID_ARGUMENT', 'new SuggestIndex() opens nothing; use SuggestIndex.open(path)')
    }
    this.#native = native
    this.#path = path
    this.#generation = native.generation()
  }

  /**
   * Opens the index file at `path`, off the main thread. Reads its header and section table,
   * whatever its size; the rest stays on disk until a query needs it.
   *
   * @param path - The index file, as a path or a `file:` URL.
   * @param options - None so far.
   * @throws `ERR_IO` if the file cannot be read, `ERR_NOT_AN_INDEX` if it is something else,
   * `ERR_UNSUPPORTED_VERSION` if an incompatible release wrote it, `ERR_CORRUPT` if it is damaged,
   * `ERR_INVALID_ARGUMENT` and `ERR_INVALID_OPTION` for wrong arguments.
   */
  static async open(path: string | URL, options: OpenOptions = {}): Promise<SuggestIndex> {
    const file = readPath('path', path)
    readOptions(options, {}, 'open')
    return new SuggestIndex(await traced(NativeIndex.open(file)), file)
  }

  /**
   * Opens the index file at `path` as {@link SuggestIndex.open} does, on this thread.
   *
   * @param path - The index file, as a path or a `file:` URL.
   * @param options - None so far.
   * @throws As {@link SuggestIndex.open}.
   */
  static openSync(path: string | URL, options: OpenOptions = {}): SuggestIndex {
    const file = readPath('path', path)
    readOptions(options, {}, 'openSync')
    return new SuggestIndex(NativeIndex.openSync(file), file)
  }

  /**
   * Returns the suggestions for `query`, best first. Synchronous, because the work done for one
   * query is bounded.
   *
   * @param query - What the user typed; normalized like the indexed text. The empty query matches
   * every entry, one of over 1,000 characters none.
   * @param options - How many suggestions, from which on, how far they may be from what was typed, and what ranks them.
   * @throws `ERR_INVALID_OPTION` if an option is unknown or out of range, or names a field that
   * the index lacks, `ERR_INVALID_ARGUMENT` if
   * `query` is no string, `ERR_CORRUPT` if the file is damaged, `ERR_TOO_LARGE` if the texts
   * or the payloads of the answer are longer than a string can be (512 Mi code units), `ERR_CLOSED`
   * after `close`.
   */
  suggest(query: string, options?: SuggestOptions): SuggestResult {
    checkString('query', query)
    const request = readRequest(options, 'suggest')
    if (request.explain) return suggestExplained(this.#native, this.#path, query, request)
    return suggestPacked(this.#native, this.#path, this.#generation, query, request)
  }

  /**
   * Returns the same as {@link SuggestIndex.suggest} as JSON in UTF-8, ready for a response. The
   * payloads are byte for byte what the input held, which `suggest` parses: so `1e2` stays `1e2`.
   *
   * @param query - As for {@link SuggestIndex.suggest}.
   * @param options - As for {@link SuggestIndex.suggest}.
   * @throws As {@link SuggestIndex.suggest}.
   */
  suggestJson(query: string, options?: SuggestOptions): Uint8Array {
    checkString('query', query)
    if (options === undefined) return this.#native.suggestJson(query)
    if (options === undefined) return this.#native.suggestJson(query)
    return askJson(this.#native, query, readRequest(options, 'suggestJson'))
  }

  /**
   * Looks boosts up once, to use them in many queries: a set may have up to 100,000 ids, where one
   * of a request may have 1,000. Takes some milliseconds for each 10,000 ids.
   *
   * @param boosts - Multipliers by id and by the values of contexts, 0 to 1,000 each.
   * @returns The set, for the option `boosts` of a query. It may be given to other indexes too, which
   * then look it up for themselves.
   * @throws `ERR_INVALID_OPTION` if a boost is out of range, there are too many, or the index lacks
   * a field; `ERR_CORRUPT` if the file is damaged, `ERR_CLOSED` after `close`.
   *
   * @example
   * const history = index.boosts({ ids: { berlin: 20, bern: 3 } })
   * index.suggest('ber', { boosts: history })
   */
  boosts(boosts: BoostOptions): Boosts {
    return prepareBoosts(this.#native, boosts)
  }

  /**
   * Returns the entry whose id is `id`, byte for byte, or `undefined` if there is none.
   *
   * @param id - The id, as the record had it.
   * @throws `ERR_INVALID_ARGUMENT` if `id` is no string, `ERR_CORRUPT` if the file is damaged,
   * `ERR_CLOSED` after `close`.
   */
  get(id: string): Entry | undefined {
    checkString('id', id)
    const found = this.#native.get(id)
    // Half of a surrogate pair arrives there as another character, and might find what has that.
    if (found === null || !id.isWellFormed()) return undefined
    const entry: Entry = { text: found.text, ...(found.id !== undefined && { id: found.id }), weight: found.weight }
    if (found.payload !== undefined) entry.payload = parsePayload(found.payload, this.#path)
    return entry
  }

  /**
   * What the index holds.
   *
   * @throws `ERR_CLOSED` after `close`, `ERR_CORRUPT` if the file is damaged.
   */
  get info(): IndexInfo {
    return this.#native.info()
  }

  /** The content hash of the index, as 16 hexadecimal digits: equal for equal records and settings. */
  get generation(): string {
    return this.#generation
  }

  /**
   * Reads the whole file off the main thread: recomputes every checksum and walks every structure.
   * The index may be used, and closed, meanwhile.
   *
   * @throws `ERR_CORRUPT` if anything is damaged, `ERR_CLOSED` after `close`.
   */
  async verify(): Promise<VerifyReport> {
    return traced(this.#native.verify())
  }

  /** Closes the index and unmaps the file. Every later query throws `ERR_CLOSED`; closing again does nothing. */
  close(): void {
    this.#native.close()
  }

  /** Closes the index; for `using`. */
  [Symbol.dispose](): void {
    this.close()
  }

  /**
   * What `console.log` shows.
   *
   * @internal
   */
  [inspect.custom](depth: number, options: object): string {
    const shown = { path: this.#path, ...this.#state() }
    return `SuggestIndex ${depth < 0 ? '{…}' : inspect(shown, options)}`
  }

  #state(): object {
    try {
      return { entries: this.info.entries, generation: this.#generation }
    } catch (error) {
      return isMapaheadError(error, 'ERR_CLOSED') ? { closed: true } : { generation: this.#generation }
    }
  }
}
