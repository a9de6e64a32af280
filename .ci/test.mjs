// npm test: prepares what is stale, then runs the tests of what ships, in Rust and in TypeScript.
// (.ci/run tests the benches too, which need many packages more.)
import { prepare, run } from './prepare.mjs'

prepare()
console.error('mapahead: testing Rust (cargo test)')
run('cargo', 'test')
console.error('mapahead: testing TypeScript (ava)')
run('npx', '--no-install', 'ava')
