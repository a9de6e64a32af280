import type { Counts } from './counts.ts'

/** What a worker that answers is doing. */
export interface Member {
  pid: number
  counts: Counts
  connections: number
}

/** What is known of the index that the workers answer from. */
export interface Served {
  entries: number
  generation: string
}

/** What a server is told of its workers, for its figures. */
export interface TeamFigures {
  /** The workers that can answer. */
  readonly members: readonly Member[]
  /** How many of them answer now: those whose event loop stands still do not. */
  readonly answering: number
  /** What they answer from. */
  readonly served: Served | undefined
  /** What all workers counted, those that ended included. */
  readonly counts: Counts
  /** How many times the index was swapped. */
  readonly swaps: number
  /** How many new files were not taken. */
  readonly swapFailures: number
  /** How many times a worker was started again. */
  readonly restarts: number
}
