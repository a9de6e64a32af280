import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { realpathSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { SuggestIndex } from '../../index.ts'
import { type Memory, sumOf } from '../../serve/figures/smaps.ts'
import { memoryOfMapping, memoryOfProcess } from './maps.ts'
import type { Done, Job, Outcome } from './worker.ts'

/** How much of the memory that is free copies in the heap may take. */
const MOST_OF_MEMORY = 0.7

/** The memory of several workers that hold one index. */
export interface Run {
  workers: number
  /** Of the mapping of the file, all workers together. */
  mapping: Memory
  /** Of the processes as a whole, all workers together. */
  processes: Memory
  /**
   * The constant of the memory C · n · p that n workers take for an index of p bytes: 1 if each has a copy,
   * 1/n if all have one.
   */
  c: number
  /** What it should be at most. */
  target: number
  /** The mean time of a query. */
  microseconds: number
  /** The same data in the heap of each worker; `null` where there is too little memory for that. */
  heap?: HeapRun | null
}

/** The memory of as many workers that hold the data of the index in their heap. */
export interface HeapRun {
  /** Of the processes as a whole, all workers together. */
  processes: Memory
  /** What the copies take: live objects after a collection of garbage, all together. */
  bytes: number
  /** The constant C of the memory C · n · p, with the size of the index as p. */
  c: number
  /** The mean time of a query, which finds whole beginnings alone. */
  microseconds: number
}

/** What was measured of an index. */
export interface MemoryReport {
  file: string
  bytes: number
  entries: number
  generation: string
  queries: number
  runs: Run[]
}

/** What to measure. */
export interface MemoryJob {
  file: string
  workers: readonly number[]
  queries: number
  compareHeap: boolean
  /** Called before each run, with how many are done. */
  onRun(done: number): void
}

/**
 * Measures the memory of an index in each number of workers, one after the other.
 *
 * @throws `ERR_UNSUPPORTED` on another system than Linux, and what opening the index throws.
 */
export async function measureMemory({ file, workers, queries, compareHeap, onRun }: MemoryJob): Promise<MemoryReport> {
  requireLinux()
  // Closed before anything is measured: this process has no part in the index.
  const { entries, generation, bytes } = await inspect(file)
  const path = realpathSync(file)
  const report: MemoryReport = { file, bytes, entries, generation, queries, runs: [] }
  // What one copy takes, or at least that of the first run.
  let copy = bytes
  for (const [place, count] of workers.entries()) {
    onRun(place)
    const run = await measureIndex({ path, queries, held: 'index' }, count, bytes)
    if (compareHeap && copy * count > process.availableMemory() * MOST_OF_MEMORY) run.heap = null
    else if (compareHeap) {
      run.heap = await measureHeap({ path, queries, held: 'heap' }, count, bytes)
      copy = run.heap.bytes / count
    }
    report.runs.push(run)
  }
  onRun(workers.length)
  return report
}

/**
 * Refuses systems that do not tell what a mapping takes.
 *
 * @throws `ERR_UNSUPPORTED` if `platform` is not Linux.
 */
export function requireLinux(platform: string = process.platform): void {
  if (platform === 'linux') return
  const message = `memory needs Linux, this is ${platform}: only /proc/PID/smaps tells how processes share a mapping; run it in a container or a virtual machine`
  throw Object.assign(new Error(message), { code: 'ERR_UNSUPPORTED' as const })
}

async function inspect(file: string) {
  using index = await SuggestIndex.open(file)
  return index.info
}

async function measureIndex(job: Job, count: number, bytes: number): Promise<Run> {
  return withWorkers(job, count, (pids, done) => {
    const mapping = sumOf(pids.map((pid) => memoryOfMapping(pid, job.path)))
    const processes = sumOf(pids.map((pid) => memoryOfProcess(pid)))
    // Private dirty pages are part of Pss as well; they should not be there at all, so they count twice.
    const c = (mapping.pss + mapping.privateDirty) / (count * bytes)
    return { workers: count, mapping, processes, c, target: 0.01 + 1 / count, microseconds: meanTime(done) }
  })
}

async function measureHeap(job: Job, count: number, indexBytes: number): Promise<HeapRun> {
  return withWorkers(job, count, (pids, done) => {
    const processes = sumOf(pids.map((pid) => memoryOfProcess(pid)))
    const bytes = done.reduce((sum, { heapBytes }) => sum + heapBytes, 0)
    return { processes, bytes, c: bytes / (count * indexBytes), microseconds: meanTime(done) }
  })
}

function meanTime(done: readonly Done[]): number {
  return done.reduce((sum, { microseconds }) => sum + microseconds, 0) / done.length
}

/** Lets `count` workers do a job, measures while all of them are there, and ends them. */
async function withWorkers<Measured>(
  job: Job,
  count: number,
  measure: (pids: number[], done: Done[]) => Measured,
): Promise<Measured> {
  const script = fileURLToPath(new URL('worker.js', import.meta.url))
  const workers: ChildProcess[] = []
  try {
    for (let i = 0; i < count; i++) workers.push(fork(script, { execArgv: ['--expose-gc'] }))
    const done = await Promise.all(workers.map((worker) => runJob(worker, job)))
    const pids = workers.flatMap(({ pid }) => pid ?? [])
    return measure(pids, done)
  } finally {
    // Those of the next run must not share the pages of the file with any of these.
    await Promise.all(workers.map((worker) => end(worker)))
  }
}

/** Ends a worker, and resolves when the system has taken its memory back. */
async function end(worker: ChildProcess): Promise<void> {
  if (worker.pid === undefined || worker.exitCode !== null || worker.signalCode !== null) return
  const ended = once(worker, 'exit')
  worker.kill('SIGKILL')
  await ended
}

async function runJob(worker: ChildProcess, job: Job): Promise<Done> {
  const ended = once(worker, 'exit').then(([code, signal]) => {
    throw new Error(`a worker ended before it had answered, by ${signal ?? `exit code ${code}`}`)
  })
  ended.catch(() => {}) // it always ends, in the end
  worker.send(job)
  const [outcome]: [Outcome] = (await Promise.race([once(worker, 'message'), ended])) as [Outcome]
  if ('microseconds' in outcome) return outcome
  throw Object.assign(new Error(`a worker failed: ${outcome.error}`), { code: outcome.code })
}
