import type { ReplyReport, RouteName } from '../handlers/options.ts'
import { addLatencies, type Latencies, noLatencies, record } from './latency.ts'

/** What one route, or all of one process, answered. Plain values, so that processes can send them. */
export interface RouteCounts {
  /** Answers by status. */
  statuses: Record<string, number>
  latencies: Latencies
}

/** What a worker counts. */
export interface Counts {
  routes: Partial<Record<RouteName, RouteCounts>>
  /** Answers that are errors, by code. */
  errors: Record<string, number>
  /** Connections that were refused since there were too many. */
  refused: number
}

/** Makes the counts of nothing. */
export function noCounts(): Counts {
  return { routes: {}, errors: {}, refused: 0 }
}

/** Counts an answer. */
export function countReply(counts: Counts, { route, status, code, durationMs }: ReplyReport): void {
  counts.routes[route] ??= { statuses: {}, latencies: noLatencies() }
  const { statuses, latencies } = counts.routes[route]
  statuses[status] = (statuses[status] ?? 0) + 1
  record(latencies, durationMs)
  if (code !== undefined) counts.errors[code] = (counts.errors[code] ?? 0) + 1
}

/** Adds the counts of `other`. */
export function addCounts(counts: Counts, other: Counts): void {
  for (const [route, { statuses, latencies }] of routesOf(other)) {
    counts.routes[route] ??= { statuses: {}, latencies: noLatencies() }
    const sum = counts.routes[route]
    for (const [status, count] of Object.entries(statuses)) sum.statuses[status] = (sum.statuses[status] ?? 0) + count
    addLatencies(sum.latencies, latencies)
  }
  for (const [code, count] of Object.entries(other.errors)) counts.errors[code] = (counts.errors[code] ?? 0) + count
  counts.refused += other.refused
}

/** The routes that answer from the index, which is what people wait for. */
const INDEX_ROUTES: readonly RouteName[] = ['suggest', 'queries', 'entries']

/** The times of all answers from the index. */
export function indexLatencies({ routes }: Counts): Latencies {
  const sum = noLatencies()
  for (const route of INDEX_ROUTES) {
    const counts = routes[route]
    if (counts !== undefined) addLatencies(sum, counts.latencies)
  }
  return sum
}

/** The routes that were asked for, with their counts. */
export function routesOf(counts: Counts): [RouteName, RouteCounts][] {
  return Object.entries(counts.routes) as [RouteName, RouteCounts][]
}
