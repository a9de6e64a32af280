/**
 * What `warm: true` saves the first requests:
 *
 *     node benches/warm.mjs [--corpus names-1m] [--rounds 9]
 *
 * Each figure is from a new process, whose JavaScript has answered from another index before, so that it is compiled: it opens the
 * index and answers 100 queries of names drawn by weight, 1 to 8 letters. Rounds take turns: with the file dropped
 * from the page cache, so that it must be read from the disk, and with the file in the cache, each without and with `warm`.
 *
 * The file is dropped by `dd iflag=nocache count=0`, which asks for it by posix_fadvise(POSIX_FADV_DONTNEED) and needs no
 * rights; `fincore` tells whether it is gone. What a disk below a virtual machine has cached is not in our hands. Only on Linux.
 */
import { execFileSync, fork } from 'node:child_process'
import { once } from 'node:events'
import { statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { buildCorpusIndex, importPackage, prefixes, ROOT, read } from './corpus-files.mjs'
import { median, show, table } from './timing.mjs'

const QUERIES = 100

/** In a new process: opens the index in one way, and times that and the first queries. */
async function work({ path, small, queries, warm }) {
  const { SuggestIndex } = await importPackage()
  const compiled = await SuggestIndex.open(small)
  for (let round = 0; round < 50; round++) for (const query of queries) compiled.suggest(query)
  const started = performance.now()
  const index = await SuggestIndex.open(path, { warm })
  const times = [performance.now()]
  const openMs = times[0] - started
  for (const query of queries) {
    index.suggest(query)
    times.push(performance.now())
  }
  const micros = times.slice(1).map((time, i) => (time - times[i]) * 1000)
  process.send({ openMs, micros }, () => process.disconnect())
}

/** Drops the file at `path` from the page cache, and returns how many bytes of it stayed there. */
function drop(path) {
  execFileSync('dd', [`if=${path}`, 'iflag=nocache', 'count=0', 'status=none'])
  return Number(execFileSync('fincore', ['--bytes', '--noheadings', '--output', 'RES', path], { encoding: 'utf8' }))
}

async function run(job) {
  const worker = fork(fileURLToPath(import.meta.url), ['--worker'])
  // What a process has mapped is not dropped, so this one must have ended.
  const ended = once(worker, 'exit')
  worker.send(job)
  const [times] = await once(worker, 'message')
  await ended
  return times
}

async function main() {
  const { values } = parseArgs({
    options: { corpus: { type: 'string', default: 'names-1m' }, rounds: { type: 'string', default: '9' } },
  })
  const { path } = await buildCorpusIndex(values.corpus)
  const { buildIndex } = await importPackage()
  const small = `${ROOT}target/bench/warm-small.mapahead`
  const names = read(values.corpus)
  await buildIndex(
    names.slice(0, 10_000).map(({ text, weight }) => ({ text, weight })),
    small,
  )
  const lengths = [3, 1, 8, 2, 6, 4]
  const byLength = lengths.map((letters) => prefixes(names, letters, QUERIES))
  const queries = Array.from({ length: QUERIES }, (_, i) => byLength[i % lengths.length][i])

  const ways = [true, false].flatMap((cold) => [false, true].map((warm) => ({ cold, warm, runs: [] })))
  let left = 0
  for (let round = 0; round < Number(values.rounds); round++) {
    for (const { cold, warm, runs } of ways) {
      if (cold) left = Math.max(left, drop(path))
      else execFileSync('cat', [path], { stdio: 'ignore' })
      runs.push(await run({ path, small, queries, warm }))
    }
  }
  console.log(
    `\n${values.corpus}, ${(statSync(path).size / 1e6).toFixed(1)} MB, medians of ${values.rounds} processes\n`,
  )
  table(
    ['file', 'open', 'first query', 'first 10, mean', 'all 100, mean', 'slowest of 100'],
    ways.map(({ cold, warm, runs }) => {
      const of = (figure) => show(median(runs.map(figure)))
      const mean = (count) => of(({ micros }) => micros.slice(0, count).reduce((sum, time) => sum + time, 0) / count)
      return [
        `${cold ? 'on disk' : 'in the page cache'}, ${warm ? 'warmed' : 'not warmed'}`,
        of(({ openMs }) => openMs * 1000),
        of(({ micros }) => micros[0]),
        mean(10),
        mean(QUERIES),
        of(({ micros }) => Math.max(...micros)),
      ]
    }),
  )
  console.log(`\nOf the dropped file at most ${left} bytes stayed in the page cache.`)
}

if (process.argv[2] === '--worker') process.once('message', work)
else await main()
