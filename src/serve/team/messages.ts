import type { Counts } from '../figures/counts.ts'
import type { HandlerOptions } from '../handlers/options.ts'
import type { ServerLimits } from '../http/server.ts'
import type { Attendance } from '../routes/health.ts'
import type { Report } from '../routes/pages.ts'
import type { HeaderRestriction } from './restrict-by-header.ts'

/** The options of a handler that are plain values, so that processes can send them. */
export type PlainHandlerOptions = Omit<HandlerOptions, 'onError' | 'onReply' | 'restrict' | 'vary'>

/** What a worker needs to start. */
export interface WorkerConfig {
  path: string
  handler: PlainHandlerOptions
  /** The fields of the payload that the page shows beside a text. */
  show?: readonly string[]
  /** What requests may see by their headers; empty where that is all. */
  restrict: readonly HeaderRestriction[]
  limits: ServerLimits
}

/** The descriptor at which a worker that starts has the last good file, if the primary keeps one: that after the channel. */
export const KEPT_DESCRIPTOR = 4

/** What the primary says to a worker. */
export type ToWorker =
  // The attendance is that of when this worker answers, as long as nothing else happens.
  | { type: 'start'; config: WorkerConfig; hasKeptFile: boolean; attendance: Attendance }
  | { type: 'attendance'; attendance: Attendance }
  | { type: 'ask-sign' }
  // With a connection, which it may have no more if its client has gone. No other comes until it says that it has it.
  | { type: 'connection' }
  | { type: 'report-counts' }
  | { type: 'report'; id: number; body: string }
  | { type: 'report-failed'; id: number; message: string }
  // Each answer is the last of its connection from now on.
  | { type: 'stop' }
  // Nothing is answered until the end: an answer makes its client connect anew.
  | { type: 'hold' }
  // All connections were sent before.
  | { type: 'end' }

/** What a worker says to the primary. */
export type ToPrimary =
  // It listens: what was sent before is lost.
  | { type: 'online' }
  | { type: 'ready'; entries: number; generation: string }
  | { type: 'failed'; code: string; message: string }
  | { type: 'sign' }
  // It has the connection that was sent.
  | { type: 'taken' }
  | { type: 'counts'; counts: Counts; connections: number }
  | { type: 'swap'; generation: string; previous: string; entries: number }
  // It answers from the file at the path, whose checksums it has compared.
  | { type: 'verified'; file: string; generation: string }
  | { type: 'swap-failed'; code: string; message: string; file: string }
  | { type: 'error'; code: string; message: string }
  | { type: 'want-report'; id: number; report: Report }
