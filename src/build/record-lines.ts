import { describe } from '../arguments.ts'
import { failureAbout, messageOf } from '../errors.ts'
import { ID_EXPECTED, isRounded, textOfValue, VALUE_EXPECTED } from '../values.ts'
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
      const named = this.#named(record)
      complaint = this.#complaint(named)
      if (complaint === undefined) return JSON.stringify(this.#withTexts(record, named as typeof record)) ?? 'null'
    } catch (error) {
      cause = error
      complaint = [memberAtFault(record), `cannot be written as JSON: ${messageOf(error)}`]
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

  /** Returns the name by which `record` has the member that is looked for as `wanted`. */
  #nameIn(record: object, wanted: string): string {
    const isLoose = (name: string) => this.#looseOf(name) === wanted
    return Object.hasOwn(record, wanted) ? wanted : (Object.keys(record).find(isLoose) ?? wanted)
  }

  #complaint(record: unknown): Complaint | undefined {
    if (!isObject(record) || Array.isArray(record)) return ['record', `must be an object, got ${describe(record)}`]
    const names = this.#names
    const id = record[names.id]
    if (typeof id === 'string' ? !id.isWellFormed() : typeof id === 'number' && isOfManyIds(id)) {
      return ['id', typeof id === 'string' ? halfOfPair(id) : `must be ${ID_EXPECTED}, got ${describe(id)}`]
    }
    const weight = record[names.weight]
    if (isNoJson(weight) && !isBigInt(weight)) return ['weight', `must be a number from 0, got ${describe(weight)}`]
    const text = record[names.text]
    if (typeof text === 'string' && !text.isWellFormed()) return ['text', halfOfPair(text)]
    if (isNoJson(text)) return ['text', `must be a string, got ${describe(text)}`]
    for (const alias of this.#aliases.flatMap((name) => record[name] ?? [])) {
      // A hole too: an array of nothing else has no end that one would wait for.
      if (alias === undefined) return ['aliases', 'must be strings or {text, factor}, got undefined']
      const { factor } = isObject(alias) ? alias : {}
      if (isNoJson(factor)) return ['aliases', `factor must be a number from 0 to 1, got ${describe(factor)}`]
    }
    return this.#complaintOfRanking(record)
  }

  #complaintOfRanking(record: Record<string, unknown>): Complaint | undefined {
    for (const values of this.#contextMembers(record)) {
      const bad = firstBad(values, (value) => typeof value === 'number' && textOfValue(value) === undefined)
      if (bad) return ['contexts', `must have values, each ${VALUE_EXPECTED}, got ${describe(bad.item)}`]
    }
    for (const name of this.#season) {
      const bad = firstBad(record[name], isNoJson)
      if (bad) return ['season', `must have numbers from 0 to 100, got ${describe(bad.item)}`]
    }
    return undefined
  }

  /** Returns the values of each field of the contexts: one, or an array. */
  #contextMembers(record: Record<string, unknown>): unknown[] {
    if (this.#contexts !== undefined) return this.#contexts.map((name) => record[name])
    const { contexts } = record
    return isObject(contexts) ? Object.values(contexts) : []
  }

  /**
   * Returns a record in which BigInts, which JSON lacks, are the texts that they stand for. `named` is the record by
   * the names that are looked for.
   */
  #withTexts(given: RecordInput, named: RecordInput): object {
    // Most records have none, and are not copied.
    const [record, members] = [given, named] as unknown as Record<string, unknown>[]
    if (!isObject(record) || !isObject(members)) return given
    const single = [this.#names.id, this.#names.weight].filter((name) => isBigInt(members[name]))
    const hasBigValue = this.#contextMembers(members).some((values) => firstBad(values, isBigInt))
    if (single.length === 0 && !hasBigValue) return record
    const copy = { ...record }
    for (const wanted of single) copy[this.#nameIn(record, wanted)] = String(members[wanted])
    if (!hasBigValue) return copy
    for (const wanted of this.#contexts ?? []) copy[this.#nameIn(record, wanted)] = withoutBigInts(members[wanted])
    const { contexts } = members
    if (this.#contexts !== undefined || !isObject(contexts)) return copy
    const fields = Object.entries(contexts).map(([field, values]) => [field, withoutBigInts(values)] as const)
    return { ...copy, [this.#nameIn(record, 'contexts')]: Object.fromEntries(fields) }
  }
}

/** Finds the first bad value in an array, or takes a single one; a hole in an array is bad too. */
function firstBad(values: unknown, isBad: (value: unknown) => boolean): { readonly item: unknown } | undefined {
  if (!Array.isArray(values)) return isBad(values) ? { item: values } : undefined
  for (const item of values) if (item === undefined || isBad(item)) return { item }
  return undefined
}

/** Returns the texts that BigInts stand for, alone or in an array, and all else as it is. */
function withoutBigInts(values: unknown): unknown {
  const one = (value: unknown) => (isBigInt(value) ? String(value) : value)
  return Array.isArray(values) ? values.map(one) : one(values)
}

function isBigInt(value: unknown): value is bigint {
  return typeof value === 'bigint'
}

/** Tells whether a number is no id, or may be that of several since it was rounded. The core refuses fractions. */
function isOfManyIds(id: number): boolean {
  return !Number.isFinite(id) || isRounded(id)
}

/** Names the member that JSON cannot hold. */
function memberAtFault(record: RecordInput): string {
  const isAtFault = ([, value]: readonly [string, unknown]) => {
    try {
      JSON.stringify(value)
      return false
    } catch {
      return true
    }
  }
  try {
    return Object.entries(record).find(isAtFault)?.[0] ?? 'record'
  } catch {
    return 'record'
  }
}

function halfOfPair(text: string): string {
  return `must be well-formed, got half of a surrogate pair in ${JSON.stringify(text.slice(0, 60))}`
}

/** Returns a name as those are compared that do not match to the letter, as in the core. */
function folded(name: string): string {
  return name.trim().toLowerCase()
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

/** Tells whether `value` is something that JSON lacks: NaN, an infinity or a BigInt. */
function isNoJson(value: unknown): boolean {
  return isBigInt(value) || (typeof value === 'number' && !Number.isFinite(value))
}
