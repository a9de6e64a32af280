import { type Counts, routesOf } from './counts.ts'
import { type Metric, type Sample, writeExposition } from './exposition.ts'
import { BOUNDS_MS, type Latencies, total } from './latency.ts'
import type { ProcessMemory } from './process-memory.ts'
import type { Member, TeamFigures } from './team-figures.ts'

/** The upper bounds that a histogram shows, in milliseconds: three a decade. */
const SHOWN_BOUNDS = BOUNDS_MS.filter((bound) => /^(1|2\.5|5)e/.test(bound.toExponential()))

/** Writes the metrics of all workers in the text format of Prometheus. */
export function metricsOf(team: TeamFigures, memory: ReadonlyMap<number, ProcessMemory>): string {
  const { counts, members, served } = team
  const metric = (type: Metric['type'], name: string, help: string, samples: Sample[]): Metric => {
    return { name: `mapahead_${name}`, help, type, samples }
  }
  const one = (value: number): Sample[] => [{ value, labels: {} }]
  const generation = served?.generation ?? ''
  return writeExposition([
    metric('counter', 'http_requests_total', 'Answers, by route and status.', requestSamples(counts)),
    metric('histogram', 'http_request_duration_seconds', 'Time from request to answer.', durationSamples(counts)),
    metric('counter', 'http_errors_total', 'Answers that are errors, by code.', errorSamples(counts)),
    metric('counter', 'http_connections_refused_total', 'Connections beyond the limit.', one(counts.refused)),
    metric('gauge', 'http_connections', 'Open connections.', one(connectionsOf(members))),
    metric('gauge', 'index_info', 'The generation that is served.', [{ value: 1, labels: { generation } }]),
    metric('gauge', 'index_entries', 'Entries of the index.', one(served?.entries ?? 0)),
    metric('counter', 'index_swaps_total', 'New files taken.', one(team.swaps)),
    metric('counter', 'index_swap_failures_total', 'New files not taken.', one(team.swapFailures)),
    metric('gauge', 'workers', 'Workers that answer.', one(team.answering)),
    metric('counter', 'worker_restarts_total', 'Workers started in place of one that ended.', one(team.restarts)),
    ...MEMORY.map(([field, name, help]) => metric('gauge', name, help, memorySamples(memory, field))),
  ])
}

const MEMORY = [
  ['mapped', 'mapping_bytes', 'Size of the mapping of the index, by worker.'],
  ['rss', 'mapping_rss_bytes', 'What of the mapping is in memory, by worker.'],
  ['pss', 'mapping_pss_bytes', 'The same, divided by how many share each page.'],
  ['privateDirty', 'mapping_private_dirty_bytes', 'What of the mapping is changed and not shared.'],
  ['processRss', 'worker_rss_bytes', 'What of the whole process is in memory, by worker.'],
  ['processPrivate', 'worker_private_bytes', 'What of it is not shared.'],
] as const

function requestSamples(counts: Counts): Sample[] {
  return routesOf(counts).flatMap(([route, { statuses }]) =>
    Object.entries(statuses).map(([status, value]) => ({ value, labels: { route, status } })),
  )
}

function errorSamples(counts: Counts): Sample[] {
  return Object.entries(counts.errors).map(([code, value]) => ({ value, labels: { code } }))
}

function durationSamples(counts: Counts): Sample[] {
  return routesOf(counts).flatMap(([route, { latencies }]) => histogram(route, latencies))
}

function histogram(route: string, latencies: Latencies): Sample[] {
  const name = 'mapahead_http_request_duration_seconds'
  let below = 0
  const buckets: Sample[] = []
  for (const [place, bound] of BOUNDS_MS.entries()) {
    below += latencies.counts[place] ?? 0
    if (!SHOWN_BOUNDS.includes(bound)) continue
    buckets.push({ name: `${name}_bucket`, value: below, labels: { le: bound / 1000, route } })
  }
  const count = total(latencies)
  return [
    ...buckets,
    { name: `${name}_bucket`, value: count, labels: { le: '+Inf', route } },
    { name: `${name}_sum`, value: latencies.sumMs / 1000, labels: { route } },
    { name: `${name}_count`, value: count, labels: { route } },
  ]
}

function memorySamples(memory: ReadonlyMap<number, ProcessMemory>, field: keyof ProcessMemory): Sample[] {
  return [...memory].flatMap(([pid, used]) => {
    const value = used[field]
    return value === null ? [] : [{ value, labels: { pid } }]
  })
}

function connectionsOf(members: readonly Member[]): number {
  return members.reduce((sum, { connections }) => sum + connections, 0)
}
