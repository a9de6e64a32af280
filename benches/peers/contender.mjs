/**
 * A peer in JavaScript, in a process of its own, which `main.mjs` starts:
 *
 *     node benches/peers/contender.mjs PEER SETTING CORPUS PATH [prepare]
 *     node benches/peers/contender.mjs PEER settings                         tells the settings that there are
 *
 * With `prepare` it only writes the file at PATH that others then share, if the peer has one. Else it opens or builds, says how
 * many milliseconds that took, and answers lines of the standard input with a line of JSON each:
 *
 *     answers FILE    the texts and weights of each answer
 *     times FILE      asks all queries over and over for a while, at least once as far as the time goes
 *     ask FILE        asks all queries once, as far as the time goes, and tells nothing of the answers
 *     settle          collects garbage, before the memory of the process is read
 *
 * A file has `{ queries, slips, ms }`: whether the queries have slips, and how long to ask.
 */
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { source } from '../corpus-files.mjs'
import { summarize } from '../timing.mjs'

const [, , peer, setting, corpus, path, isOnlyPrepared] = process.argv
const { settings } = await import(`./javascript/${peer}.mjs`)
const say = (value) => process.stdout.write(`${JSON.stringify(value)}\n`)

if (setting === 'settings') say(Object.keys(settings))
else await serve(settings[setting])

async function serve({ prepare, open }) {
  const place = { corpus, path, source: source(corpus) }
  const started = performance.now()
  if (isOnlyPrepared === 'prepare') {
    await prepare?.(place)
    say({ ms: performance.now() - started })
    return
  }
  const opened = await open(place)
  say({ ms: performance.now() - started, bytes: opened.bytes })
  for await (const line of createInterface({ input: process.stdin })) {
    const [what, file] = line.split(' ')
    say(await answer(what, file, opened))
  }
}

async function answer(what, file, { answer, slip = answer }) {
  if (what === 'settle') return settle()
  const { queries, slips, ms } = JSON.parse(readFileSync(file, 'utf8'))
  const ask = slips ? slip : answer
  if (what === 'answers') return answersOf(queries, ask, ms)
  if (what === 'ask') return { asked: answersOf(queries, (query) => ask(query) && 1, ms).length }
  return time(queries, ask, ms)
}

/** Answers as many queries as the time goes, one at least; the others have no answer. */
function answersOf(queries, ask, ms) {
  const end = performance.now() + ms
  return queries.map((query, i) => (i === 0 || performance.now() < end ? ask(query) : null))
}

function time(queries, ask, ms) {
  const times = queries.map(() => [])
  const end = performance.now() + ms
  for (let isFirst = true; isFirst || performance.now() < end; isFirst = false) {
    for (let i = 0; i < queries.length && (i === 0 || performance.now() < end || !isFirst); i += 1) {
      const called = process.hrtime.bigint()
      ask(queries[i])
      times[i].push(Number(process.hrtime.bigint() - called) / 1000)
    }
  }
  const asked = times.filter(({ length }) => length > 0)
  return { asked: asked.length, ...summarize(asked.map((list) => list.sort((a, b) => a - b)[list.length >> 1])) }
}

async function settle() {
  for (let i = 0; i < 3; i += 1) {
    globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' })
    await sleep(20)
  }
  return {}
}
