import { describe } from '../arguments.ts'
import { failureAbout, messageOf } from '../errors.ts'
import type { BuildOptions } from './option-types.ts'
import type { RecordInput } from './record.ts'

/** The name of records that come from JavaScript, in messages. */
export const RECORDS_NAME = '<records>'

/** About how many UTF-16 code units of lines are handed over at once. */
const BATCH_LENGTH = 1 << 20

/** The most names of members that are remembered. */
const MAX_KNOWN_NAMES = 1000

/** What is wrong with a record: its field, and the rest of a sentence. */
type Complaint = readonly [field: string, reason: string]

/** Collects records as lines of JSON, and hands them over in batches. */
export class RecordLines {
  readonly #write: (lines: string) => Promise<void>
  readonly #names: { readonly text: string; readonly id: string; readonly weight: string }
  /** The members of aliases. */
  readonly #aliases: readonly string[]
  /** The members of contexts, where each field has one of its own. */
  readonly #contexts: readonly string[] | undefined
  /** The members of the season. */
  readonly #season: readonly string[]
  readonly #skipsBad: boolean
  /** The names that are looked for, without their case and outer white space. */
  readonly #wanted: ReadonlyMap<string, string>
  /** Of each name that a record had, the one that it stands for, if it fits that but loosely. */
  readonly #loose = new Map<string, string | undefined>()
  #lines: string[] = []
  #length = 0
  #count = 0
  #writing: Promise<void> = Promise.resolve()

  constructor(write: (lines: string) => Promise<void>, { columns, onError }: BuildOptions) {
    this.#write = write
    this.#names = {
      text: columns?.text ?? 'text',
      id: columns?.id ?? 'id',
      weight: columns?.weight ?? 'weight',
    }
    this.#aliases = [columns?.aliases ?? 'aliases'].flat()
    this.#contexts = columns?.contexts && Object.values(columns.contexts)
    this.#season = [columns?.season ?? 'season'].flat()
    const contexts = this.#contexts ?? ['contexts']
    const wanted = [...Object.values(this.#names), ...this.#aliases, ...contexts, ...this.#season]
    this.#wanted = new Map(wanted.map((name) => [folded(name), name]))
    this.#skipsBad = onError === 'skip'
  }

  /** Adds a record, and tells whether a batch is full, so that {@link RecordLines.flush} is due. */
  add(record: RecordInput): boolean {
    this.#count += 1
    const line = this.#line(record)
    this.#lines.push(line)
    this.#length += line.length + 1
    return this.#length >= BATCH_LENGTH
  }

  /** Starts to write what was added, once the batch before is written: one is on its way while the next is made. */
  async flush(): Promise<void> {
    const lines = this.#lines.join('\n')
    this.#lines = []
    this.#length = 0
    await this.#writing
    if (lines === '') return
    this.#writing = this.#write(lines)
    // It is awaited before the next batch; until then a failure must not count as unhandled.
    this.#writing.catch(() => {})
  }

  /** Waits for the batch on its way. */
  async written(): Promise<void> {
    await this.#writing
  }

  /**
   * Writes a record as JSON. What JSON would change (NaN becomes null) or cannot hold is refused
   * here; or, where bad records are skipped, becomes a line that the core refuses and counts.
   */
  #line(record: RecordInput): string {
    let complaint: Complaint | undefined
    let cause: unknown
    try {
      complaint = this.#complaint(this.#named(record))
      if (complaint === undefined) return JSON.stringify(this.#withoutBigWeight(record)) ?? 'null'
    } catch (error) {
      cause = error
      complaint = ['record', `cannot be written as JSON: ${messageOf(error)}`]
    }
    const [field, reason] = complaint
    if (this.#skipsBad) return JSON.stringify(`field ${field} ${reason}`)
    throw failureAbout('ERR_INVALID_RECORD', { file: RECORDS_NAME, line: this.#count, field, reason }, cause)
  }

  /**
   * Returns a record by the names that are looked for, where it spells some in another case or with
   * white space: the core takes these too, and would not see what JSON has changed before.
   */
  #named(record: unknown): unknown {
    if (!isObject(record) || Array.isArray(record)) return record
    let copy: Record<string, unknown> | undefined
    for (const name of Object.keys(record)) {
      const wanted = this.#looseOf(name)
      if (wanted === undefined || Object.hasOwn(record, wanted)) continue
      copy ??= { ...record }
      copy[wanted] = record[name]
    }
    return copy ?? record
  }

  /** Returns the name that is looked for and that `name` fits, but not to the letter. */
  #looseOf(name: string): string | undefined {
    if (this.#loose.has(name)) return this.#loose.get(name)
    const wanted = this.#wanted.get(folded(name))
    const loose = wanted === name ? undefined : wanted
    // An object that is used as a map has a new name in each record.
    if (this.#loose.size < MAX_KNOWN_NAMES) this.#loose.set(name, loose)
    return loose
  }

  /** Returns a record whose weight, if that is a BigInt, is the string of its digits, since JSON has none. */
  #withoutBigWeight(record: RecordInput): object {
    const members = record as unknown as Record<string, unknown>
    const { weight } = this.#names
    const name = Object.hasOwn(members, weight)
      ? weight
      : Object.keys(members).find((key) => this.#looseOf(key) === weight)
    return name !== undefined && typeof members[name] === 'bigint'
      ? { ...members, [name]: String(members[name]) }
      : record
  }

  #complaint(record: unknown): Complaint | undefined {
    if (!isObject(record) || Array.isArray(record)) return ['record', `must be an object, got ${describe(record)}`]
    const names = this.#names
    const weight = record[names.weight]
    if (isUnprintable(weight)) return ['weight', `must be a number from 0, got ${weight}`]
    for (const field of ['text', 'id'] as const) {
      const value = record[names[field]]
      if (typeof value === 'string' && !value.isWellFormed()) {
        return [field, `must be well-formed, got half of a surrogate pair in ${JSON.stringify(value.slice(0, 60))}`]
      }
    }
    for (const alias of this.#aliases.flatMap((name) => record[name])) {
      const { factor } = isObject(alias) ? alias : {}
      if (isUnprintable(factor)) return ['aliases', `factor must be a number from 0 to 1, got ${factor}`]
    }
    return this.#complaintOfRanking(record)
  }

  #complaintOfRanking(record: Record<string, unknown>): Complaint | undefined {
    const { contexts } = record
    const values = this.#contexts?.map((name) => record[name]) ?? (isObject(contexts) ? Object.values(contexts) : [])
    const value = values.flat().find(isUnprintable)
    if (value !== undefined) return ['contexts', `must have strings and finite numbers, got ${value}`]
    const multiplier = this.#season.flatMap((name) => record[name]).find(isUnprintable)
    if (multiplier !== undefined) return ['season', `must have numbers from 0 to 100, got ${multiplier}`]
    return undefined
  }
}

/** Returns a name as those are compared that do not match to the letter, as in the core. */
function folded(name: string): string {
  return name.trim().toLowerCase()
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

/** Tells whether `value` is a number that JSON lacks: NaN or an infinity. */
function isUnprintable(value: unknown): boolean {
  return typeof value === 'number' && !Number.isFinite(value)
}
