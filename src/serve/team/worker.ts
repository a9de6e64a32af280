// The entry of a worker process of `mapahead serve`: answers requests, and tells the primary what it did.
import cluster from 'node:cluster'
import { closeSync } from 'node:fs'
import type { Socket } from 'node:net'
import { messageOf } from '../../errors.ts'
import { isMapaheadError, SuggestIndex } from '../../index.ts'
import { countReply, noCounts } from '../figures/counts.ts'
import { readHandlerOptions } from '../handlers/options.ts'
import { nodeHandler } from '../http/node-call.ts'
import { type BoundedServer, boundedServer } from '../http/server.ts'
import { readAssets } from '../routes/assets.ts'
import type { Attendance } from '../routes/health.ts'
import { assetRoutes, type Report, reportRoutes } from '../routes/pages.ts'
import { createRoutes } from '../routes/table.ts'
import { KEPT_DESCRIPTOR, type ToPrimary, type ToWorker, type WorkerConfig } from './messages.ts'
import { restrictByHeaders } from './restrict-by-header.ts'

const ERROR_MS = 1000
const counts = noCounts()
const lastErrors = new Map<string, number>()
const wantedReports = new Map<number, { resolve(body: string): void; reject(error: Error): void }>()
let lastReport = 0
let isStopping = false
let attendance: Attendance = { answering: 1, workers: 1 }
let bounded: BoundedServer | undefined

function tell(message: ToPrimary): void {
  // It is gone where this fails, and this process ends at once.
  if (process.connected) process.send?.(message, undefined, undefined, () => {})
}

/** Asks the primary for what only it knows. */
function wantReport(report: Report): Promise<string> {
  return new Promise((resolve, reject) => {
    lastReport += 1
    wantedReports.set(lastReport, { resolve, reject })
    tell({ type: 'want-report', id: lastReport, report })
  })
}

/** Tells what made an answer fail, each kind once a second: a damaged file fails with every request. */
function tellError(error: unknown): void {
  const { code, message } = told(error)
  const now = performance.now()
  if (now - (lastErrors.get(code) ?? -ERROR_MS) < ERROR_MS) return
  lastErrors.set(code, now)
  tell({ type: 'error', code, message })
}

function told(error: unknown): { code: string; message: string } {
  const code = isMapaheadError(error) ? error.code : 'ERR_INTERNAL'
  return { code, message: messageOf(error) }
}

/**
 * Opens the last good file, if the primary has one, and follows the path. Not what is at the path first: that
 * may be damaged or gone, or one that the others have not taken yet, and all workers should answer alike.
 */
async function openIndex(path: string, hasKeptFile: boolean): Promise<SuggestIndex> {
  const follow = async (descriptor?: number): Promise<SuggestIndex> => {
    const index: SuggestIndex = await SuggestIndex.follow(
      path,
      { warm: true },
      {
        settle: (file) => tell({ type: 'verified', file, generation: index.generation }),
        refuse: (error, file) => tell({ type: 'swap-failed', ...told(error), file }),
      },
      descriptor,
    )
    return index.on('swap', (swap) => tell({ type: 'swap', ...swap, entries: index.info.entries }))
  }
  if (!hasKeptFile) return follow()
  try {
    return await follow(KEPT_DESCRIPTOR)
  } catch {
    // It was written to in place since it was verified, and there may be a better one at the path by now.
    return await follow()
  } finally {
    // What is mapped needs it no more, and the disk gets its room back when all have gone on to another one.
    closeSync(KEPT_DESCRIPTOR)
  }
}

async function start(config: WorkerConfig, hasKeptFile: boolean): Promise<void> {
  const { path, handler, show, restrict, limits } = config
  const index = await openIndex(path, hasKeptFile)
  const settings = readHandlerOptions(
    {
      ...handler,
      ...(restrict.length > 0 && { restrict: restrictByHeaders(restrict), vary: restrict.map(({ header }) => header) }),
      onError: tellError,
      onReply: (reply) => countReply(counts, reply),
    },
    'serve',
  )
  const routes = new Map([...assetRoutes(readAssets(undefined, show)), ...reportRoutes(wantReport)])
  const answer = createRoutes(index, settings, {
    routes,
    isStopping: () => isStopping,
    attendance: () => attendance,
  })
  bounded = boundedServer(nodeHandler(answer, settings), limits, {
    onRefused() {
      counts.refused += 1
    },
    onBadRequest: (status, code) => countReply(counts, { route: 'other', status, code, durationMs: 0 }),
  })
  tell({ type: 'ready', entries: index.info.entries, generation: index.generation })
}

/** Takes a connection, if its client has not gone on its way here. */
function take(socket: Socket | undefined): void {
  tell({ type: 'taken' })
  if (socket !== undefined) bounded?.take(socket)
}

/** Begins to stop. Who has not begun to answer has nothing to end. */
function stop(): void {
  if (bounded === undefined) process.exit(0)
  isStopping = true
  bounded.stop()
}

if (cluster.isWorker) {
  // The primary says when to stop; a terminal, or what runs the service, tells all at once.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})
  process.on('message', (message: ToWorker, socket?: Socket) => {
    switch (message.type) {
      case 'start':
        attendance = message.attendance
        start(message.config, message.hasKeptFile).catch((error) => tell({ type: 'failed', ...told(error) }))
        break
      case 'attendance':
        attendance = message.attendance
        break
      case 'ask-sign':
        tell({ type: 'sign' })
        break
      case 'connection':
        take(socket)
        break
      case 'report-counts':
        tell({ type: 'counts', counts, connections: bounded?.connections() ?? 0 })
        break
      case 'report':
        wantedReports.get(message.id)?.resolve(message.body)
        wantedReports.delete(message.id)
        break
      case 'report-failed':
        wantedReports.get(message.id)?.reject(new Error(`the primary process cannot make it: ${message.message}`))
        wantedReports.delete(message.id)
        break
      case 'stop':
        stop()
        break
      case 'hold':
        bounded?.hold()
        break
      case 'end':
        bounded?.end().then(() => process.exit(0))
        break
    }
  })
  tell({ type: 'online' })
}
