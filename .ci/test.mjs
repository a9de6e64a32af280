// npm test: prepares what is stale, then runs every test, of Rust and of TypeScript.
import { prepare, run } from './prepare.mjs'

prepare()
console.error('mapahead: testing Rust (cargo test)')
run('cargo', 'test', '--workspace')
console.error('mapahead: testing TypeScript (ava)')
run('npx', '--no-install', 'ava')
