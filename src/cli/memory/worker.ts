// A process that `mapahead memory` forks: holds an index, or its data in its heap, and answers from it.
import { SuggestIndex } from '../../index.ts'
import { HeapCopy } from './copy.ts'

/** What a worker is to do. */
export interface Job {
  path: string
  queries: number
  /** Whether the data is held by the file's mapping or by objects of JavaScript. */
  held: 'index' | 'heap'
}

/** What a worker says when it has done it, or cannot. */
export type Outcome = Done | { error: string; code: string | undefined }

/** What a worker found out about itself. */
export interface Done {
  /** The mean time of a query. */
  microseconds: number
  /** What the copy in its heap takes: live objects, in bytes; 0 without one. */
  heapBytes: number
}

/** How many texts queries are made of, and how long queries are. */
const TEXTS = 10_000
const PAGE = 1000
const LONGEST = 6

async function work({ path, queries, held }: Job): Promise<Done> {
  const index = await SuggestIndex.open(path)
  const texts = textsOf(index)
  const before = liveBytes()
  const copy = held === 'heap' ? new HeapCopy(index.entries()) : undefined
  const heapBytes = copy === undefined ? 0 : liveBytes() - before
  if (copy !== undefined) index.close()
  const started = performance.now()
  for (let i = 0; i < queries; i++) {
    const query = (texts[i % texts.length] ?? '').slice(0, 1 + (i % LONGEST))
    if (copy === undefined) index.suggest(query)
    else copy.suggest(query)
  }
  const microseconds = ((performance.now() - started) * 1000) / queries
  // Reads every byte, so that nothing of the index is left out of the count.
  if (copy === undefined) await index.verify()
  kept.push(index, copy)
  liveBytes() // frees what asking left behind
  return { microseconds, heapBytes }
}

function textsOf(index: SuggestIndex): string[] {
  const texts: string[] = []
  while (texts.length < TEXTS) {
    const { suggestions } = index.suggest('', { limit: PAGE, offset: texts.length })
    texts.push(...suggestions.map(({ text }) => text))
    if (suggestions.length < PAGE) break
  }
  return texts
}

/** Keeps what is measured until the process ends. */
const kept: unknown[] = []

/** Collects garbage, which the parent starts Node.js to allow, and returns what is left in the heap. */
function liveBytes(): number {
  for (let round = 0; round < 3; round++) globalThis.gc?.()
  return process.memoryUsage().heapUsed
}

function tell(outcome: Outcome): void {
  process.send?.(outcome)
}

process.on('message', (job: Job) => {
  work(job).then(
    (done) => tell(done),
    (error) => tell({ error: error.message, code: error.code }),
  )
})
