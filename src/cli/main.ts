#!/usr/bin/env node
import { isMapaheadError } from '../errors.ts'

// Only from here on, since it loads the addon: where that is missing, one line says what to do.
import('./run.ts')
  .then(({ run }) => run(process.argv))
  .then(
    (exitCode) => {
      process.exitCode = exitCode
    },
    (error: unknown) => {
      if (!isMapaheadError(error)) throw error
      process.stderr.write(`mapahead: ${error.message} [${error.code}]\n`)
      process.exitCode = 1
    },
  )
