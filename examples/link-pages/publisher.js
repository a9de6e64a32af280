// The background process: computes the lists of users, and publishes all of them as one index.
//
// It keeps each list in a file of its own, so that refreshing one user computes one list; then it builds the index
// anew from all files. `buildIndex` renames the finished file into place: the workers notice by themselves.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildIndex } from 'mapahead'
import { rankLinks, userOf } from './links.js'

const [folder, out, ...numbers] = process.argv.slice(2)
const [users, links, votes] = numbers.map(Number)
const rounds = new Map()

mkdirSync(folder, { recursive: true })

function listOf(user) {
  return join(folder, `${userOf(user)}.ndjson`)
}

function computeList(user) {
  const round = (rounds.get(user) ?? 0) + 1
  rounds.set(user, round)
  const lines = Array.from(rankLinks(user, links, votes, round), (record) => `${JSON.stringify(record)}\n`)
  writeFileSync(listOf(user), lines.join(''))
}

const everybody = Array.from({ length: users }, (_, user) => user)

/** Computes the lists of some users, and publishes those of all. */
async function publish(changed) {
  const started = performance.now()
  for (const user of changed) computeList(user)
  const computeMs = performance.now() - started
  // Nobody types here: a literal index has no words, and is smaller and sooner built.
  const { entries, bytes, generation, durationMs } = await buildIndex(everybody.map(listOf), out, { kind: 'literal' })
  return { entries, bytes, generation, computeMs, buildMs: durationMs }
}

// One at a time, in the order in which they were asked for.
let last = Promise.resolve()
process.on('message', ({ changed = everybody }) => {
  last = last.then(() => publish(changed)).then((report) => process.send({ event: 'published', ...report }))
})
