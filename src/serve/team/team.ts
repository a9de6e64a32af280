import cluster, { type Worker } from 'node:cluster'
import { fileURLToPath } from 'node:url'
import { failure, messageOf } from '../../errors.ts'
import { addCounts, type Counts, noCounts } from '../figures/counts.ts'
import type { Member, Served, TeamFigures } from '../figures/team-figures.ts'
import type { Report } from '../routes/pages.ts'
import { Generations } from './generations.ts'
import type { LogEvent } from './log-event.ts'
import type { ToPrimary, ToWorker, WorkerConfig } from './messages.ts'

/** The place of one worker, whatever process has it. */
interface Slot {
  worker: Worker | undefined
  /** When it could answer first, in milliseconds since the epoch; nothing while it starts. */
  readyAt: number | undefined
  /** How many times in a row it ended soon. */
  crashes: number
  counts: Counts
  connections: number
  swaps: number
  swapFailures: number
  /** The place of its index among the {@link Generations}; of use while it answers. */
  place: number
  /** Whether it was asked for its counts, and has not told them yet. */
  isAsked: boolean
  /** Called when it has told its counts, or has ended. */
  waiting: Set<() => void>
}

const FIRST_RESTART_MS = 100
const LONGEST_RESTART_MS = 10_000
/** Who lived that long did not end because of how it started. */
const SOUND_MS = 30_000
/** How long a worker may take to tell its counts; those that it told last count then. */
const COUNTS_MS = 1000

/**
 * The workers of a server: starts them, restarts those that end, adds up what they did, and stops
 * them. One server of a process has one.
 */
export class Team implements TeamFigures {
  readonly #slots: Slot[]
  readonly #config: WorkerConfig
  readonly #log: (event: LogEvent) => void
  readonly #makeReport: (report: Report) => Promise<string>
  readonly #retired: Counts = noCounts()
  readonly #restarts = new Set<NodeJS.Timeout>()
  #started: { resolve(): void; reject(error: Error): void } | undefined
  #restartCount = 0
  #refusedByPrimary = 0
  #stopped: (() => void) | undefined
  #served: Served | undefined
  readonly #generations = new Generations()

  constructor(
    size: number,
    config: WorkerConfig,
    log: (event: LogEvent) => void,
    makeReport: (report: Report) => Promise<string>,
  ) {
    this.#config = config
    this.#log = log
    this.#makeReport = makeReport
    this.#slots = Array.from({ length: size }, () => ({
      worker: undefined,
      readyAt: undefined,
      crashes: 0,
      counts: noCounts(),
      connections: 0,
      swaps: 0,
      swapFailures: 0,
      place: -1,
      isAsked: false,
      waiting: new Set(),
    }))
  }

  /**
   * Starts every worker, and resolves when all can answer.
   *
   * @throws What kept the first from starting.
   */
  start(): Promise<void> {
    cluster.setupPrimary({ exec: fileURLToPath(new URL('./worker.js', import.meta.url)) })
    return new Promise((resolve, reject) => {
      this.#started = { resolve, reject }
      for (const slot of this.#slots) this.#fork(slot)
    })
  }

  /** The workers that can answer. */
  get members(): Member[] {
    return this.#slots.flatMap(({ worker, readyAt, counts, connections }) => {
      const pid = worker?.process.pid
      return pid === undefined || readyAt === undefined ? [] : [{ pid, counts, connections }]
    })
  }

  /** What the workers answer from; the newest, while some have swapped and others have not. */
  get served(): Served | undefined {
    return this.#served
  }

  /** How many times a worker was started again. */
  get restarts(): number {
    return this.#restartCount
  }

  /** How many times the index was swapped, as far as the first of the workers is. */
  get swaps(): number {
    return Math.max(...this.#slots.map(({ swaps }) => swaps))
  }

  /** How many new files were not taken. */
  get swapFailures(): number {
    return Math.max(...this.#slots.map(({ swapFailures }) => swapFailures)) + this.#refusedByPrimary
  }

  /** Tells and counts a new file that the primary itself did not take. */
  tellSwapFailure({ code, message }: { code: string; message: string }): void {
    this.#refusedByPrimary += 1
    this.#log({ event: 'swap-failed', code, message })
  }

  /** What all workers counted, those that ended included. As old as the last {@link Team.refresh}. */
  get counts(): Counts {
    const sum = noCounts()
    addCounts(sum, this.#retired)
    for (const { counts } of this.#slots) addCounts(sum, counts)
    return sum
  }

  /** Asks every worker for its counts, and resolves when they are here, or late. */
  async refresh(): Promise<void> {
    const asked = this.#slots.filter(({ worker, readyAt }) => worker?.isConnected() === true && readyAt !== undefined)
    await Promise.all(asked.map((slot) => countsOf(slot)))
  }

  /** Lets every worker answer what it was asked, kills those that take longer, and resolves when all have ended. */
  async stop(drainMs: number): Promise<void> {
    const ended = new Promise<void>((resolve) => {
      this.#stopped = resolve
    })
    for (const timer of this.#restarts) clearTimeout(timer)
    for (const { worker } of this.#slots) tell(worker, { type: 'stop' })
    const deadline = setTimeout(() => {
      this.#log({ event: 'killed', pids: this.#slots.flatMap(({ worker }) => worker?.process.pid ?? []) })
      this.kill()
    }, drainMs)
    this.#endIfEmpty()
    await ended
    clearTimeout(deadline)
  }

  /** Ends every worker at once. */
  kill(): void {
    for (const { worker } of this.#slots) worker?.process.kill('SIGKILL')
  }

  #fork(slot: Slot): void {
    let worker: Worker
    try {
      worker = cluster.fork()
    } catch (error) {
      this.#notStarted(slot, error)
      return
    }
    slot.worker = worker
    slot.readyAt = undefined
    worker.on('message', (message: ToPrimary) => this.#heard(slot, worker, message))
    worker.on('error', (error) => {
      // Else it is a message to one that has just ended; `exit` follows.
      if (worker.process.pid === undefined && slot.worker === worker) this.#notStarted(slot, error)
    })
    worker.once('exit', (code, signal) => this.#ended(slot, worker, code, signal))
  }

  #heard(slot: Slot, worker: Worker, message: ToPrimary): void {
    const pid = worker.process.pid ?? 0
    switch (message.type) {
      case 'online':
        // One that was still starting when the others were told to stop has nothing to answer.
        if (this.#stopped !== undefined) worker.process.kill('SIGKILL')
        else tell(worker, { type: 'start', config: this.#config })
        break
      case 'ready':
        slot.readyAt = Date.now()
        this.#serves(slot, message, this.#generations.lastPlaceOf(message.generation))
        if (this.#started === undefined) {
          this.#restartCount += 1
          this.#log({ event: 'worker-restarted', pid })
        } else if (this.#slots.every(({ readyAt }) => readyAt !== undefined)) {
          this.#started.resolve()
          this.#started = undefined
        }
        break
      case 'failed':
        if (this.#started === undefined) {
          this.#log({ event: 'worker-failed', pid, code: message.code, message: message.message })
        } else {
          this.#started.reject(Object.assign(new Error(message.message), { code: message.code }))
        }
        worker.process.kill('SIGKILL')
        break
      case 'counts':
        slot.counts = message.counts
        slot.connections = message.connections
        settle(slot)
        break
      case 'swap':
        slot.swaps += 1
        this.#serves(slot, message, this.#generations.placeOf(message.generation, slot.place))
        break
      case 'swap-failed': {
        const before = this.swapFailures
        slot.swapFailures += 1
        // Every worker sees the same file; it is told once.
        if (this.swapFailures > before) {
          this.#log({ event: 'swap-failed', code: message.code, message: message.message })
        }
        break
      }
      case 'error':
        this.#log({ event: 'error', pid, code: message.code, message: message.message })
        break
      case 'want-report':
        this.#makeReport(message.report).then(
          (body) => tell(worker, { type: 'report', id: message.id, body }),
          (error) => tell(worker, { type: 'report-failed', id: message.id, message: messageOf(error) }),
        )
        break
    }
  }

  /** Notes what a worker answers from now. Others may have left it behind; then it is no news. */
  #serves(slot: Slot, { entries, generation }: Served, { place, isNew }: { place: number; isNew: boolean }): void {
    slot.place = place
    if (!isNew) return
    const previous = this.#served?.generation
    if (previous !== undefined) this.#log({ event: 'swap', generation, previous })
    this.#served = { entries, generation }
  }

  #ended(slot: Slot, worker: Worker, code: number | null, signal: string | null): void {
    const livedMs = slot.readyAt === undefined ? 0 : Date.now() - slot.readyAt
    addCounts(this.#retired, slot.counts)
    Object.assign(slot, { worker: undefined, readyAt: undefined, counts: noCounts(), connections: 0 })
    settle(slot)
    if (this.#stopped !== undefined) {
      this.#endIfEmpty()
      return
    }
    if (this.#started !== undefined) {
      const how = signal === null ? `with exit code ${code}` : `by ${signal}`
      this.#started.reject(failure('ERR_INTERNAL', `a worker ended ${how} before it could answer`))
      return
    }
    if (livedMs > SOUND_MS) slot.crashes = 0
    const restartMs = this.#restart(slot)
    this.#log({ event: 'worker-ended', pid: worker.process.pid ?? 0, code, signal, restartMs })
  }

  /** As {@link Team.#ended}, for a process that the system did not start. */
  #notStarted(slot: Slot, error: unknown): void {
    Object.assign(slot, { worker: undefined, readyAt: undefined })
    if (this.#stopped !== undefined) {
      this.#endIfEmpty()
      return
    }
    if (this.#started !== undefined) {
      this.#started.reject(failure('ERR_INTERNAL', `a worker could not be started: ${messageOf(error)}`))
      return
    }
    const restartMs = this.#restart(slot)
    this.#log({ event: 'worker-not-started', message: messageOf(error), restartMs })
  }

  /** Starts a worker in `slot` later, and returns in how many milliseconds. */
  #restart(slot: Slot): number {
    const restartMs = Math.min(FIRST_RESTART_MS * 2 ** slot.crashes, LONGEST_RESTART_MS)
    slot.crashes += 1
    const timer = setTimeout(() => {
      this.#restarts.delete(timer)
      this.#fork(slot)
    }, restartMs)
    this.#restarts.add(timer)
    return restartMs
  }

  #endIfEmpty(): void {
    if (this.#slots.every(({ worker }) => worker === undefined)) this.#stopped?.()
  }
}

/** Asks a worker for its counts, unless it was asked before, and resolves when they are here, or late. */
function countsOf(slot: Slot): Promise<void> {
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
function settle(slot: Slot): void {
  slot.isAsked = false
  for (const done of [...slot.waiting]) done()
}

function tell(worker: Worker | undefined, message: ToWorker): void {
  if (worker?.isConnected()) worker.send(message)
}
