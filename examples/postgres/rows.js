// Reads the rows of a query from Postgres, a few at a time.
import pg from 'pg'
import Cursor from 'pg-cursor'

/**
 * Yields the rows of a query, whatever their number, `batch` of them at a time. So neither this process nor the
 * database has to hold all of them.
 *
 * `signal` ends the query and its connection at once, also one that has not found its first row yet.
 */
export async function* rowsOf(pool, sql, { values = [], signal, batch = 1000 } = {}) {
  signal?.throwIfAborted()
  const client = await pool.connect()
  // A connection that breaks ends the read below with an error. Without a listener it would also end the process.
  client.on('error', () => {})
  const onAbort = () => terminate(pool.options, client).catch(() => {})
  signal?.addEventListener('abort', onAbort)
  let isWhole = false
  try {
    const cursor = client.query(new Cursor(sql, values))
    for (;;) {
      const rows = await cursor.read(batch)
      if (rows.length === 0) break
      yield* rows
    }
    isWhole = true
  } finally {
    signal?.removeEventListener('abort', onAbort)
    // After an error, or if nobody wants the rest, the connection is closed, and the cursor with it.
    client.release(!isWhole)
  }
}

/**
 * Lets the database end a connection with what it asked for, by a connection of its own, since the pool may have none
 * left. To cancel the query alone would do nothing if the database has not begun it yet, and it would then run on.
 */
async function terminate(options, { processID }) {
  const client = new pg.Client(options)
  await client.connect()
  try {
    await client.query('select pg_terminate_backend($1)', [processID])
  } finally {
    await client.end()
  }
}
