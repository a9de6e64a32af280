import { type Counts, indexLatencies } from './counts.ts'
import { percentile, total } from './latency.ts'
import type { Minute } from './minute.ts'
import { type ProcessMemory, UNKNOWN_MEMORY } from './process-memory.ts'
import type { TeamFigures } from './team-figures.ts'

/** How fast answers were, in milliseconds; `null` if there were none. */
interface Percentiles {
  p50: number | null
  p99: number | null
}

/** What `/status.json` answers. Requests are those of suggestions and entries; sizes are in bytes. */
export interface Status {
  generation: string
  entries: number
  /** Since the server started, in seconds. */
  uptime: number
  workers: (ProcessMemory & { pid: number; requests: number; connections: number })[]
  /** All requests since the start, those of workers that ended included. */
  requests: number
  latency: Percentiles
  lastMinute: Percentiles & { requests: number }
  swaps: number
  swapFailures: number
  restarts: number
}

/** Puts the status of a server together. */
export function statusOf(team: TeamFigures, minute: Minute, memory: ReadonlyMap<number, ProcessMemory>): Status {
  const latencies = indexLatencies(team.counts)
  const last = minute.since(latencies)
  return {
    generation: team.served?.generation ?? '',
    entries: team.served?.entries ?? 0,
    uptime: Math.round(process.uptime()),
    workers: team.members.map(({ pid, counts, connections }) => {
      return { pid, requests: requestsOf(counts), connections, ...(memory.get(pid) ?? UNKNOWN_MEMORY) }
    }),
    requests: total(latencies),
    latency: { p50: percentile(latencies, 0.5), p99: percentile(latencies, 0.99) },
    lastMinute: { requests: total(last), p50: percentile(last, 0.5), p99: percentile(last, 0.99) },
    swaps: team.swaps,
    swapFailures: team.swapFailures,
    restarts: team.restarts,
  }
}

function requestsOf(counts: Counts): number {
  return total(indexLatencies(counts))
}
