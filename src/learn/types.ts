import type { BuildOptions, TypoOptions } from '../build/option-types.ts'

/** A word as people typed it, and the word that they meant. */
export interface SlipPair {
  /** The word with the slip. */
  typed: string
  /** The word without it. */
  meant: string
  /** How often that happened, above 0 and up to 1e9. @defaultValue 1 */
  count?: number | undefined
}

/** Options of `learn`. */
export interface LearnOptions extends Pick<BuildOptions, 'languages' | 'layouts' | 'typos' | 'quality'> {
  /** Which columns of a file to use, by default those of the same names. A count may be missing. */
  columns?: PairColumns | undefined
}

/** The columns of a file of pairs. */
export interface PairColumns {
  /** The column of the word with the slip. @defaultValue 'typed' */
  typed?: string | undefined
  /** The column of the word without it. @defaultValue 'meant' */
  meant?: string | undefined
  /** The column of how often that happened. @defaultValue 'count' */
  count?: string | undefined
}

/** What `learn` found. */
export interface LearnReport {
  /**
   * Whether the learned costs are better. Then the interval of the difference in likelihood is above 0, so is
   * that of success at 1, and that of success at 10 is not below 0.
   */
  gain: boolean
  /** The costs to build with: the learned ones, or without a gain those that were given. */
  typos: TypoOptions
  /** How many pairs there were, and what became of them. */
  pairs: PairCounts
  /** The pairs that nothing could be learned from, in their order. */
  rejects: PairReject[]
  /** How likely the slips of the held-out pairs are, in nats a slip. 0 is certain. */
  likelihood: { before: number; learned: number; difference: Difference }
  /** How often the held-out typed words find the meant ones: all, whole ones, unfinished ones. */
  success: SuccessReport[]
}

/** What became of pairs. */
export interface PairCounts {
  /** All pairs that were given. */
  given: number
  /** The pairs that costs were learned from. */
  training: number
  /** The pairs that costs were judged by. */
  heldOut: number
  /** The pairs of both halves with more than two slips, two with a wrong first letter, or one in a number. They teach nothing. */
  beyond: number
  /** The distinct words that were meant. */
  words: number
}

/** A pair that nothing can be learned from. */
export interface PairReject {
  /** The line of the file, or the number of the pair, from 1. */
  line: number
  /** What is wrong, as a clause. */
  reason: string
}

/** The learned costs less those that were given, with a 95 % interval by bootstrap over the meant words. */
export interface Difference {
  value: number
  interval: [number, number]
}

/** How often typed words find the meant ones, in an index of all meant words with equal weights. */
export interface SuccessReport {
  /** Which queries: all, words typed to their end, or words typed up to one letter behind their slip. */
  kind: 'all' | 'whole' | 'unfinished'
  /** How many there are. */
  queries: number
  /** Success among the first suggestion, and among the first 10. */
  at: SharesReport[]
}

/** The shares of queries that find the meant word, each with its 95 % interval by Wilson. */
export interface SharesReport {
  /** The number of suggestions: 1 or 10. */
  cutoff: number
  /** By the costs that were given. */
  before: number
  beforeInterval: [number, number]
  /** By the learned costs. */
  learned: number
  learnedInterval: [number, number]
  difference: Difference
}
