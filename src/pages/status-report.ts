/** What a worker process does and takes; memory in bytes, and `null` where the system does not tell. */
export interface WorkerReport {
  pid: number
  requests: number
  /** Resident pages of the mapped index, shared ones counted in full. */
  rss: number | null
  /** Resident pages of the mapped index, each divided among the processes that use it. */
  pss: number | null
  /** Pages of the mapped index that this process has changed: none, since it is mapped read-only. */
  privateDirty: number | null
  /** The length of the mapped index. */
  mapped: number | null
}

/** Latency percentiles in milliseconds; `null` before the first request. */
export interface Latency {
  p50: number | null
  p99: number | null
}

/** What `GET status.json` answers. */
export interface StatusReport {
  generation: string
  entries: number
  /** Seconds since the start. */
  uptime: number
  workers: WorkerReport[]
  /** Requests since the start, of all workers together. */
  requests: number
  latency: Latency
  lastMinute: Latency & { requests: number }
  swaps: number
  swapFailures: number
}

/** How long a server may take to report, in milliseconds. */
const PATIENCE_MS = 5_000

/**
 * Asks the server for a report.
 *
 * @throws `Error` if there is none; the message is a sentence for the page.
 */
export async function fetchReport(): Promise<StatusReport> {
  const response = await fetch('status.json', { cache: 'no-store', signal: AbortSignal.timeout(PATIENCE_MS) }).catch(
    (cause: unknown) => {
      throw new Error('The server cannot be reached.', { cause })
    },
  )
  if (!response.ok) throw new Error(`The server answered with status ${response.status}.`)
  const body: unknown = await response.json().catch(() => undefined)
  if (!isReport(body)) throw new Error('The server gave a report that this page cannot read.')
  return body
}

function isReport(body: unknown): body is StatusReport {
  if (!isObject(body)) return false
  const { generation, entries, uptime, workers, requests, latency, lastMinute, swaps, swapFailures } = body
  const { requests: recent } = isObject(lastMinute) ? lastMinute : {}
  return (
    typeof generation === 'string' &&
    [entries, uptime, requests, recent, swaps, swapFailures].every((count) => typeof count === 'number') &&
    isObject(latency) &&
    Array.isArray(workers) &&
    workers.every(isObject)
  )
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
