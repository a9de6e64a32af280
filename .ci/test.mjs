// npm test: prepares what is stale, then runs every test, of Rust and of TypeScript.
//   node .ci/test.mjs rust                         those of Rust alone, which need no addon
//   node .ci/test.mjs typescript --addon FOLDER    the others, with an addon that is built already
import { parseArgs } from 'node:util'
import { prepare, run } from './prepare.mjs'
import { missingTools } from './tools.mjs'

const { values, positionals } = parseArgs({ allowPositionals: true, options: { addon: { type: 'string' } } })
const [part] = positionals
if (![undefined, 'rust', 'typescript'].includes(part)) {
  console.error(`mapahead: the tests are those of rust, of typescript, or all without a name; got ${part}`)
  process.exit(2)
}

if (part !== 'rust') prepare(values)
if (part !== 'typescript') {
  console.error('mapahead: testing Rust (cargo test)')
  run('cargo', 'test', '--workspace')
}
if (part !== 'rust') {
  console.error('mapahead: testing TypeScript (ava)')
  run('npx', '--no-install', 'ava')
  // At the end, where it is the last that one reads: all that ran is fine, and this did not run.
  for (const line of missingTools()) console.error(`\nmapahead: ${line}`)
}
