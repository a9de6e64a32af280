// The example of Postgres, on a server of its own. Without one these tests are skipped, and `npm test` says so at its
// end; `.ci/run` has one.
import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import test from 'ava'
import { buildIndex, type RecordInput, SuggestIndex } from 'mapahead'
import pg from 'pg'
import { importScript } from '../ci/script.ts'
import { PLACES, temporaryFolder } from '../support/fixtures.ts'
import { example } from '../support/stories.ts'

interface Postgres {
  config: { host: string; user: string; database: string }
  stop(): Promise<void>
}

type RowsOf = (
  pool: pg.Pool,
  sql: string,
  options?: { values?: unknown[]; signal?: AbortSignal; batch?: number },
) => AsyncGenerator<RecordInput>

const { hasPostgres, startPostgres } = await importScript<{
  hasPostgres(): boolean
  startPostgres(): Promise<Postgres>
}>('postgres.mjs')
const { rowsOf }: { rowsOf: RowsOf } = await example('postgres/rows.js')
const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const EXAMPLE = join(ROOT, 'examples/postgres')

const onPostgres = hasPostgres() ? test.serial : test.serial.skip
let server: Postgres | undefined
let admin: pg.Pool | undefined

test.before(async () => {
  if (!hasPostgres()) return
  server = await startPostgres()
  admin = poolOf({ max: 4 })
})

test.after.always(async () => {
  await admin?.end()
  await server?.stop()
})

function poolOf(options: pg.PoolConfig = {}): pg.Pool {
  const pool = new pg.Pool({ ...server?.config, ...options })
  pool.on('error', () => {})
  return pool
}

/** Asks as somebody else than the build under test. */
async function ask<Row extends pg.QueryResultRow>(sql: string, values: unknown[] = []): Promise<Row[]> {
  const { rows } = (await admin?.query<Row>(sql, values)) ?? { rows: [] }
  return rows
}

/** Waits until no other connection of the application has anything under way. */
async function untilGone(application: string): Promise<void> {
  const deadline = Date.now() + 60_000
  for (;;) {
    const rows = await ask('select 1 from pg_stat_activity where application_name = $1', [application])
    if (rows.length === 0) return
    if (Date.now() > deadline) throw new Error(`${application} is still connected`)
  }
}

/** Rows with what drivers give as strings: `bigint` and `numeric`. */
const NUMBERED = `select n::bigint as id, 'record number ' || n as text, (n + 0.5)::numeric as weight
  from generate_series(1, 20000) as n`

onPostgres('bigint becomes an id, numeric a weight, an array aliases and jsonb the payload', async (t) => {
  const pool = poolOf()
  const out = join(temporaryFolder(t), 'types.mapahead')
  const sql = `select 9007199254740993::bigint as id, 'Łódź' as text, 768755.25::numeric as weight,
      '{Lodz,Лодзь}'::text[] as aliases, '{"country": "PL", "codes": [1, null]}'::jsonb as payload
    union all select 2, 'Bern', 12::bigint, null, null`
  const { entries } = await buildIndex(rowsOf(pool, sql), out)
  await pool.end()
  t.is(entries, 2)
  using index = SuggestIndex.openSync(out)
  // No double could hold this one.
  t.deepEqual(index.get('9007199254740993'), {
    id: '9007199254740993',
    text: 'Łódź',
    weight: 768755.25,
    payload: { country: 'PL', codes: [1, null] },
  } as never)
  t.is(index.suggest('лодзь').suggestions[0]?.text, 'Łódź')
  t.is(index.get('2')?.weight, 12)
})

onPostgres('rows of many batches are the same index as the same records', async (t) => {
  const pool = poolOf()
  const folder = temporaryFolder(t)
  const built = await buildIndex(rowsOf(pool, NUMBERED, { batch: 777 }), join(folder, 'rows.mapahead'))
  const records = Array.from({ length: 20_000 }, (_, place) => ({
    id: String(place + 1),
    text: `record number ${place + 1}`,
    weight: place + 1.5,
  }))
  const same = await buildIndex(records, join(folder, 'records.mapahead'))
  t.is(built.entries, 20_000)
  t.is(built.generation, same.generation)
  t.deepEqual([pool.totalCount, pool.idleCount], [1, 1])
  await pool.end()
})

onPostgres(
  'a query that fails in the middle leaves the old index, and its error is the one of the driver',
  async (t) => {
    const pool = poolOf({ application_name: 'failing' })
    const folder = temporaryFolder(t)
    const out = join(folder, 'out.mapahead')
    await buildIndex(PLACES, out)
    const before = readFileSync(out)
    const sql = `select n as id, 'record number ' || n as text, 1 / (15000 - n) as weight from generate_series(1, 20000) n`
    const error = await t.throwsAsync<pg.DatabaseError>(buildIndex(rowsOf(pool, sql), out), {
      message: 'division by zero',
    })
    t.is(error?.code, '22012')
    t.deepEqual(readdirSync(folder), ['out.mapahead'])
    t.deepEqual(readFileSync(out), before)
    await untilGone('failing')
    t.is(pool.totalCount, 0)
    await pool.end()
  },
)

onPostgres('a database that goes away in the middle leaves the old index, and does not end the process', async (t) => {
  const pool = poolOf({ application_name: 'dying' })
  const folder = temporaryFolder(t)
  const out = join(folder, 'out.mapahead')
  await buildIndex(PLACES, out)
  const before = readFileSync(out)
  async function* killed(): AsyncGenerator<RecordInput> {
    let count = 0
    for await (const row of rowsOf(pool, NUMBERED)) {
      yield row
      count += 1
      if (count !== 2500) continue
      await ask(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'dying'`)
    }
  }
  const error = await t.throwsAsync<pg.DatabaseError>(buildIndex(killed(), out))
  t.regex(`${error?.code} ${error?.message}`, /57P01|terminat|ECONNRESET|EPIPE/)
  t.deepEqual(readdirSync(folder), ['out.mapahead'])
  t.deepEqual(readFileSync(out), before)
  t.is(pool.totalCount, 0)
  await pool.end()
})

onPostgres('an abort ends a query that waits, closes its connection, and leaves the old index', async (t) => {
  // Held by somebody else, so that the query waits until it is ended, however long that takes.
  const holder = await admin?.connect()
  t.teardown(() => holder?.release(true))
  await holder?.query('select pg_advisory_lock(4711)')
  const folder = temporaryFolder(t)
  const out = join(folder, 'out.mapahead')
  await buildIndex(PLACES, out)
  const before = readFileSync(out)

  // With one connection the pool has none left to cancel by.
  const pool = poolOf({ application_name: 'aborted', max: 1 })
  const sql = `select n as id, case when n = 3000 then 'waits' || pg_advisory_xact_lock(4711) else 'record ' || n end as text
    from generate_series(1, 20000) as n`
  const stop = new AbortController()
  async function* counted(): AsyncGenerator<RecordInput> {
    let count = 0
    for await (const row of rowsOf(pool, sql, { signal: stop.signal })) {
      yield row
      count += 1
      // The next read waits for the lock.
      if (count === 2000) setImmediate(() => stop.abort(new Error('enough')))
    }
  }
  await t.throwsAsync(buildIndex(counted(), out, { signal: stop.signal }), { message: 'enough' })
  await untilGone('aborted')
  t.deepEqual(readdirSync(folder), ['out.mapahead'])
  t.deepEqual(readFileSync(out), before)
  await pool.end()
})

onPostgres('an abort before the first row asks nothing, and one between rows closes the connection', async (t) => {
  const pool = poolOf({ application_name: 'between' })
  const out = join(temporaryFolder(t), 'out.mapahead')
  const aborted = AbortSignal.abort(new Error('too late'))
  await t.throwsAsync(rowsOf(pool, NUMBERED, { signal: aborted }).next(), { message: 'too late' })
  t.is(pool.totalCount, 0)

  // The first comes row by row, the second only when the database has made all of them.
  const endless = `select 'record ' || n as text from (select generate_series(1, 1000000000) as n) as numbers`
  const unready = `select 'record ' || n as text from generate_series(1, 1000000000) as n`
  for (const sql of [endless, unready]) {
    const stop = new AbortController()
    const options = { signal: stop.signal, onProgress: () => stop.abort(new Error('enough')) }
    await t.throwsAsync(buildIndex(rowsOf(pool, sql, { signal: stop.signal }), out, options), { message: 'enough' })
    await untilGone('between')
  }
  await pool.end()
})

onPostgres('a bad row stops the build with its number, and closes the connection', async (t) => {
  const pool = poolOf({ application_name: 'bad' })
  const out = join(temporaryFolder(t), 'out.mapahead')
  // So many that the build cannot have all before it has read the bad one.
  const sql = `select case when n = 1500 then null else 'record ' || n end as text
    from (select generate_series(1, 1000000000) as n) as numbers`
  await t.throwsAsync(buildIndex(rowsOf(pool, sql), out), { code: 'ERR_INVALID_RECORD', message: /1500/ })
  await untilGone('bad')
  await pool.end()
})

onPostgres('the program of docs/database.md builds from the table of the example', async (t) => {
  await ask('drop table if exists places')
  await ask(readFileSync(join(EXAMPLE, 'places.sql'), 'utf8'))
  const page = readFileSync(join(ROOT, 'docs/database.md'), 'utf8')
  const [, program = ''] = /```js\n(import[\s\S]*?)```/.exec(page) ?? []
  const out = join(temporaryFolder(t), 'places.mapahead')
  const moved = program.replace("'places.mapahead'", JSON.stringify(out))
  t.not(moved, program)
  const { host, user, database } = server?.config ?? { host: '', user: '', database: '' }
  const env = { ...process.env, DATABASE_URL: `postgres://${user}@/${database}?host=${host}` }
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', moved], { cwd: ROOT, env })
  using index = SuggestIndex.openSync(out)
  t.is(index.get('1816670')?.weight, 11_716_620)
})

onPostgres('the example runs as its README says', async (t) => {
  const { host, user, database } = server?.config ?? { host: '', user: '', database: '' }
  await ask('drop table if exists places')
  await ask(readFileSync(join(EXAMPLE, 'places.sql'), 'utf8'))
  const env = { ...process.env, PGHOST: host, PGUSER: user, PGDATABASE: database }
  const out = join(temporaryFolder(t), 'places.mapahead')
  const { stdout } = await promisify(execFile)(process.execPath, [join(EXAMPLE, 'main.js'), out], { env })
  const [first, ...shown] = stdout.trimEnd().split('\n')
  t.is(first, `10 entries in ${out}`)
  t.deepEqual(shown, ['5128581 New York 8175133 US', '2641673 Newcastle upon Tyne 192382 GB'])
  const readme = readFileSync(join(EXAMPLE, 'README.md'), 'utf8')
  for (const line of ['10 entries in places.mapahead', ...shown]) t.true(readme.includes(line), line)
})
