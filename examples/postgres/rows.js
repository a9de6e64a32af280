// Reads the rows of a query from Postgres, a few at a time.
import pg from 'pg'
import Cursor from 'pg-cursor'

/**
 * Yields the rows of a query, whatever their number, `batch` of them at a time. So neither this process nor the
 * database has to hold all of them.
 *
 * `signal` ends the query at once, also one that has not found its first row yet.
 */
export async function* rowsOf(pool, sql, { values = [], signal, batch = 1000 } = {}) {
  signal?.throwIfAborted()
  const client = await pool.connect()
  // A connection that breaks ends the read below with an error. Without a listener it would also end the process.
  client.on('error', () => {})
  const onAbort = () => cancel(pool.options, client).catch(() => {})
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

/** Lets the database stop what a connection asked for, by a connection of its own, since the pool may have none left. */
async function cancel(options, { processID }) {
  const client = new pg.Client(options)
  await client.connect()
  try {
    await client.query('select pg_cancel_backend($1)', [processID])
  } finally {
    await client.end()
  }
}
