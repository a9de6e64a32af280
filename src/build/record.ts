import type { ContextValue, EntryId } from '../values.ts'

/** A surface form of an entry besides its text. */
export interface AliasInput {
  /** What is matched, 1 to 1,000 characters. */
  text: string
  /** Scales the score when this alias is what matched, 0 to 1; a string may hold the number. @defaultValue 0.1 */
  factor?: number | string | null | undefined
}

/** A record to index. */
export interface RecordInput {
  /** What is matched and shown, 1 to 1,000 characters. */
  text: string
  /**
   * A unique id of up to 1,000 bytes, for `SuggestIndex.get`. A whole number below 2^53 in size and a BigInt become
   * their digits.
   */
  id?: EntryId | null | undefined
  /**
   * The popularity, a finite number from 0. A string may hold the number, as drivers of databases give `numeric`
   * columns, and a BigInt is rounded to the nearest number. @defaultValue 1
   */
  weight?: number | string | bigint | null | undefined
  /** Other surface forms, one or several: codes, other scripts, other names. */
  aliases?: string | AliasInput | readonly (string | AliasInput | null)[] | null | undefined
  /**
   * Values by field, to filter and boost by: `{ city: 'moscow', category: ['doors', 'windows'] }`. At most 1,000
   * values of 1 to 1,000 bytes; the name of a field has up to 100; neither has control characters.
   */
  contexts?: Readonly<Record<string, ContextValue | readonly ContextValue[] | null | undefined>> | undefined
  /**
   * What multiplies the weight by the time of the year: 12 numbers from 0 to 100 for the 15th of January
   * to December, or the name of one of `seasons`. @defaultValue 1 all year round
   */
  season?: readonly (number | string)[] | string | null | undefined
  /** Any JSON value, returned with the suggestion; `null` is the same as none. */
  payload?: unknown
}
