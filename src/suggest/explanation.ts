/**
 * What made the score and the match of a suggestion. The score is
 * `((((weight * factor) * season) * contexts) * boost) * ((quality * slips) * dropped)`.
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
  /** What words that were left out make of it: 1 without, else less. */
  dropped: number
  /** Whether the entry is pinned, so that its score does not say where it comes. */
  pinned: boolean
  /** The keyboard layouts that the query was typed on and meant on, if that relaxed the match. */
  layout?: { typed: string; meant: string }
  /** The words of the query as they were read, normalized. */
  readAs: string[]
  /** Each typed word with the word of the form that it is. */
  words: ExplainedWord[]
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

/** What was typed in place of what was meant. */
export interface Edit {
  /** What was done: letters were `replaced`, one too many was `added`, one was `dropped`, two were `swapped`. */
  kind: 'replaced' | 'added' | 'dropped' | 'swapped'
  /**
   * Why it costs what it does, if not what every edit of its kind costs: the keys are neighbors, the
   * letter was typed twice for once or once for twice, the letters sound alike, the index has a cost
   * for these letters, or it is what separates letters (`spacing`), which is a space in `typed` or
   * `meant`.
   */
  because?: 'neighbor' | 'doubled' | 'halved' | 'sound' | 'letters' | 'spacing'
  /** The letters that were typed; empty where one was dropped. */
  typed: string
  /** The letters that were meant; empty where one was added. */
  meant: string
  /** What it costs, with what a wrong first letter costs more. */
  cost: number
}
