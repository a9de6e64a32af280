import type { EvalQuery } from './queries.ts'
import { DEFAULT_LIMIT, type Outcome } from './run.ts'

/** What a list of queries came to. */
export interface Metrics {
  /** How many there are. */
  queries: number
  /** The share of them whose expected entry is among the first n, by n. */
  success: Record<string, number>
  /** The 95 % intervals of these shares by Wilson, which are right for few queries and near 0 and 1 as well. */
  intervals: Record<string, [number, number]>
  /** The mean of 1 / rank, 0 where the entry is not found. */
  mrr: number
  /** The mean rank of those found; `null` if none is. */
  meanRank: number | null
  /** Means of the key presses saved, and of their shares of the texts. */
  saved?: { keys: number; share: number }
  /** Percentiles of the time that one query takes, in microseconds. */
  latencyUs: { p50: number; p95: number; p99: number }
}

/** Queries of one kind, by their places; of all kinds if there is none. */
export interface Group {
  kind?: string
  places: readonly number[]
}

/** Returns the numbers of suggestions by which success is told: 1, 3 and 10, below the limit, and the limit. */
export function cutoffsFor(limit = DEFAULT_LIMIT): number[] {
  return [...[1, 3, 10].filter((cutoff) => cutoff < limit), limit]
}

/** Groups queries: all of them, then those of each kind in the order of the file, if they have kinds. */
export function groupsOf(queries: readonly EvalQuery[]): Group[] {
  const byKind = new Map<string, number[]>()
  for (const [place, { kind }] of queries.entries()) {
    const places = byKind.get(kind)
    if (places === undefined) byKind.set(kind, [place])
    else places.push(place)
  }
  const all: Group = { places: [...queries.keys()] }
  const hasKinds = byKind.size > 1 || !byKind.has('')
  return hasKinds ? [all, ...[...byKind].map(([kind, places]) => ({ kind, places }))] : [all]
}

/** Sums up the queries at `places`, of which there is at least one. */
export function metricsOf(outcome: Outcome, places: readonly number[], cutoffs: readonly number[]): Metrics {
  const ranks = places.map((place) => outcome.ranks[place] ?? 0)
  const found = ranks.filter((rank) => rank > 0)
  const latencies = places.map((place) => outcome.latencies[place] ?? 0).sort((a, b) => a - b)
  const hits = cutoffs.map((cutoff) => found.filter((rank) => rank <= cutoff).length)
  const byCutoff = <Value>(of: (hits: number) => Value) =>
    Object.fromEntries(cutoffs.map((cutoff, place) => [cutoff, of(hits[place] ?? 0)]))
  const metrics: Metrics = {
    queries: places.length,
    success: byCutoff((count) => count / places.length),
    intervals: byCutoff((count) => wilson(count, places.length)),
    mrr: sum(found.map((rank) => 1 / rank)) / places.length,
    meanRank: found.length === 0 ? null : sum(found) / found.length,
    latencyUs: { p50: percentile(latencies, 50), p95: percentile(latencies, 95), p99: percentile(latencies, 99) },
  }
  const { saved } = outcome
  if (saved !== undefined) {
    const mean = (values: Float64Array) => sum(places.map((place) => values[place] ?? 0)) / places.length
    metrics.saved = { keys: mean(saved.keys), share: mean(saved.shares) }
  }
  return metrics
}

/** The 97.5 % point of the normal distribution. */
const Z = 1.959964

/** Returns the 95 % interval of a share of `hits` in `queries` by Wilson (1927). */
export function wilson(hits: number, queries: number): [number, number] {
  const share = hits / queries
  const scale = 1 + Z ** 2 / queries
  const middle = (share + Z ** 2 / (2 * queries)) / scale
  const reach = (Z / scale) * Math.sqrt((share * (1 - share)) / queries + (Z / (2 * queries)) ** 2)
  return [Math.max(0, middle - reach), Math.min(1, middle + reach)]
}

/** Returns the least of `sorted` values that `percent` of them do not exceed. */
export function percentile(sorted: readonly number[], percent: number): number {
  return sorted[Math.max(0, Math.ceil((percent * sorted.length) / 100) - 1)] ?? 0
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
