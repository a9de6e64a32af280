// Swaps under full load: no query fails, no answer is a mix, and nothing is left behind.
import { type ChildProcess, fork } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import test, { type ExecutionContext } from 'ava'
import { buildIndex, type RecordInput } from 'mapahead'
import { temporaryFolder } from '../support/fixtures.ts'

const WORKERS = 4
const SWAPS = 20
const ENTRIES = 2000

const onLinux = process.platform === 'linux' ? test : test.skip

/** What a worker of `processes/querying.js` reports. */
interface Report {
  event: 'ready' | 'swap' | 'end'
  generation: string
  failures: string[]
  queries: number
  swaps: number
  failed: number
  numbers: Record<string, number>
  mappings: number
  files: string[]
  firstFiles: string[]
}

interface Querier {
  events: EventEmitter
  send(message: string): void
}

/** The records of the build of that number, which is part of every text, id and payload. */
function* records(number: number): Generator<RecordInput> {
  for (let i = 0; i < ENTRIES; i++) {
    yield { text: `${'abcdefghij'[i % 10]}${i} build ${number}`, id: `id ${i}`, weight: ENTRIES - i, payload: number }
  }
}

/** Replaces the index again and again while all `queriers` ask what they can. */
async function swapUnderLoad(t: ExecutionContext, path: string, queriers: readonly Querier[]): Promise<Report[]> {
  const all = (event: string) =>
    Promise.all(queriers.map(async ({ events }) => (await once(events, event))[0] as Report))
  const generations: Record<string, number> = {}
  await all('ready')
  for (let number = 1; number <= SWAPS; number++) {
    const swapped = all('swap')
    const { generation } = await buildIndex(records(number), path)
    generations[generation] = number
    for (const report of await swapped) t.is(report.generation, generation)
  }
  const ended = all('end')
  for (const { send } of queriers) send('end')
  const reports = await ended
  for (const report of reports) {
    t.deepEqual(report.failures, [])
    t.is(report.failed, 0)
    t.is(report.swaps, SWAPS)
    t.true(report.queries > SWAPS)
    // Every generation that answered is that of the build whose number its answers had.
    const { [Object.keys(report.numbers).find((key) => report.numbers[key] === 0) ?? '']: _, ...later } = report.numbers
    t.like(generations, later)
    t.is(report.mappings, 1)
  }
  return reports
}

/** Joins what a process or a thread sends into events of their names. */
function querier(source: ChildProcess | Worker, send: (message: string) => void): Querier {
  const events = new EventEmitter()
  // Heard by those who wait; nobody does when a worker ends as it should.
  events.on('error', () => {})
  source.on('message', (report: Report) => events.emit(report.event, report))
  source.on('error', (error) => events.emit('error', error))
  source.on('exit', (code) => events.emit('error', new Error(`a worker ended with exit code ${code}`)))
  return { events, send }
}

const script = new URL('../support/processes/querying.js', import.meta.url)

async function prepare(t: ExecutionContext): Promise<string> {
  t.timeout(120_000)
  const path = `${temporaryFolder(t)}/load.mapahead`
  await buildIndex(records(0), path)
  return path
}

onLinux(
  `${WORKERS} processes answer without a failure or a mix through ${SWAPS} swaps, and keep nothing`,
  async (t) => {
    const path = await prepare(t)
    const workers = Array.from({ length: WORKERS }, () => fork(fileURLToPath(script), [path], { execArgv: [] }))
    t.teardown(() => {
      for (const worker of workers) worker.kill()
    })

    const reports = await swapUnderLoad(
      t,
      path,
      workers.map((worker) => querier(worker, (message) => worker.send(message))),
    )

    for (const { files, firstFiles } of reports) t.deepEqual(files, firstFiles)
  },
)

onLinux(`${WORKERS} threads do so too, and have one mapping together`, async (t) => {
  const path = await prepare(t)
  const workers = Array.from({ length: WORKERS }, () => new Worker(script, { workerData: path, execArgv: [] }))
  t.teardown(() => Promise.all(workers.map((worker) => worker.terminate())))

  const queriers = workers.map((worker) => querier(worker, (message) => worker.postMessage(message)))
  await swapUnderLoad(t, path, queriers)
})
