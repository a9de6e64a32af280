import cluster, { type Worker } from 'node:cluster'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { failure, messageOf } from '../../errors.ts'
import { addCounts, type Counts, noCounts } from '../figures/counts.ts'
import type { Member, Served, TeamFigures } from '../figures/team-figures.ts'
import type { Report } from '../routes/pages.ts'
import { Generations } from './generations.ts'
import { KeptFile } from './kept-file.ts'
import type { Listener } from './listener.ts'
import type { LogEvent } from './log-event.ts'
import type { ToPrimary, WorkerConfig } from './messages.ts'
import { BEATS, Pulse } from './pulse.ts'
import { countsOf, emptySlot, isAnswering, type Slot, settle, tell } from './slot.ts'

/** What a team does, besides its configuration. */
export interface TeamOptions {
  workers: number
  /** Where connections come from. The team closes it when it stops. */
  listener: Listener
  /** How long connections are taken after the stop has begun, in milliseconds. */
  graceMs: number
  /** How long the event loop of a worker may stand still, in milliseconds; 0 for as long as it likes. */
  stallMs: number
  /** Flags of Node.js for the workers, besides those that this process has. */
  nodeFlags: readonly string[]
  /** Variables of the environment for the workers, besides those that this process has. */
  variables: Readonly<Record<string, string>>
  log(event: LogEvent): void
  makeReport(report: Report): Promise<string>
}

const FIRST_RESTART_MS = 100
const LONGEST_RESTART_MS = 10_000
/** Who lived that long did not end because of how it started. */
const SOUND_MS = 30_000
/** How many refused files are remembered, so that a worker that starts later and refuses one too is no news. */
const MOST_REFUSED = 100

/**
 * The workers of a server: starts them, restarts those that end, adds up what they did, and stops
 * them. One server of a process has one.
 */
export class Team implements TeamFigures {
  readonly #slots: Slot[]
  readonly #config: WorkerConfig
  readonly #options: TeamOptions
  readonly #log: (event: LogEvent) => void
  readonly #retired: Counts = noCounts()
  readonly #restarts = new Set<NodeJS.Timeout>()
  #started: { resolve(): void; reject(error: Error): void } | undefined
  #restartCount = 0
  #swapCount = 0
  #swapFailureCount = 0
  readonly #refused = new Set<string>()
  #keptFile: KeptFile | undefined
  #beats: NodeJS.Timeout | undefined
  /** How many workers answered when they were told last. */
  #toldAnswering = 0
  #stopped: (() => void) | undefined
  #served: Served | undefined
  readonly #generations = new Generations()

  constructor(config: WorkerConfig, options: TeamOptions) {
    this.#config = config
    this.#options = options
    this.#log = options.log
    this.#slots = Array.from({ length: options.workers }, emptySlot)
  }

  /**
   * Starts every worker, and resolves when all can answer.
   *
   * @throws What kept the first from starting.
   */
  start(): Promise<void> {
    const exec = fileURLToPath(new URL('./worker.js', import.meta.url))
    cluster.setupPrimary({ exec, execArgv: [...process.execArgv, ...this.#options.nodeFlags] })
    const { path } = this.#config
    this.#keptFile ??= new KeptFile(path, (isMissing) => {
      this.#log({ event: isMissing ? 'file-missing' : 'file-back', path })
    })
    const { stallMs } = this.#options
    if (stallMs > 0) this.#beats ??= setInterval(() => this.#beat(), stallMs / BEATS)
    this.#options.listener.handTo(this.#slots)
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
    return this.#swapCount
  }

  /** How many new files were not taken. */
  get swapFailures(): number {
    return this.#swapFailureCount
  }

  /** How many workers answer: those whose event loop stands still do not, though they may come back. */
  get answering(): number {
    return this.#slots.filter(isAnswering).length
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
    this.#rest()
    for (const timer of this.#restarts) clearTimeout(timer)
    for (const { worker } of this.#slots) tell(worker, { type: 'stop' })
    const deadline = setTimeout(() => {
      this.#log({ event: 'killed', pids: this.#slots.flatMap(({ worker }) => worker?.process.pid ?? []) })
      this.kill()
    }, drainMs)
    this.#endIfEmpty()
    void this.#takeNoMore()
    await ended
    this.#options.listener.destroy()
    clearTimeout(deadline)
  }

  /** Ends every worker at once. */
  kill(): void {
    this.#rest()
    this.#options.listener.destroy()
    for (const { worker } of this.#slots) worker?.process.kill('SIGKILL')
  }

  /** Takes connections until the grace is over, and tells the workers that none comes any more. */
  async #takeNoMore(): Promise<void> {
    const { graceMs, listener } = this.#options
    // What else there is keeps the process alive, until it is not to be.
    await sleep(graceMs, undefined, { ref: false })
    for (const { worker } of this.#slots) tell(worker, { type: 'hold' })
    await listener.close()
    // Behind all connections: what is sent to a worker arrives in its order.
    for (const { worker } of this.#slots) tell(worker, { type: 'end' })
  }

  #fork(slot: Slot): void {
    let worker: Worker
    const kept = this.#keptFile?.descriptor
    try {
      // Anew for each: it is another file after a swap. Messages cannot carry descriptors.
      cluster.setupPrimary({ stdio: ['inherit', 'inherit', 'inherit', 'ipc', ...(kept === undefined ? [] : [kept])] })
      worker = cluster.fork(this.#options.variables)
    } catch (error) {
      this.#notStarted(slot, error)
      return
    }
    slot.worker = worker
    slot.readyAt = undefined
    slot.pulse = new Pulse()
    slot.isHanded = false
    const hasKeptFile = kept !== undefined
    worker.on('message', (message: ToPrimary) => {
      if (message.type === 'online') this.#begin(worker, hasKeptFile)
      else this.#heard(slot, worker, message)
    })
    worker.on('error', (error) => {
      // Else it is a message to one that has just ended; `exit` follows.
      if (worker.process.pid === undefined && slot.worker === worker) this.#notStarted(slot, error)
    })
    worker.once('exit', (code, signal) => this.#ended(slot, worker, code, signal))
  }

  /** Tells a worker that listens to messages what it needs. */
  #begin(worker: Worker, hasKeptFile: boolean): void {
    // One that was still starting when the others were told to stop has nothing to answer.
    if (this.#stopped !== undefined) {
      worker.process.kill('SIGKILL')
      return
    }
    const attendance = { answering: this.answering + 1, workers: this.#slots.length }
    tell(worker, { type: 'start', config: this.#config, hasKeptFile, attendance })
  }

  #heard(slot: Slot, worker: Worker, message: Exclude<ToPrimary, { type: 'online' }>): void {
    const pid = worker.process.pid ?? 0
    switch (message.type) {
      case 'ready':
        slot.readyAt = Date.now()
        this.#options.listener.handOut()
        this.#tellAttendance()
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
      case 'sign':
        slot.pulse.hear()
        this.#options.listener.handOut()
        this.#tellAttendance()
        break
      case 'taken':
        slot.isHanded = false
        this.#options.listener.handOut()
        break
      case 'counts':
        slot.counts = message.counts
        slot.connections = message.connections
        settle(slot)
        break
      case 'swap':
        this.#serves(slot, message, this.#generations.placeOf(message.generation, slot.place))
        break
      case 'verified':
        this.#keptFile?.confirm(message.file, message.generation)
        break
      case 'swap-failed':
        this.#refuses(message)
        break
      case 'error':
        this.#log({ event: 'error', pid, code: message.code, message: message.message })
        break
      case 'want-report':
        this.#options.makeReport(message.report).then(
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
    if (previous !== undefined) {
      this.#swapCount += 1
      this.#log({ event: 'swap', generation, previous })
    }
    this.#served = { entries, generation }
    // A file that comes again after that is another one.
    this.#refused.clear()
  }

  /** Tells and counts a new file that the primary itself did not take. */
  tellSwapFailure({ code, message }: { code: string; message: string }): void {
    this.#swapFailureCount += 1
    this.#log({ event: 'swap-failed', code, message })
  }

  /** Tells of a file that was refused. Every worker sees the same one, also one that starts later; it is told once. */
  #refuses({ code, message, file }: { code: string; message: string; file: string }): void {
    const what = JSON.stringify([file, code, message])
    if (this.#refused.has(what)) return
    if (this.#refused.size >= MOST_REFUSED) this.#refused.clear()
    this.#refused.add(what)
    this.#swapFailureCount += 1
    this.#log({ event: 'swap-failed', code, message })
  }

  /** Looks after the workers that answer. One that is still opening its file may take what time it takes. */
  #beat(): void {
    if (this.#started !== undefined || this.#stopped !== undefined) return
    for (const { worker, readyAt, pulse } of this.#slots) {
      if (worker === undefined || readyAt === undefined) continue
      const next = pulse.beat()
      if (next === 'ask') tell(worker, { type: 'ask-sign' })
      if (next !== 'stalled') continue
      this.#log({ event: 'worker-stalled', pid: worker.process.pid ?? 0, stallMs: this.#options.stallMs })
      // No other signal ends one that was stopped.
      worker.process.kill('SIGKILL')
    }
    this.#tellAttendance()
  }

  /** Tells every worker how many answer, if that has changed. */
  #tellAttendance(): void {
    const { answering } = this
    if (answering === this.#toldAnswering) return
    this.#toldAnswering = answering
    const attendance = { answering, workers: this.#slots.length }
    for (const { worker, readyAt } of this.#slots) {
      if (readyAt !== undefined) tell(worker, { type: 'attendance', attendance })
    }
  }

  /** Ends what goes on by itself. */
  #rest(): void {
    clearInterval(this.#beats)
    this.#keptFile?.close()
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
    this.#tellAttendance()
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
