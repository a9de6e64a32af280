#!/usr/bin/env node
import { isMapaheadError } from '../errors.ts'

/** How long a worker of a cluster waits at its end for its last words to leave. */
const FLUSH_MS = 1000

// Only from here on, since it loads the addon: where that is missing, one line says what to do.
import('./run.ts')
  .then(({ run }) => run(process.argv))
  .then(
    (exitCode) => {
      process.exitCode = exitCode
      return endIfWorker()
    },
    (error: unknown) => {
      if (!isMapaheadError(error)) throw error
      process.stderr.write(`mapahead: ${error.message} [${error.code}]\n`)
      process.exitCode = 1
      return endIfWorker()
    },
  )

/**
 * Ends a worker of a cluster, such as PM2 makes: its channel would keep it for ever, and who started it would
 * take it for one that serves.
 */
async function endIfWorker(): Promise<void> {
  if (!process.connected) return
  const { default: cluster } = await import('node:cluster')
  if (!cluster.isWorker) return
  await new Promise((resolve) => {
    // Not before what was written has left: a manager may have put a stream of its own in place of this one.
    process.stderr.write('', 'utf8', resolve)
    // One that is told to log nothing may never say that it has done so.
    setTimeout(resolve, FLUSH_MS)
  })
  process.exit()
}
