import cluster from 'node:cluster'
import { realpath } from 'node:fs/promises'
import { resolve } from 'node:path'
import { failure, type MapaheadError } from '../../errors.ts'
import { SuggestIndex } from '../../index.ts'
import { complaintsOfFields } from '../../shown-fields.ts'
import { indexLatencies } from '../figures/counts.ts'
import { noLatencies } from '../figures/latency.ts'
import { metricsOf } from '../figures/metrics.ts'
import { Minute } from '../figures/minute.ts'
import { type ProcessMemory, processMemory } from '../figures/process-memory.ts'
import { statusOf } from '../figures/status.ts'
import { readHandlerOptions } from '../handlers/options.ts'
import type { ServerLimits } from '../http/server.ts'
import type { Report } from '../routes/pages.ts'
import { Listener } from './listener.ts'
import type { LogEvent } from './log-event.ts'
import type { PlainHandlerOptions, WorkerConfig } from './messages.ts'
import { checkFields, type HeaderRestriction } from './restrict-by-header.ts'
import { Snapshot } from './snapshot.ts'
import { Team } from './team.ts'

/** What a server of an index needs. */
export interface ServeOptions {
  workers: number
  host: string
  /** 0 for one that the system chooses. */
  port: number
  handler: PlainHandlerOptions
  /** The fields of the payload that the page shows beside a text. */
  show?: readonly string[]
  /** What requests may see by their headers. */
  restrict: readonly HeaderRestriction[]
  limits: ServerLimits
  /** How long connections are taken after the stop has begun, in milliseconds. */
  graceMs: number
  /** The folder for a copy that the workers map in place of the file; without it they map the file. */
  snapshot: string | undefined
  /** How long the event loop of a worker may stand still before another takes its place, in milliseconds; 0 for ever. */
  stallMs: number
  /** Flags of Node.js for the workers, besides those that this process has. */
  nodeFlags: readonly string[]
  /** Variables of the environment for the workers, besides those that this process has. */
  variables: Readonly<Record<string, string>>
  /** Called with what happens. That the server listens is for the caller to tell. */
  log(event: LogEvent): void
}

/** A server that answers. */
export interface Serving {
  /** Where it listens, and of what. */
  listening: LogEvent
  /** Answers what was asked, for at most so many milliseconds, and ends. */
  stop(drainMs: number): Promise<void>
  /** Ends at once. */
  kill(): void
}

const SECOND_MS = 1000
/** Of how many entries at least one should have a field that is to be shown. */
const BEST = 100

/**
 * Serves the index at `path` from several processes, and resolves when all of them answer.
 *
 * @throws `ERR_UNSUPPORTED` in a worker of a cluster, `ERR_IO` if the file cannot be read or the port not be had,
 * and what `SuggestIndex.open` throws.
 */
export async function serve(path: string, options: ServeOptions): Promise<Serving> {
  checkIsPrimary()
  readHandlerOptions(options.handler, 'serve')
  const folder = options.snapshot
  if (folder === undefined) return await serveFrom(resolve(path), path, options)
  const snapshot = await Snapshot.take(resolve(path), resolve(folder))
  try {
    const serving = await serveFrom(snapshot.path, path, options, (failed) => snapshot.follow(failed))
    return {
      listening: serving.listening,
      stop: (drainMs) => serving.stop(drainMs).finally(() => snapshot.remove()),
      kill() {
        serving.kill()
        snapshot.remove()
      },
    }
  } catch (error) {
    snapshot.remove()
    throw error
  }
}

/** Serves the index at `file`, which stands for `path`. `follow` begins to look for files after it, where workers do not. */
async function serveFrom(
  file: string,
  path: string,
  options: ServeOptions,
  follow: (failed: (error: MapaheadError) => void) => void = () => {},
): Promise<Serving> {
  const { host, port, handler, show = [], restrict, limits, log } = options
  const complaints = await checkIndex(file, show, restrict)
  const listener = await Listener.open({ host, port, maxHeld: limits.maxConnections })
  const config: WorkerConfig = { path: file, handler, show, restrict, limits }
  const minute = new Minute()
  const team = new Team(config, { ...options, listener, makeReport })
  const fresh = atMostEvery(SECOND_MS / 4, () => team.refresh())
  const memoryOfAll = atMostEvery(SECOND_MS, () => readMemory(team, file))

  async function makeReport(report: Report): Promise<string> {
    const [memory] = await Promise.all([memoryOfAll(), fresh()])
    return report === 'metrics' ? metricsOf(team, memory) : JSON.stringify(statusOf(team, minute, memory))
  }

  try {
    await team.start()
  } catch (error) {
    team.kill()
    throw error
  }
  for (const message of complaints) log({ event: 'show-missing', message })
  follow((error) => team.tellSwapFailure(error))
  minute.add(noLatencies(), Date.now())
  const timer = setInterval(async () => {
    await team.refresh()
    minute.add(indexLatencies(team.counts), Date.now())
  }, SECOND_MS)
  const { entries = 0, generation = '' } = team.served ?? {}
  const { url } = listener
  return {
    listening: { event: 'listening', url, path, workers: options.workers, entries, generation },
    async stop(drainMs) {
      clearInterval(timer)
      await team.stop(drainMs)
      log({ event: 'stopped' })
    },
    kill: () => team.kill(),
  }
}

/** A worker of a cluster has no workers: it would wait for its own for ever, and who started it would take it for well. */
function checkIsPrimary(): void {
  if (cluster.isPrimary) return
  const message =
    'mapahead serve starts its own workers, so it cannot be a worker of a cluster; ' +
    "run it as one process (in PM2 with exec_mode 'fork', without -i) and set --workers"
  throw failure('ERR_UNSUPPORTED', message)
}

/**
 * Opens the index once, as the workers will, checksums included, so that what is wrong with it is told once. Returns
 * what there is to say of the fields to show.
 */
async function checkIndex(
  path: string,
  show: readonly string[],
  restrict: readonly HeaderRestriction[],
): Promise<string[]> {
  const index = await SuggestIndex.open(path, { watch: true })
  try {
    checkFields(restrict, index.info)
    const best = show.length === 0 ? [] : index.suggest('', { limit: BEST }).suggestions
    return complaintsOfFields(
      best.map(({ payload }) => payload),
      show,
    )
  } finally {
    index.close()
  }
}

async function readMemory(team: Team, file: string): Promise<ReadonlyMap<number, ProcessMemory>> {
  // It may be a link, to another file by now; while it is missing, the mapping is of the one that was there.
  const real = await realpath(file).catch(() => file)
  const pairs = team.members.map(async ({ pid }) => [pid, await processMemory(pid, real)] as const)
  return new Map(await Promise.all(pairs))
}

/** Makes a function that answers with its last result for a while, and with the one under way to all who wait. */
function atMostEvery<Value>(ms: number, make: () => Promise<Value>): () => Promise<Value> {
  let last: Promise<Value> | undefined
  let madeAt = 0
  return () => {
    if (last === undefined || performance.now() - madeAt > ms) {
      last = make()
      madeAt = performance.now()
    }
    return last
  }
}
