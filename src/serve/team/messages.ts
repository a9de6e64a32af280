import type { Counts } from '../figures/counts.ts'
import type { HandlerOptions } from '../handlers/options.ts'
import type { ServerLimits } from '../http/server.ts'
import type { Report } from '../routes/pages.ts'

/** The options of a handler that are plain values, so that processes can send them. */
export type PlainHandlerOptions = Omit<HandlerOptions, 'onError' | 'onReply'>

/** What a worker needs to start. */
export interface WorkerConfig {
  path: string
  host: string
  port: number
  handler: PlainHandlerOptions
  /** The fields of the payload that the page shows beside a text. */
  show?: readonly string[]
  limits: ServerLimits
}

/** What the primary says to a worker. */
export type ToWorker =
  | { type: 'start'; config: WorkerConfig }
  | { type: 'report-counts' }
  | { type: 'report'; id: number; body: string }
  | { type: 'report-failed'; id: number; message: string }
  | { type: 'stop' }

/** What a worker says to the primary. */
export type ToPrimary =
  // It listens: what was sent before is lost.
  | { type: 'online' }
  | { type: 'ready'; entries: number; generation: string }
  | { type: 'failed'; code: string; message: string }
  | { type: 'counts'; counts: Counts; connections: number }
  | { type: 'swap'; generation: string; previous: string; entries: number }
  | { type: 'swap-failed'; code: string; message: string }
  | { type: 'error'; code: string; message: string }
  | { type: 'want-report'; id: number; report: Report }
