import type { Explanation } from './explanation.ts'

/** How many entries match in the tiers that the answer had to search, with those on other pages. */
export interface Total {
  /** The number, counted up to 10,000. */
  value: number
  /** Whether that is all, or there may be more. */
  relation: 'exact' | 'at-least'
}

/** A half-open range of a suggestion's text, in UTF-16 code units, as `slice` takes them. */
export interface Highlight {
  /** The first code unit. */
  start: number
  /** The one behind the last. */
  end: number
}

/**
 * What relaxed a match: the form is an `alias`, or a `synonym` made it; query and form have the same
 * marks and signs (`verbatim`); the form has signs as words, or letters written out (`spelled`); the
 * form or the query was cut into `parts`, or taken without leading zeros or long marks; the words are
 * those of the text and of aliases together (`combined`); the form is of Korean `initials`; a word
 * matched only `inside` another, or only by its `stem`; the query was typed on another keyboard
 * `layout`; the query or the form was taken in Latin letters (`transliteration`); what separates the
 * letters of both was free (`spacing`); every word was taken as unfinished (`open-words`); inside a form
 * two words were `joined`, or one was `split`; words of the query were left out (`dropped`).
 */
export type Via =
  | 'alias'
  | 'synonym'
  | 'verbatim'
  | 'spelled'
  | 'parts'
  | 'combined'
  | 'initials'
  | 'inside'
  | 'stem'
  | 'layout'
  | 'transliteration'
  | 'spacing'
  | 'open-words'
  | 'joined'
  | 'split'
  | 'dropped'

/** How a suggestion matched the query. */
export interface Match {
  /** How far the match was relaxed: 0 exact, 1 relaxed, 2 with slips, 3 with words left out. */
  tier: number
  /** What of the surface form was typed: all of it, a prefix of it, or words inside it in any order. */
  kind: 'whole' | 'prefix' | 'words'
  /** What relaxed the match; empty if the text matched as it stands. */
  via: Via[]
  /** The surface form that matched: the text, an alias, or what the build made of one. With `combined` the text. */
  surface: string
  /** The typo cost, all words together; 0 without slips. */
  cost: number
  /**
   * The words of the query that were left out, in tier 3 alone: as they were typed, or as they were read if
   * another layout or Latin letters have more words than were typed, or fewer.
   */
  dropped?: string[]
}

/** One ranked answer. `Payload` is the type of the payloads of the index. */
export interface Suggestion<Payload = unknown> {
  /** The entry's own text. */
  text: string
  /** The entry's id, if it has one. */
  id?: string
  /** What the suggestions are ordered by. */
  score: number
  /** The entry's weight. */
  weight: number
  /** The entry's payload, if it has one, parsed from JSON. */
  payload?: Payload
  /** The parts of `text` that were typed, rising and apart; none where another form matched. */
  highlights: Highlight[]
  /** How it matched. */
  match: Match
  /** What made its score and its match, with `explain`. */
  explain?: Explanation
}

/** An answer to a query. `Payload` is the type of the payloads of the index. */
export interface SuggestResult<Payload = unknown> {
  /** The query as given, but for halves of surrogate pairs, which become U+FFFD. */
  query: string
  /** The suggestions, best first. */
  suggestions: Suggestion<Payload>[]
  /**
   * Whether nothing can be missing. If false, the query used up its budget of work: suggestions may be missing, and
   * the last ones may lack their highlights and explanations.
   */
  complete: boolean
  /** The content hash of the index that answered, as 16 hexadecimal digits. */
  generation: string
  /** How many entries match, with `total`. */
  total?: Total
}
