import type { MapaheadError } from '../errors.ts'

/** A change of the file that an index answers from. */
export interface SwapEvent {
  /** The content hash of the index that answers from now on. */
  generation: string
  /** The content hash of the one that answered before. */
  previous: string
}

/** What an index that is opened with `watch` tells its listeners, by the name of the event. */
export interface IndexEvents {
  /** Another index has taken over: every query from now on is answered from it. */
  swap: (swap: SwapEvent) => void
  /**
   * What was renamed into the place of the file cannot be used, or cannot be read now; the index that
   * answered before goes on. The error says why, as that of `open` would. Told once for each file.
   * `ERR_CHANGED_IN_PLACE` says that the file in use itself was written to or cut short. It is not taken
   * again: only a rename replaces it.
   */
  'swap-failed': (error: MapaheadError) => void
}
