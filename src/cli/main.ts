#!/usr/bin/env node
import { isMapaheadError } from '../errors.ts'

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
  // Not before what was written has left: a manager may write it to a file by itself.
  await new Promise((resolve) => process.stderr.write('', resolve))
  process.exit()
}
