/**
 * What an index holds: `text` that people read (names, titles, products), or `literal` strings
 * that machines compare (ids, e-mail addresses, codes), in which punctuation counts.
 */
export type Kind = 'text' | 'literal'

/** How many surface forms there are of each kind besides the texts; the names are those of `Via`. */
export interface FormCounts {
  /** Aliases as given. */
  alias: number
  /** Forms that synonyms made. */
  synonym: number
  /** Transliterations. */
  transliteration: number
  /** Texts and aliases with their marks and signs. */
  verbatim: number
  /** Texts and aliases with signs as words, letters written out, or elided words apart. */
  spelled: number
  /** Forms cut into parts, or without leading zeros and long marks. */
  parts: number
  /** Texts and aliases by their Korean initial consonants. */
  initials: number
}

/**
 * A value of a context. A number stands for its text as JavaScript writes it, a BigInt for its digits: `5`, `5n`
 * and `'5'` are one value.
 */
export type ContextValue = string | number | bigint

/** An id of an entry. A whole number and a BigInt stand for their digits: `5`, `5n` and `'5'` are one id. */
export type EntryId = string | number | bigint

/** What an id must be, for messages. */
export const ID_EXPECTED = 'a string, a whole number below 2^53 or a BigInt'

/** What a value of a context must be, for messages. */
export const VALUE_EXPECTED = 'a string, a finite number below 2^53 if it is whole, or a BigInt'

/** Returns the text of an id; `undefined` if it is none. */
export function textOfId(id: unknown): string | undefined {
  if (typeof id === 'string') return id
  // A larger number may have been rounded, and then stands for other ids too.
  if (typeof id === 'bigint' || Number.isSafeInteger(id)) return String(id)
  return undefined
}

/** Returns the text of a value of a context; `undefined` if it is none. */
export function textOfValue(value: unknown): string | undefined {
  if (typeof value === 'number') return Number.isFinite(value) && !isRounded(value) ? String(value) : undefined
  return typeof value === 'string' || typeof value === 'bigint' ? String(value) : undefined
}

/** Tells whether a number is written as a whole one, and may stand for others that were rounded to it. */
export function isRounded(value: number): boolean {
  return Number.isInteger(value) && !Number.isSafeInteger(value) && /^-?\d+$/.test(String(value))
}
