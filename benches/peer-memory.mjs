/**
 * What the index of 100,000 names takes in 4 forked workers: mapahead's file, mapped by all of them, and a MiniSearch in
 * the heap of each:
 *
 *     node benches/peer-memory.mjs [corpus] [workers]
 *
 * Needs Linux. Of mapahead the memory is the sum of the Pss of the mapping, after each worker has read all of it (`warm`)
 * and answered; of MiniSearch it is what the live heap grew by, after the names it was made of were let go and garbage was
 * collected. Processes take memory besides, the same for both.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import MiniSearch from 'minisearch'
import { buildCorpusIndex, importPackage, read } from './corpus-files.mjs'
import { table } from './timing.mjs'

const AT_MOST = 1 / 20
const [, , first, second, third] = process.argv

/** What a worker holds on to, so that it is not collected. */
let held

/** Returns the sum of the Pss of the mappings of `path` in this process, in bytes. */
function pssOf(path) {
  let [isOurs, sum] = [false, 0]
  for (const line of readFileSync('/proc/self/smaps', 'utf8').split('\n')) {
    if (/^[0-9a-f]+-[0-9a-f]+ /.test(line)) isOurs = line.endsWith(path)
    else if (isOurs && line.startsWith('Pss:')) sum += Number(/\d+/.exec(line)[0]) * 1024
  }
  return sum
}

async function openMapped(path) {
  const { SuggestIndex } = await importPackage()
  held = await SuggestIndex.open(path, { warm: true })
  held.suggest('mar')
  return () => pssOf(path)
}

function openMiniSearch(corpus) {
  globalThis.gc()
  const before = process.memoryUsage().heapUsed
  held = new MiniSearch({ fields: ['text'], storeFields: ['text', 'weight'] })
  held.addAll(read(corpus).map(({ text, weight }, id) => ({ id, text, weight })))
  held.search('mar', { prefix: true })
  globalThis.gc()
  const grown = process.memoryUsage().heapUsed - before
  return () => grown
}

async function work(kind, of) {
  const measure = kind === 'mapped' ? await openMapped(of) : openMiniSearch(of)
  process.send('ready')
  process.on('message', () => process.send(measure()))
}

/** Returns the bytes that the index takes in `count` workers together. */
async function measure(kind, of, count) {
  const file = fileURLToPath(import.meta.url)
  const options = { execArgv: ['--expose-gc', '--max-old-space-size=4096'] }
  const workers = Array.from({ length: count }, () => fork(file, ['worker', kind, of], options))
  try {
    await Promise.all(workers.map((worker) => once(worker, 'message')))
    const sizes = workers.map(async (worker) => {
      worker.send('measure')
      const [bytes] = await once(worker, 'message')
      return bytes
    })
    return (await Promise.all(sizes)).reduce((sum, bytes) => sum + bytes, 0)
  } finally {
    for (const worker of workers) worker.kill()
  }
}

async function main(corpus = 'names-100k', count = 4) {
  const { path } = await buildCorpusIndex(corpus)
  const ours = await measure('mapped', path, count)
  const theirs = await measure('minisearch', corpus, count)
  const mb = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`
  console.log(`${corpus}, ${count} workers\n`)
  table(
    ['index', 'all workers together', 'of theirs'],
    [
      ['MiniSearch in each heap', mb(theirs), '1'],
      ['mapahead, one mapped file', mb(ours), `1/${(theirs / ours).toFixed(1)}`],
    ],
  )
  console.log(`\nAt most 1/20: ${ours <= theirs * AT_MOST ? 'reached' : 'MISSED'}`)
}

if (first === 'worker') await work(second, third)
else await main(first, second === undefined ? undefined : Number(second))
