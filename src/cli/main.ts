#!/usr/bin/env node
import { run } from './run.ts'

run(process.argv).then((exitCode) => {
  process.exitCode = exitCode
})
