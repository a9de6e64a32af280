/**
 * Whether forked workers share one copy of an index:
 *
 *     node benches/memory.mjs [workers…] [--corpus names-1m] [--queries 10000]
 *
 * Forks 4 workers, then 8. Each opens the index and answers 10,000 queries; then, while all are alive, the lines of the
 * mapping in `/proc/PID/smaps` are added up. `Pss` counts a page that n processes map as an nth for each of them. Only on Linux.
 */
import { fork } from 'node:child_process'
import { realpathSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { mappingOf } from '../examples/cities/mappings.js'
import { buildCorpusIndex, importPackage, prefixes, read } from './corpus-files.mjs'
import { table } from './timing.mjs'

const FIELDS = ['Rss', 'Pss', 'Private_Clean', 'Private_Dirty']

/** In a worker: opens the index, answers, says so and stays until it is told to end. */
async function work({ path, queries, count }) {
  const { SuggestIndex } = await importPackage()
  const started = performance.now()
  const index = await SuggestIndex.open(path)
  const opened = performance.now()
  for (let i = 0; i < count; i++) index.suggest(queries[i % queries.length])
  process.send({ openMs: opened - started, answerMs: performance.now() - opened })
  process.once('message', () => process.disconnect())
}

/** The kilobytes of the mapping of `path` in process `pid`, by field. */
function mapping(pid, path) {
  const bytes = mappingOf(pid, path)
  return Object.fromEntries(FIELDS.map((field) => [field, bytes[field] / 1024]))
}

const once = (worker) =>
  new Promise((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('exit', (code) => reject(new Error(`a worker ended with ${code} before it answered`)))
  })

async function measure(count, job) {
  const workers = Array.from({ length: count }, () => fork(fileURLToPath(import.meta.url), ['--worker']))
  try {
    const answers = workers.map(once)
    for (const worker of workers) worker.send(job)
    const times = await Promise.all(answers)
    return workers.map(({ pid }, i) => ({ pid, ...times[i], ...mapping(pid, job.path) }))
  } finally {
    for (const worker of workers) if (worker.connected) worker.send('end')
  }
}

async function main() {
  if (process.platform !== 'linux') {
    console.error('Only Linux tells how much of a mapping a process shares.')
    process.exit(1)
  }
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { corpus: { type: 'string', default: 'names-1m' }, queries: { type: 'string', default: '10000' } },
  })
  const built = await buildCorpusIndex(values.corpus)
  const path = realpathSync(built.path)
  const names = read(values.corpus)
  const queries = [1, 2, 3, 4, 6, 8].flatMap((letters) => prefixes(names, letters, 2000))
  const kilobytes = statSync(path).size / 1024
  for (const count of (positionals.length > 0 ? positionals : ['4', '8']).map(Number)) {
    const workers = await measure(count, { path, queries, count: Number(values.queries) })
    console.log(
      `\n${count} workers, ${values.queries} queries each, index of ${kilobytes.toFixed(0)} kB (${values.corpus})\n`,
    )
    const sum = (field) => workers.reduce((total, worker) => total + worker[field], 0)
    table(
      ['worker', ...FIELDS.map((field) => `${field}, kB`), 'open, ms', 'answer, ms'],
      [
        ...workers.map((worker, i) => [
          i + 1,
          ...FIELDS.map((field) => worker[field]),
          worker.openMs.toFixed(2),
          worker.answerMs.toFixed(0),
        ]),
        ['sum', ...FIELDS.map(sum), '', ''],
        ['of the index', ...FIELDS.map((field) => `${((sum(field) / kilobytes) * 100).toFixed(1)} %`), '', ''],
      ],
    )
  }
}

if (process.argv[2] === '--worker') process.once('message', work)
else await main()
