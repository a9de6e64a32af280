// Builds an index from a table of Postgres and asks it: node examples/postgres/main.js [FILE]
// The environment says where the database is, by DATABASE_URL or by PGHOST, PGUSER and so on.
import { buildIndex, SuggestIndex } from 'mapahead'
import pg from 'pg'
import { rowsOf } from './rows.js'

const [path = 'places.mapahead'] = process.argv.slice(2)
const SQL = 'select id, name as text, population as weight, names as aliases, details as payload from places'

const stop = new AbortController()
process.once('SIGINT', () => stop.abort(new Error('stopped')))

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL })
try {
  const { signal } = stop
  const { entries } = await buildIndex(rowsOf(pool, SQL, { signal }), path, { signal })
  console.log(`${entries} entries in ${path}`)
} finally {
  await pool.end()
}

const index = await SuggestIndex.open(path)
for (const { id, text, weight, payload } of index.suggest('ne').suggestions) {
  console.log(id, text, weight, payload.country)
}
index.close()
