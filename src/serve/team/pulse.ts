/** After how many beats without a reply a worker is taken for one that stands still. */
export const BEATS = 10

/** After how many it counts as one that does not answer: it may come back yet, but requests should go elsewhere. */
const SILENT_BEATS = BEATS / 2

/**
 * Whether the event loop of one worker goes on. Time is counted in beats and not by the clock: while the
 * whole machine or this process stands still, there are none, and nobody is blamed.
 */
export class Pulse {
  /** Beats since the worker was asked for a sign, that one included; 0 if it has given it. */
  #waited = 0

  /** Counts a beat, and says what to do: ask the worker for a sign, wait for it, or give the worker up. */
  beat(): 'ask' | 'wait' | 'stalled' {
    this.#waited += 1
    if (this.#waited === 1) return 'ask'
    // Once: after that it is only waited for its end.
    return this.#waited === BEATS + 1 ? 'stalled' : 'wait'
  }

  /** Hears the sign. */
  hear(): void {
    this.#waited = 0
  }

  /** Whether the sign is so late that the worker should get no requests. */
  get isSilent(): boolean {
    return this.#waited > SILENT_BEATS
  }
}
