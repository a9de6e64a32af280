// Measures what the mapping of one file costs each of several processes.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { mappingOf } from './mappings.js'

/** How many queries each worker answers. */
export const QUERIES = 5_000
const worker = fileURLToPath(new URL('worker.js', import.meta.url))

/** Lets `count` workers use the index at `path`, and returns a table of their memory. */
export async function measureWorkers(path, indexBytes, count) {
  const workers = Array.from({ length: count }, () => fork(worker, [path, String(QUERIES)]))
  try {
    const answers = await Promise.all(workers.map(async (child) => await firstMessage(child)))
    const mappings = workers.map(({ pid }) => figuresOf(pid, path))
    return memoryTable(answers, mappings, indexBytes)
  } finally {
    for (const child of workers) child.kill()
  }
}

async function firstMessage(child) {
  const [message] = await Promise.race([once(child, 'message'), once(child, 'exit').then(failed)])
  return message
}

function failed([code]) {
  throw new Error(`a worker ended with exit code ${code}`)
}

/** The figures of the mapping of `path` in the process `pid`, or nothing where they cannot be had. */
function figuresOf(pid, path) {
  if (process.platform !== 'linux') return undefined
  const { Rss, Pss, Private_Clean, Private_Dirty } = mappingOf(pid, path)
  return { rss: Rss, pss: Pss, private: Private_Clean + Private_Dirty, privateDirty: Private_Dirty }
}

function memoryTable(answers, mappings, indexBytes) {
  const speed = (worker) => `${answers[worker].microseconds.toFixed(1)} µs`
  if (mappings.includes(undefined)) {
    const rows = answers.map((_, worker) => [`worker ${worker + 1}`, speed(worker)])
    return `${columns([['', 'per query'], ...rows])}\nThe memory of a mapping can only be measured on Linux.\n`
  }
  const total = (field) => mappings.reduce((sum, mapping) => sum + mapping[field], 0)
  const row = (name, time, mapping) => [
    name,
    time,
    megabytes(mapping.rss),
    megabytes(mapping.pss),
    megabytes(mapping.private),
    megabytes(mapping.privateDirty),
  ]
  const sum = { rss: total('rss'), pss: total('pss'), private: total('private'), privateDirty: total('privateDirty') }
  const lines = columns([
    ['', 'per query', 'Rss', 'Pss', 'private', 'private dirty'],
    ...mappings.map((mapping, worker) => row(`worker ${worker + 1}`, speed(worker), mapping)),
    row('together', '', sum),
  ])
  const share = ((sum.pss / indexBytes) * 100).toFixed(1)
  const count = mappings.length
  return `Memory of the mapping in each worker, and its time per query:

${lines}
The index takes ${megabytes(indexBytes)}.
${count} workers use ${megabytes(sum.pss)} of memory for it, ${share} % of one copy.
(Rss counts shared pages in each process; Pss divides them among those that
share them.)
(Queries are beginnings of names of 1 to 6 letters; those that fewer than ten
cities match are searched for slips too, which takes most of the time.)
`
}

function megabytes(bytes) {
  return bytes === 0 ? '0' : `${(bytes / 1e6).toFixed(2)} MB`
}

/** Lays rows out in columns: the first flush left, the others flush right. */
function columns(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)))
  return rows
    .map((row) => row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('   '))
    .map((line) => `  ${line.trimEnd()}\n`)
    .join('')
}
