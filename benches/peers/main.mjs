/**
 * How fast, how well and how small do peers answer, asked the same in one run?
 *
 *     npm run bench:peers -- [cities] [names-100k] [names-1m] [--rounds 5] [--ms 1000] [--only mapahead,fts5]
 *
 * Installs the peers and a Node.js 24 into `target/bench/peers`, and runs everything in JavaScript under that. Each peer has
 * its own process, and they take turns for some rounds, so that what slows one slows all. A turn has `--ms` milliseconds for
 * each set of queries, and who does not get through all of them in it was asked only the first. Peers that are no packages
 * of npm are in `native.mjs`, and are left out, with a line that says so, where their tools are missing.
 *
 * First each peer is tried in some settings on the smallest corpus, and runs in the one that finds most. Results go to
 * `target/bench/peers/results.json`, and `node benches/peers/page.mjs` makes `docs/benchmarks.md` of them.
 */
import { execFileSync } from 'node:child_process'
import { readdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { source } from '../corpus-files.mjs'
import { median } from '../timing.mjs'
import { FOLDER, install, versions } from './installed.mjs'
import { nativePeers } from './native.mjs'
import { inJavaScript, memoryOf, Peer, writeQueries } from './process.mjs'
import { isExact, makeSets, readSorted } from './queries.mjs'

/** The corpora that a peer is asked, if it can take them: the largest is too much for those that read all texts. */
const CORPORA = ['cities', 'names-100k', 'names-1m']
const PROCESSES = [1, 4]
/** How long a peer may take to answer a set once, for what it finds. */
const ANSWER_MS = 60_000

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '5' },
    ms: { type: 'string', default: '1000' },
    only: { type: 'string' },
  },
})
const [rounds, ms] = [Number(values.rounds), Number(values.ms)]
const corpora = positionals.length > 0 ? positionals : CORPORA
for (const corpus of corpora) source(corpus)

install()
const isWanted = (peer) => values.only === undefined || values.only.split(',').includes(peer)
const peers = [...javascriptPeers(), ...nativePeers(isWanted)]
const results = { at: new Date().toISOString(), cpu: cpus()[0].model, versions: versions(), rounds, ms, corpora: {} }
const best = await tryAll(corpora[0])
for (const corpus of corpora) {
  results.corpora[corpus] = await race(corpus)
  writeFileSync(`${FOLDER}results.json`, `${JSON.stringify({ ...results, tried: best.tried }, null, 1)}\n`)
}
console.error(`target/bench/peers/results.json is written; node benches/peers/page.mjs makes the page of it`)

function javascriptPeers() {
  const files = readdirSync(new URL('javascript/', import.meta.url)).map((name) => name.replace('.mjs', ''))
  // mapahead first, as what the others are compared with.
  const names = ['mapahead', ...files.filter((name) => name !== 'bare' && name !== 'mapahead').sort()]
  return names.filter(isWanted).map((peer) => ({ peer, command: inJavaScript(peer), isInNode: true }))
}

/** The settings in which a peer is tried. */
function settingsOf({ peer, settings }) {
  if (settings !== undefined) return settings
  const [program, ...args] = inJavaScript(peer)('settings')
  return JSON.parse(
    execFileSync(
      program,
      args.filter((argument) => argument !== undefined),
      { encoding: 'utf8' },
    ),
  )
}

/** Tries each setting of each peer, and returns the one that finds most by peer. */
async function tryAll(corpus) {
  const sets = makeSets(readSorted(corpus))
  const tried = {}
  const chosen = new Map()
  for (const peer of peers) {
    const scores = []
    for (const setting of settingsOf(peer)) {
      const one = { ...peer, setting, corpus }
      Peer.prepare(one)
      const process = new Peer(one)
      const found = []
      let exact = 0
      for (const set of sets.filter(({ kind }) => kind !== 'session')) {
        const score = judge(set, await process.ask('answers', writeQueries(`try-${set.name}`, set, 5000)))
        if (set.kind === 'slip') found.push(score.found)
        else exact += score.exact
      }
      process.end()
      scores.push({ setting, found: found.reduce((sum, share) => sum + share, 0) / found.length, exact: exact / 5 })
      console.error(
        `${peer.peer}, ${setting}: finds ${percent(scores.at(-1).found)}, exact ${percent(scores.at(-1).exact)}`,
      )
    }
    tried[peer.peer] = scores
    chosen.set(peer.peer, scores.toSorted((a, b) => b.found - a.found || b.exact - a.exact)[0].setting)
  }
  return { tried, of: (peer) => chosen.get(peer) }
}

/** Builds, asks in turns, and weighs all peers on one corpus. */
async function race(corpus) {
  const sets = makeSets(readSorted(corpus))
  const rows = []
  for (const peer of peers) {
    const one = { ...peer, setting: best.of(peer.peer), corpus }
    const prepareMs = Peer.prepare(one)
    const process = new Peer(one)
    const opened = await process.opened
    rows.push({ one, process, row: { peer: peer.peer, setting: one.setting, sets: {}, ...opened, prepareMs } })
    console.error(`${corpus}: ${peer.peer} is there`)
  }
  for (const set of sets) {
    const file = writeQueries(`${corpus}-${set.name}`, set, ms)
    const whole = writeQueries(`${corpus}-${set.name}-whole`, set, ANSWER_MS)
    for (const { process, row } of rows) {
      const answers = set.kind === 'session' ? [] : await process.ask('answers', whole)
      row.sets[set.name] = { kind: set.kind, queries: set.queries.length, turns: [], ...judge(set, answers) }
    }
    for (let round = 0; round < rounds; round += 1) {
      for (const { process, row } of rows) row.sets[set.name].turns.push(await process.ask('times', file))
    }
    console.error(`${corpus}: ${set.name} is asked`)
  }
  for (const { process, row } of rows) {
    process.end()
    for (const set of Object.values(row.sets)) sumUp(set)
  }
  await weigh(rows, corpus, sets)
  return { entries: readSorted(corpus).length, rows: rows.map(({ row }) => row) }
}

/** The medians of the turns. */
function sumUp(set) {
  for (const figure of ['p50', 'p99', 'mean', 'asked']) set[figure] = median(set.turns.map((turn) => turn[figure]))
  delete set.turns
}

/** Adds what one process and four take above those of Node.js that hold nothing. */
async function weigh(rows, corpus, sets) {
  const files = sets
    .filter(({ kind }) => kind !== 'session')
    .map((set) => writeQueries(`${corpus}-${set.name}-memory`, set, 2000))
  const bare = { peer: 'bare', setting: 'nothing', corpus, command: inJavaScript('bare') }
  for (const count of PROCESSES) {
    const nothing = await memoryOf(bare, count, files)
    for (const { one, row } of rows) {
      if (!one.isInNode) continue
      row.memory = { ...row.memory, [count]: (await memoryOf(one, count, files)) - nothing }
      console.error(`${corpus}: ${one.peer} is weighed in ${count}`)
    }
  }
}

/** Says how good the answers to a set are; queries without an answer do not count. */
function judge({ kind, expected }, answers) {
  const given = answers.map((answer, i) => ({ answer, i })).filter(({ answer }) => answer !== null)
  const share = (isGood) => given.filter(isGood).length / given.length
  if (kind === 'slip') return { found: share(({ answer, i }) => answer.some(({ text }) => text === expected[i])) }
  if (kind === 'session') return {}
  return {
    exact: share(({ answer, i }) =>
      isExact(
        answer.map(({ weight }) => weight),
        expected[i],
      ),
    ),
  }
}

function percent(share) {
  return `${(share * 100).toFixed(1)} %`
}
