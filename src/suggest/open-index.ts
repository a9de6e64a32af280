import { resolve } from 'node:path'
import { checkString, describe, type OptionTypes, readOptions, readPath } from '../arguments.ts'
import { failure, isMapaheadError, type MapaheadError, traced } from '../errors.ts'
import { type JsOpenOptions, NativeIndex } from '../native/addon.ts'
import { EventEmitter, inspect } from '../node.ts'
import { type EntryId, ID_EXPECTED, textOfId } from '../values.ts'
import type { IndexEvents } from '../watch/events.ts'
import { type FileState, stateOf, stateOfDescriptor, stateOfSync } from '../watch/file-state.ts'
import { FileWatch } from '../watch/file-watch.ts'
import type { BoostOptions } from './boost-options.ts'
import { type Boosts, prepareBoosts } from './boosts.ts'
import { suggestPacked } from './decode.ts'
import { type Entry, type EntryRecord, entryOf, parseRecords } from './entry.ts'
import type { IndexInfo, VerifyReport } from './info.ts'
import { askJson, askLetters, askPlainJson, suggestExplained } from './json-answer.ts'
import type { OpenOptions } from './open-options.ts'
import type { GetOptions, Restriction, SuggestOptions } from './options.ts'
import { readRestriction, writeGetOptions } from './request/conditions.ts'
import { readRequest } from './request/read.ts'
import type { SuggestResult } from './suggestion.ts'

const OPEN_OPTIONS: OptionTypes<OpenOptions> = {
  verify: 'boolean',
  warm: 'boolean',
  watch: 'boolean',
  copy: 'boolean',
}

const EVENTS: readonly (keyof IndexEvents)[] = ['swap', 'swap-failed']

/**
 * What the server hears of an index that follows its file, beyond the events.
 *
 * @internal
 */
export interface Follower {
  /** The file at the path is the one that the index answers from, its checksums compared. */
  settle(file: string): void
  /** The file at the path cannot be used. */
  refuse(error: MapaheadError, file: string): void
}

/** How many bytes of records cross the boundary at a time, so that reading all takes little memory. */
const RECORD_BATCH_BYTES = 256 * 1024

/**
 * A read-only index, opened from a file that `buildIndex` wrote.
 *
 * The file is mapped into memory, so all processes that open it share one copy. Only a rename may
 * replace it, as `buildIndex` does: a file that is cut short in place kills the processes that
 * have it open. With `watch` an index follows its file: what is renamed into its place takes over.
 *
 * @typeParam Payload - The type of the payloads, for TypeScript alone: `open` is told it and believes it.
 * Nothing checks that the records had such payloads.
 *
 * @example
 * const index = await SuggestIndex.open('places.mapahead')
 * index.suggest('ber', { limit: 3 }).suggestions // [{ text: 'Berlin', … }, …]
 * index.close()
 *
 * @example
 * const cities = await SuggestIndex.open<{ country: string }>('cities.mapahead')
 * cities.suggest('ber').suggestions[0]?.payload?.country // a string, or undefined
 */
export class SuggestIndex<Payload = unknown> implements Disposable {
  #native: NativeIndex
  readonly #path: string
  #generation: string
  readonly #events = new EventEmitter()
  #watch: FileWatch | undefined
  #follower: Follower | undefined
  #isClosed = false

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
   * @param options - Whether it is verified, warmed, watched, or copied in place of mapped.
   * @throws `ERR_IO` if the file cannot be read, `ERR_NOT_AN_INDEX` if it is something else,
   * `ERR_UNSUPPORTED_VERSION` if an incompatible release wrote it, `ERR_CORRUPT` if it is damaged,
   * `ERR_INVALID_ARGUMENT` and `ERR_INVALID_OPTION` for wrong arguments.
   */
  static async open<Payload = unknown>(path: string | URL, options: OpenOptions = {}): Promise<SuggestIndex<Payload>> {
    const file = readPath('path', path)
    const given = readOptions(options, OPEN_OPTIONS, 'open')
    // Before it is opened: what is renamed in since then is noticed as soon as the watch begins.
    const state = given.watch ? await stateOf(file).catch(() => undefined) : undefined
    const index = new SuggestIndex<Payload>(await traced(NativeIndex.open(file, nativeOptions(given))), file)
    if (given.watch) index.#follow(state, given)
    return index
  }

  /**
   * Opens the index file at `path` as {@link SuggestIndex.open} does, on this thread. With `watch`
   * later files are opened and their checksums compared off it all the same.
   *
   * @param path - The index file, as a path or a `file:` URL.
   * @param options - As for {@link SuggestIndex.open}.
   * @throws As {@link SuggestIndex.open}.
   */
  static openSync<Payload = unknown>(path: string | URL, options: OpenOptions = {}): SuggestIndex<Payload> {
    const file = readPath('path', path)
    const given = readOptions(options, OPEN_OPTIONS, 'openSync')
    const state = given.watch ? stateOfSync(file) : undefined
    const index = new SuggestIndex<Payload>(NativeIndex.openSync(file, nativeOptions(given)), file)
    if (given.watch) index.#follow(state, given)
    return index
  }

  /**
   * Opens as {@link SuggestIndex.open} does with `watch`, and tells `follower` of each file at `path`. With
   * `descriptor`, one of this process that is open for reading, it begins with that file, whatever is at `path` now.
   *
   * @internal
   */
  static async follow(
    path: string,
    options: OpenOptions,
    follower: Follower,
    descriptor?: number,
  ): Promise<SuggestIndex> {
    const given = { ...options, watch: true }
    const from = descriptor === undefined ? path : `/dev/fd/${descriptor}`
    const state = descriptor === undefined ? await stateOf(path).catch(() => undefined) : stateOfDescriptor(descriptor)
    const index = new SuggestIndex(await traced(NativeIndex.open(from, nativeOptions(given))), path)
    index.#follower = follower
    index.#follow(state, given)
    return index
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
  suggest(query: string, options?: SuggestOptions): SuggestResult<Payload> {
    checkString('query', query)
    const request = readRequest(options, 'suggest')
    const answer = request.explain
      ? suggestExplained(this.#native, this.#path, query, request)
      : suggestPacked(this.#native, this.#path, this.#generation, query, request)
    return answer as SuggestResult<Payload>
  }

  /**
   * Returns the same as {@link SuggestIndex.suggest} as JSON in UTF-8, ready for a response. The
   * payloads are byte for byte what the input held, which `suggest` parses: so `1e2` stays `1e2`.
   *
   * @param query - As for {@link SuggestIndex.suggest}.
   * @param options - As for {@link SuggestIndex.suggest}.
   * @param maxBytes - The most bytes of the answer, from 1; without it there is no bound. A thousand
   * payloads may have 64 MiB together, and past the bound they are not made.
   * @throws `ERR_ANSWER_TOO_LARGE` if the answer has over `maxBytes` bytes, `ERR_INVALID_ARGUMENT` if
   * `maxBytes` is no whole number from 1, and as {@link SuggestIndex.suggest}.
   */
  suggestJson(query: string, options?: SuggestOptions, maxBytes?: number): Uint8Array {
    checkString('query', query)
    if (maxBytes !== undefined) checkBound(maxBytes)
    else if (options === undefined) return askPlainJson(this.#native, query)
    return askJson(this.#native, query, readRequest(options, 'suggestJson'), maxBytes)
  }

  /**
   * Returns the same as {@link SuggestIndex.suggestJson}, for an answer that is sent at once: as text with a letter
   * for each byte, which is Latin-1, or as bytes if it is large.
   *
   * @internal
   */
  suggestLetters(query: string, options: SuggestOptions, maxBytes: number): string | Uint8Array {
    return askLetters(this.#native, query, readRequest(options, 'suggestJson'), maxBytes)
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
   * Returns the entry whose id is `id`, byte for byte, or `undefined` if there is none that passes.
   *
   * @param id - The id, as the record had it. A whole number and a BigInt stand for their digits.
   * @param options - Which entries pass; all by default.
   * @throws `ERR_INVALID_ARGUMENT` if `id` is none of these, or a number of 2^53 or more in size, which may stand
   * for other ids too; `ERR_INVALID_OPTION` if an option is unknown, holds too much or names a field that
   * the index lacks, `ERR_CORRUPT` if the file is damaged,
   * `ERR_CLOSED` after `close`.
   *
   * @example
   * index.get('4711', { filter: { tenant: 'a' } }) // undefined, if it is another tenant's
   */
  get(id: EntryId, options?: GetOptions): Entry<Payload> | undefined {
    const text = textOfId(id)
    if (text === undefined) {
      throw failure('ERR_INVALID_ARGUMENT', `id must be ${ID_EXPECTED}, got ${describe(id)}`)
    }
    const found =
      options === undefined ? this.#native.get(text) : this.#native.getRestricted(text, writeGetOptions(options))
    // Half of a surrogate pair arrives there as another character, and might find what has that.
    if (found === null || !text.isWellFormed()) return undefined
    return entryOf(found, this.#path) as Entry<Payload>
  }

  /**
   * What the index holds.
   *
   * @throws `ERR_CLOSED` after `close`, `ERR_CORRUPT` if the file is damaged.
   */
  get info(): IndexInfo {
    return JSON.parse(this.#native.info()) as IndexInfo
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

  /**
   * Calls `listener` whenever `event` happens. Only an index that was opened with `watch` has events;
   * without a listener for `swap-failed` it warns by `process.emitWarning`.
   *
   * @example
   * const index = await SuggestIndex.open('places.mapahead', { watch: true })
   * index.on('swap', ({ generation, previous }) => console.log(`${previous} is now ${generation}`))
   * index.on('swap-failed', (error) => console.error(error.code, error.message))
   *
   * @param event - `swap`, another index has taken over; or `swap-failed`, a new file cannot be used.
   * @param listener - Called with a `SwapEvent`, or with the error. What it throws is an uncaught exception.
   * @throws `ERR_INVALID_ARGUMENT` if there is no such event, or `listener` is no function.
   */
  on<Name extends keyof IndexEvents>(event: Name, listener: IndexEvents[Name]): this {
    checkListener(event, listener)
    this.#events.on(event, listener)
    return this
  }

  /**
   * Stops calling `listener`, one that {@link SuggestIndex.on} was given.
   *
   * @param event - As for {@link SuggestIndex.on}.
   * @param listener - The same function; another one changes nothing.
   * @throws `ERR_INVALID_ARGUMENT` as {@link SuggestIndex.on}.
   */
  off<Name extends keyof IndexEvents>(event: Name, listener: IndexEvents[Name]): this {
    checkListener(event, listener)
    this.#events.off(event, listener)
    return this
  }

  /**
   * Closes the index, unmaps the file unless another index of this process has it open, and ends the
   * watch. Every later query throws `ERR_CLOSED`, and no event comes any more; closing again does nothing.
   */
  close(): void {
    this.#isClosed = true
    this.#watch?.close()
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

  /**
   * Yields every record of the index, the heaviest first, as the build took it: with its aliases and their
   * factors, and without the forms that the build made. `buildIndex` of these records with the same options
   * makes an index that answers alike, and of the same generation if every number in the payloads is one that
   * JavaScript writes as it was given.
   *
   * All records are of the generation that was open at the first step, also if another one takes over or the
   * index is closed meanwhile. That one stays mapped until the last record, or until you leave the loop.
   * About 256 KB of records are in memory at a time. Reading 100,000 of them takes some tenths of a second
   * of the thread that asks.
   *
   * @example
   * ```ts
   * for (const { text, aliases = [] } of index.entries()) console.log(text, aliases.length)
   * ```
   * @throws `ERR_CLOSED` at the first step if the index is closed, `ERR_CORRUPT` if reading runs into
   * damaged bytes.
   */
  *entries(): Generator<EntryRecord<Payload>, void, undefined> {
    const native = this.#native.share()
    try {
      for (let first = 0; ; ) {
        const batch = parseRecords(native.records(first, RECORD_BATCH_BYTES), this.#path)
        if (batch.length === 0) return
        first += batch.length
        yield* batch as EntryRecord<Payload>[]
      }
    } finally {
      native.close()
    }
  }

  /**
   * Returns the synonym rules of the build, each a line as it was given, without comments and blank lines:
   * what `synonyms` of `buildIndex` takes.
   *
   * @throws `ERR_CLOSED` if the index is closed, `ERR_CORRUPT` if reading runs into damaged bytes.
   */
  synonyms(): string[] {
    return this.#native.synonyms()
  }

  /** Starts to watch the file, which was in `state` before it was opened. */
  #follow(state: FileState | undefined, options: OpenOptions): void {
    // Absolute, so that the same file is watched when the process changes its folder.
    const path = resolve(this.#path)
    this.#watch = new FileWatch(path, state, {
      load: () => this.#load(path, options),
      fail: (error, { file }) => this.#fail(error, file),
      settle: ({ file }) => this.#follower?.settle(file),
    })
  }

  /** Opens what is at `path` now, and lets it take over. */
  async #load(path: string, options: OpenOptions): Promise<void> {
    const next = await traced(NativeIndex.open(path, nativeOptions(options)))
    // It was closed while the file was opened, and nobody else knows this one to close it.
    if (this.#isClosed) {
      next.close()
      return
    }
    const [before, previous] = [this.#native, this.#generation]
    const generation = next.generation()
    this.#native = next
    this.#generation = generation
    before.close()
    // An equal file changes no answer: nobody has to be told.
    if (generation !== previous) this.#emit('swap', { generation, previous })
  }

  #fail(error: MapaheadError, file: string): void {
    if (this.#follower !== undefined) {
      this.#follower.refuse(error, file)
      return
    }
    if (this.#events.listenerCount('swap-failed') > 0) {
      this.#emit('swap-failed', error)
      return
    }
    const message = `The index in use stays, since the new one cannot be used: ${error.message}`
    process.emitWarning(message, { type: 'MapaheadWarning', code: error.code })
  }

  /** Calls the listeners when nothing else runs, so that what they throw ends in no promise of ours. */
  #emit<Name extends keyof IndexEvents>(event: Name, value: Parameters<IndexEvents[Name]>[0]): void {
    process.nextTick(() => {
      if (!this.#isClosed) this.#events.emit(event, value)
    })
  }

  /**
   * Checks what the option `restrict` of a handler returned, and returns a copy that nobody else can
   * change; for the handlers of HTTP.
   *
   * @throws `ERR_INVALID_OPTION` if it is no restriction, or one that restricts nothing.
   *
   * @internal
   */
  restrictionOf(given: unknown): Restriction {
    return readRestriction(given)
  }

  /**
   * Whether the index was closed; for the handlers of HTTP, which keep answers.
   *
   * @internal
   */
  get isClosed(): boolean {
    return this.#isClosed
  }

  #state(): object {
    try {
      return { entries: this.info.entries, generation: this.#generation }
    } catch (error) {
      return isMapaheadError(error, 'ERR_CLOSED') ? { closed: true } : { generation: this.#generation }
    }
  }
}

/** The options of the addon. Who follows a file never answers from a damaged one, the first included. */
function nativeOptions({ verify = false, warm = false, copy = false, watch = false }: OpenOptions): JsOpenOptions {
  return { verify, warm, copy, checksums: watch }
}

function checkBound(maxBytes: unknown): void {
  if (typeof maxBytes === 'number' && Number.isInteger(maxBytes) && maxBytes >= 1) return
  throw failure('ERR_INVALID_ARGUMENT', `maxBytes must be a whole number from 1, got ${inspect(maxBytes)}`)
}

function checkListener(event: unknown, listener: unknown): void {
  if (!EVENTS.some((name) => name === event)) {
    throw failure('ERR_INVALID_ARGUMENT', `there is no event ${inspect(event)}; there are ${EVENTS.join(' and ')}`)
  }
  if (typeof listener !== 'function') {
    throw failure('ERR_INVALID_ARGUMENT', `the listener must be a function, got ${describe(listener)}`)
  }
}
