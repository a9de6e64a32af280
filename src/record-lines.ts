import { failure } from './errors.ts'
import type { RecordInput } from './types.ts'

/** The name of records that come from JavaScript, in messages. */
export const RECORDS_NAME = '<records>'

/** About how many UTF-16 code units of lines are handed over at once. */
const BATCH_LENGTH = 1 << 20

/** Collects records as lines of JSON, and hands them over in batches. */
export class RecordLines {
  readonly #write: (lines: string) => Promise<void>
  #lines: string[] = []
  #length = 0
  #count = 0
  #writing: Promise<void> = Promise.resolve()

  constructor(write: (lines: string) => Promise<void>) {
    this.#write = write
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

  #line(record: RecordInput): string {
    try {
      // JSON has no NaN and would make it null; as a string the core refuses it by name.
      const { weight } = record
      const printable = typeof weight === 'number' && !Number.isFinite(weight)
      return JSON.stringify(printable ? { ...record, weight: String(weight) } : record) ?? 'null'
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      const message = `${RECORDS_NAME}:${this.#count}: the record cannot be written as JSON: ${reason}`
      throw failure('ERR_INVALID_RECORD', message, error)
    }
  }
}
