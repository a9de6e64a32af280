/**
 * What following a file costs, and how long a swap takes:
 *
 *     node benches/swap.mjs [--corpus names-1m] [--swaps 10]
 *
 * For an index of 1,000 names and for the corpus: the time from the rename to the event `swap`, while the process answers
 * queries without a pause and while it is idle; queries as they are without a swap and while one is under way; what
 * opening and comparing checksums takes alone; and what the watch takes of a processor when nothing happens.
 */
import { copyFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { setImmediate, setTimeout } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { importPackage, prefixes, ROOT, read, source } from './corpus-files.mjs'
import { percentile, show, table } from './timing.mjs'

const FOLDER = `${ROOT}target/bench/`
const IDLE_MS = 10_000

const { values } = parseArgs({
  options: { corpus: { type: 'string', default: 'names-1m' }, swaps: { type: 'string', default: '10' } },
})
const { buildIndex, SuggestIndex } = await importPackage()
const swaps = Number(values.swaps)
const names = read(values.corpus)
const queries = [3, 1, 8, 2, 6, 4].flatMap((letters) => prefixes(names, letters, 50))

/** Copies the file at `from` beside `path`, renames it there, and returns the time until the index has taken it over. */
async function swap(index, from, path, isBusy) {
  copyFileSync(from, `${path}.next`)
  let end
  const listener = () => {
    end = performance.now()
  }
  index.on('swap', listener)
  const started = performance.now()
  renameSync(`${path}.next`, path)
  const times = []
  while (end === undefined) {
    if (isBusy) ask(index, times)
    await (isBusy ? setImmediate() : setTimeout(1))
  }
  index.off('swap', listener)
  return { ms: end - started, times }
}

/** Asks all queries, and adds the time of each. */
function ask(index, times) {
  for (const query of queries) {
    const called = process.hrtime.bigint()
    index.suggest(query)
    times.push(Number(process.hrtime.bigint() - called) / 1000)
  }
}

async function measure(name, records) {
  const [path, ...files] = ['swap', 'swap-a', 'swap-b'].map((file) => `${FOLDER}${file}.mapahead`)
  for (const [i, file] of files.entries()) await buildIndex(records, file, { quality: { whole: 10 + i } })
  copyFileSync(files[0], path)

  const started = performance.now()
  const index = await SuggestIndex.open(path, { watch: true })
  const openMs = performance.now() - started
  const before = []
  for (let round = 0; round < 100; round++) ask(index, before)
  const [busy, idle, during] = [[], [], []]
  for (let i = 1; i <= swaps * 2; i++) {
    const isBusy = i > swaps
    const { ms, times } = await swap(index, files[i % 2], path, isBusy)
    if (isBusy) busy.push(ms)
    else idle.push(ms)
    during.push(...times)
  }
  const usage = process.cpuUsage()
  await setTimeout(IDLE_MS)
  const { user, system } = process.cpuUsage(usage)
  index.close()
  const of = (times, percent) => percentile(Float64Array.from(times).sort(), percent)
  const span = (times) => `${of(times, 50).toFixed(0)} ms (at most ${of(times, 100).toFixed(0)} ms)`
  const speed = (times) => [50, 99].map((percent) => show(of(times, percent))).join(', ')
  const size = `${(statSync(path).size / 1e6).toFixed(1)} MB`
  for (const file of [path, ...files]) rmSync(file)
  return [
    `${name}, ${size}`,
    `${openMs.toFixed(0)} ms`,
    span(idle),
    span(busy),
    speed(before.slice(-before.length / 2)),
    speed(during),
    `${((user + system) / 10 / IDLE_MS).toFixed(3)} %`,
  ]
}

const small = names.slice(0, 1000).map(({ text, weight }) => ({ text, weight }))
const rows = [await measure('1,000 names', small), await measure(values.corpus, source(values.corpus))]
table(
  [
    'index',
    'open, checksums',
    'rename to swap, idle',
    'rename to swap, busy',
    'query p50, p99',
    'query during swaps',
    'of a core when idle',
  ],
  rows,
)
