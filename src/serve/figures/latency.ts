/** The steps of a decade: each about a quarter more than the one before. */
const STEPS = [1, 1.25, 1.6, 2, 2.5, 3.15, 4, 5, 6.3, 8]

/** The upper bounds of the classes into which times fall, in milliseconds: 10 µs to 10 s, and above. */
export const BOUNDS_MS: readonly number[] = [-2, -1, 0, 1, 2, 3]
  .flatMap((power) => STEPS.map((step) => Number(`${step}e${power}`)))
  .concat(10_000)

/** How many times fell into each class, and their sum. */
export interface Latencies {
  /** One number for each of `BOUNDS_MS`, and one for what is longer. */
  counts: number[]
  sumMs: number
}

/** Makes the record of no times. */
export function noLatencies(): Latencies {
  return { counts: new Array<number>(BOUNDS_MS.length + 1).fill(0), sumMs: 0 }
}

/** Counts a time. */
export function record(latencies: Latencies, ms: number): void {
  const place = classOf(ms)
  latencies.counts[place] = (latencies.counts[place] ?? 0) + 1
  latencies.sumMs += ms
}

/** Adds the times of `other`, or with `-1` takes them away. */
export function addLatencies(latencies: Latencies, other: Latencies, sign: 1 | -1 = 1): void {
  for (const [place, count] of other.counts.entries()) {
    latencies.counts[place] = (latencies.counts[place] ?? 0) + sign * count
  }
  latencies.sumMs += sign * other.sumMs
}

/** How many times there are. */
export function total({ counts }: Latencies): number {
  return counts.reduce((sum, count) => sum + count, 0)
}

/**
 * Estimates the time that a share of all do not exceed, as if the times of a class were spread evenly
 * over it, or returns `null` if there are none. Times past 10 s count as 10 s.
 */
export function percentile(latencies: Latencies, share: number): number | null {
  const wanted = total(latencies) * share
  if (wanted === 0) return null
  let below = 0
  for (const [place, count] of latencies.counts.entries()) {
    // An empty class before it reaches the same share, and has nothing to spread.
    if (count > 0 && below + count >= wanted) {
      const low = place === 0 ? 0 : (BOUNDS_MS[place - 1] ?? 0)
      const high = BOUNDS_MS[place] ?? low
      return rounded(low + ((high - low) * (wanted - below)) / count)
    }
    below += count
  }
  return BOUNDS_MS.at(-1) ?? null
}

/** To a microsecond. */
function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000
}

function classOf(ms: number): number {
  let [low, high] = [0, BOUNDS_MS.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((BOUNDS_MS[middle] ?? 0) < ms) low = middle + 1
    else high = middle
  }
  return low
}
