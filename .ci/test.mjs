// npm test: prepares what is stale, then runs every test, of Rust and of TypeScript.
import { prepare, run } from './prepare.mjs'
import { missingTools } from './tools.mjs'

prepare()
console.error('mapahead: testing Rust (cargo test)')
run('cargo', 'test', '--workspace')
console.error('mapahead: testing TypeScript (ava)')
run('npx', '--no-install', 'ava')
// At the end, where it is the last that one reads: all that ran is fine, and this did not run.
for (const line of missingTools()) console.error(`\nmapahead: ${line}`)
