/**
 * What importing the package takes in each process:
 *
 *     node benches/import.mjs
 *
 * Starts five processes that import nothing and five that import the package, in turns, and compares the medians
 * of the memory that they have right after: all of it that is resident (Rss), and on Linux what of it is not
 * shared with other processes (Private_Dirty). Fails if the package takes more than 3.5 MiB of resident memory.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { median, table } from './timing.mjs'

const RUNS = 5
const MOST_BYTES = 3.5 * 2 ** 20

/** Tells the memory of its process, without importing what it needs to. */
const REPORT = `
  const { existsSync, readFileSync } = process.getBuiltinModule('node:fs')
  const path = '/proc/self/smaps_rollup'
  const rss = process.memoryUsage.rss()
  const kilobytes = existsSync(path) ? /^Private_Dirty: +(\\d+)/m.exec(readFileSync(path, 'utf8'))[1] : NaN
  console.log(JSON.stringify([rss, kilobytes * 1024]))
`

const folder = mkdtempSync(join(tmpdir(), 'mapahead-import-'))
try {
  const scripts = {
    nothing: '',
    'the package': `import ${JSON.stringify(new URL('../dist/index.js', import.meta.url).href)}`,
  }
  const runs = Object.entries(scripts).map(([name, code], place) => {
    const path = join(folder, `${place}.mjs`)
    writeFileSync(path, code + REPORT)
    return { name, path, taken: [] }
  })
  for (let run = 0; run < RUNS; run++) {
    for (const { path, taken } of runs)
      taken.push(JSON.parse(execFileSync(process.execPath, [path], { encoding: 'utf8' })))
  }
  const figures = runs.map(({ name, taken }) => ({
    name,
    rss: median(taken.map(([rss]) => rss)),
    spread: Math.max(...taken.map(([rss]) => rss)) - Math.min(...taken.map(([rss]) => rss)),
    dirty: median(taken.map(([, dirty]) => dirty)),
  }))
  const [bare] = figures
  const mebibytes = (bytes) => (bytes / 2 ** 20).toFixed(2)
  console.log(`Node.js ${process.version}, medians of ${RUNS} processes, MiB`)
  table(
    ['imports', 'Rss', 'spread', 'above bare', 'Private_Dirty above bare'],
    figures.map(({ name, rss, spread, dirty }) => {
      return [name, ...[rss, spread, rss - bare.rss, dirty - bare.dirty].map(mebibytes)]
    }),
  )
  if (figures[1].rss - bare.rss > MOST_BYTES) {
    console.error(`It should be at most ${mebibytes(MOST_BYTES)} MiB above bare.`)
    process.exitCode = 1
  }
} finally {
  rmSync(folder, { recursive: true })
}
