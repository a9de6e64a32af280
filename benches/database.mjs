/**
 * What a build from a database takes of the process that does it, for a million rows:
 *
 *     node benches/database.mjs [--rows 1000000]
 *
 * It starts a Postgres server of its own and fills a table. Each way to read the table then runs in a process of its
 * own: through `rowsOf` of examples/postgres with batches of several sizes, and all rows at once as an array, as a query
 * without a cursor gives them. It prints the time, the most memory that the process had, that of before the build, and
 * how long the event loop was held up, at most and in one of a hundred turns.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { hasPostgres, startPostgres } from '../.ci/postgres.mjs'
import { rowsOf } from '../examples/postgres/rows.js'
import { importPackage } from './corpus-files.mjs'
import { table } from './timing.mjs'

const SQL = 'select id, name as text, weight::float8 as weight from names'
/** Rows in a batch, and 0 for all rows at once. */
const BATCHES = [100, 1000, 10_000, 0]

const { values } = parseArgs({
  options: { rows: { type: 'string', default: '1000000' }, child: { type: 'string' } },
})
if (values.child === undefined) await measureAll(Number(values.rows))
else await build(JSON.parse(values.child))

async function measureAll(rows) {
  if (!hasPostgres()) {
    console.error('This needs the programs of a Postgres server: install postgresql.')
    process.exit(1)
  }
  const folder = mkdtempSync(join(tmpdir(), 'mapahead-database-'))
  const { config, stop } = await startPostgres()
  try {
    await fill(config, rows)
    const lines = []
    for (const batch of BATCHES) {
      const { entries, ms, before, peak, most, p99 } = await inChild({
        config,
        batch,
        out: join(folder, 'out.mapahead'),
      })
      const way =
        batch === 0 ? 'all rows at once, no cursor' : `a cursor, ${batch.toLocaleString('en-US')} rows a batch`
      const mebibytes = [before, peak].map((bytes) => `${(bytes / 2 ** 20).toFixed(0)} MiB`)
      const speed = `${Math.round(entries / (ms / 1000)).toLocaleString('en-US')}`
      lines.push([
        way,
        `${(ms / 1000).toFixed(1)} s`,
        speed,
        ...mebibytes,
        `${most.toFixed(0)} ms`,
        `${p99.toFixed(1)} ms`,
      ])
    }
    console.log(
      `Node.js ${process.version}, ${rows.toLocaleString('en-US')} rows with bigint, text and double precision`,
    )
    const heads = ['rows read by', 'time', 'rows a second', 'Rss before', 'peak Rss', 'longest delay', 'p99']
    table(heads, lines)
  } finally {
    await stop()
    rmSync(folder, { recursive: true })
  }
}

/** Fills a table with names of two words, all of them distinct. */
async function fill(config, rows) {
  const client = new pg.Client(config)
  await client.connect()
  await client.query('create table names (id bigint, name text, weight numeric)')
  await client.query(
    `insert into names select n, initcap(substr(md5(n::text), 1, 7) || ' ' || substr(md5((n / 7)::text), 1, 9)),
       round(1e9 / n, 3) from generate_series(1, $1::int) as n`,
    [rows],
  )
  await client.end()
}

/** Builds in a process of its own, whose memory nothing was in before. */
async function inChild(options) {
  const child = fork(fileURLToPath(import.meta.url), ['--child', JSON.stringify(options)])
  const ended = once(child, 'exit').then(([code]) => Promise.reject(new Error(`a build ended with exit code ${code}`)))
  const [figures] = await Promise.race([once(child, 'message'), ended])
  return figures
}

async function build({ config, batch, out }) {
  const { buildIndex } = await importPackage()
  const pool = new pg.Pool(config)
  await pool.query('select 1')
  const before = process.memoryUsage.rss()
  const delays = monitorEventLoopDelay({ resolution: 1 })
  delays.enable()
  const started = performance.now()
  const source = batch === 0 ? (await pool.query(SQL)).rows : rowsOf(pool, SQL, { batch })
  const { entries } = await buildIndex(source, out)
  const ms = performance.now() - started
  delays.disable()
  await pool.end()
  // In kibibytes on every system.
  const peak = process.resourceUsage().maxRSS * 1024
  process.send({ entries, ms, before, peak, most: delays.max / 1e6, p99: delays.percentile(99) / 1e6 })
}
