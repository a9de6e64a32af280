import type { Worker } from 'node:cluster'
import type { Socket } from 'node:net'
import { type Counts, noCounts } from '../figures/counts.ts'
import type { ToWorker } from './messages.ts'
import { Pulse } from './pulse.ts'

/** The place of one worker, whatever process has it. */
export interface Slot {
  worker: Worker | undefined
  /** When it could answer first, in milliseconds since the epoch; nothing while it starts. */
  readyAt: number | undefined
  /** How many times in a row it ended soon. */
  crashes: number
  counts: Counts
  connections: number
  /** The place of its index among the generations; of use while it answers. */
  place: number
  /** Whether its event loop goes on; of use while it answers. */
  pulse: Pulse
  /** Whether it was handed a connection, and has not said that it has it. */
  isHanded: boolean
  /** Whether it was asked for its counts, and has not told them yet. */
  isAsked: boolean
  /** Called when it has told its counts, or has ended. */
  waiting: Set<() => void>
}

/** How long a worker may take to tell its counts; those that it told last count then. */
const COUNTS_MS = 1000

/** Makes a place that no process has. */
export function emptySlot(): Slot {
  return {
    worker: undefined,
    readyAt: undefined,
    crashes: 0,
    counts: noCounts(),
    connections: 0,
    place: -1,
    pulse: new Pulse(),
    isHanded: false,
    isAsked: false,
    waiting: new Set(),
  }
}

/** Whether the worker of a slot answers requests: it listens, and its event loop goes on. */
export function isAnswering({ readyAt, pulse }: Slot): boolean {
  return readyAt !== undefined && !pulse.isSilent
}

/** Whether a connection can be handed to the worker of a slot: it answers, and has the one before. */
export function mayBeHanded(slot: Slot): boolean {
  return !slot.isHanded && isAnswering(slot) && slot.worker?.isConnected() === true
}

/** Hands a connection to the worker of a slot. It is lost if the worker ends before it has it. */
export function handTo(slot: Slot, socket: Socket): void {
  slot.isHanded = true
  const message: ToWorker = { type: 'connection' }
  // Not by the worker, whose `send` tells nobody that it failed. Its end follows then.
  slot.worker?.process.send(message, socket, undefined, () => {})
}

/** Asks a worker for its counts, unless it was asked before, and resolves when they are here, or late. */
export function countsOf(slot: Slot): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      slot.waiting.delete(done)
      resolve()
    }
    const timer = setTimeout(done, COUNTS_MS)
    slot.waiting.add(done)
    if (slot.isAsked) return
    slot.isAsked = true
    tell(slot.worker, { type: 'report-counts' })
  })
}

/** Lets those go on who wait for the counts of a worker. */
export function settle(slot: Slot): void {
  slot.isAsked = false
  for (const done of [...slot.waiting]) done()
}

/** Says something to a worker, if it can still hear. */
export function tell(worker: Worker | undefined, message: ToWorker): void {
  if (worker?.isConnected()) worker.send(message)
}
