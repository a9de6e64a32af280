import { addLatencies, type Latencies, noLatencies } from './latency.ts'

/** The sums of times of about the last minute, one a second. */
export class Minute {
  readonly #past: { atMs: number; latencies: Latencies }[] = []

  /** Adds the sum of all times until now. */
  add(latencies: Latencies, nowMs: number): void {
    this.#past.push({ atMs: nowMs, latencies })
    // One that is older stays, to count from.
    while (this.#past.length > 2 && (this.#past[1]?.atMs ?? nowMs) <= nowMs - 60_000) this.#past.shift()
  }

  /** The times since a minute ago, or since the first that was added; `latencies` is the sum until now. */
  since(latencies: Latencies): Latencies {
    const last = noLatencies()
    addLatencies(last, latencies)
    const [oldest] = this.#past
    if (oldest !== undefined) addLatencies(last, oldest.latencies, -1)
    return last
  }
}
