/** A value of a context. A number stands for its text as JavaScript writes it: `5` and `'5'` are one value. */
export type ContextValue = string | number

/** Values of contexts by field: one, or several of which any will do. */
export type ContextValues = Readonly<Record<string, ContextValue | readonly ContextValue[]>>

/** Entries never to return, by id and by the values of their contexts. */
export interface ExcludeOptions {
  /** Ids, at most 10,000; those that the index lacks do nothing. */
  ids?: readonly string[] | undefined
  /** Values by field: an entry that has any of them is left out. At most 10,000 values. */
  contexts?: ContextValues | undefined
}

/** Multipliers of scores, 0 to 1,000 each, where 1 changes nothing. */
export interface BoostOptions {
  /**
   * By field and value of a context, at most 1,000 values. The largest counts inside a field, the
   * product over fields.
   */
  contexts?: Readonly<Record<string, Readonly<Record<string, number>>>> | undefined
  /**
   * By id of an entry: at most 1,000 in a request, 100,000 in a prepared set. Ids that the index
   * lacks do nothing.
   */
  ids?: Readonly<Record<string, number>> | ReadonlyMap<string, number> | undefined
}

/** How many entries match in the tiers that the answer had to search, with those on other pages. */
export interface Total {
  /** The number, counted up to 10,000. */
  value: number
  /** Whether that is all, or there may be more. */
  relation: 'exact' | 'at-least'
}

/** What was typed in place of what was meant. */
export interface Edit {
  /** What was done: letters were `replaced`, one too many was `added`, one was `dropped`, two were `swapped`. */
  kind: 'replaced' | 'added' | 'dropped' | 'swapped'
  /**
   * Why it is a likely slip, if it is one: the keys are neighbors, the letter is one of two equal
   * ones, the letters sound alike.
   */
  because?: 'neighbor' | 'doubled' | 'sound'
  /** The letters that were typed; empty where one was dropped. */
  typed: string
  /** The letters that were meant; empty where one was added. */
  meant: string
  /** What it costs, with what a wrong first letter costs more. */
  cost: number
}

/** How a typed word became a word of the surface form. */
export interface ExplainedWord {
  /** As it was typed, normalized. */
  typed: string
  /** The word of the form; in an index of kind `literal` the whole form. */
  word: string
  /** Whether it matched by its stem and in no other way. */
  byStem: boolean
  /** What its edits cost. */
  cost: number
  /** The edits, in the order of the letters. */
  edits: Edit[]
}

/**
 * What made the score and the match of a suggestion. The score is
 * `((((weight * factor) * season) * contexts) * boost) * (quality * slips)`.
 */
export interface Explanation {
  /** What scales the weight for the surface form that matched: 1 for the text, else 0 to 1. */
  factor: number
  /** The multiplier of the season on the day, 0 to 100. */
  season: number
  /** The product of the boosts of contexts. */
  contexts: number
  /** The boost of the entry. */
  boost: number
  /** The constant of the kind of match. */
  quality: number
  /** What slips make of it: 1 without, else less. */
  slips: number
  /** Whether the entry is pinned, so that its score does not say where it comes. */
  pinned: boolean
  /** The keyboard layouts that the query was typed on and meant on, if that relaxed the match. */
  layout?: { typed: string; meant: string }
  /** The words of the query as they were read, normalized. */
  readAs: string[]
  /** Each typed word with the word of the form that it is. */
  words: ExplainedWord[]
}
