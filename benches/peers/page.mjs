/**
 * Makes docs/benchmarks.md and its charts of what `npm run bench:peers` measured:
 *
 *     node benches/peers/page.mjs [RESULTS] [FOLDER]
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { ROOT } from '../corpus-files.mjs'
import { drawBars } from './chart.mjs'
import { FOLDER } from './installed.mjs'
import { buildMs, winsOf } from './wins.mjs'

const NAMES = {
  array: 'packed array',
  flexsearch: 'FlexSearch',
  fts5: 'SQLite FTS5',
  fuse: 'Fuse.js',
  fst: '`fst` crate',
  fuzzysort: 'fuzzysort',
  lucene: 'Lucene',
  minisearch: 'MiniSearch',
  orama: 'Orama',
  tantivy: 'tantivy',
  ufuzzy: 'uFuzzy',
}
const WIDTH = 100

const [, , file = `${FOLDER}results.json`, folder = `${ROOT}docs`] = process.argv
const results = JSON.parse(readFileSync(file, 'utf8'))
const nameOf = (peer) => NAMES[peer] ?? peer
const plain = (text) => text.replaceAll('`', '')
const count = (number) => number.toLocaleString('en')

/** Microseconds with three digits. */
function time(us) {
  if (us === undefined) return ''
  if (us >= 1e6) return `${(us / 1e6).toFixed(1)} s`
  if (us >= 1000) return `${(us / 1000).toPrecision(3)} ms`
  return `${us >= 100 ? Math.round(us) : us.toPrecision(2)} µs`
}

const mib = (bytes) => (bytes === undefined ? '' : `${(bytes / 2 ** 20).toFixed(1)} MiB`)
const percent = (share) => (share === undefined ? '' : `${(share * 100).toFixed(1)} %`)

function table(header, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`
  return [line(header), line(header.map((_, i) => (i === 0 ? '---' : '---:'))), ...rows.map(line)].join('\n')
}

/** Breaks a paragraph into lines. */
function wrap(text) {
  const lines = ['']
  for (const word of text.split(' ')) {
    if (lines.at(-1).length + word.length + 1 > WIDTH) lines.push('')
    lines[lines.length - 1] += (lines.at(-1) === '' ? '' : ' ') + word
  }
  return lines.join('\n')
}

/** Says where a peer wins, one sentence a peer and corpus. */
function wins() {
  const byPeer = new Map()
  for (const win of winsOf(results.corpora)) {
    const who = `${nameOf(win.peer)} on ${win.corpus}`
    byPeer.set(who, [...(byPeer.get(who) ?? []), win])
  }
  if (byPeer.size === 0) return 'In no figure of this run was a peer better than mapahead.'
  const sentences = [...byPeer].map(([who, list]) => {
    const figures = list.map(({ column, times }) => `${column} (${times.toFixed(1)} times)`)
    return `${who} is better in ${figures.join(', ')}.`
  })
  return `Where a peer is better than mapahead, in this run: ${sentences.join(' ')}`
}

function section(corpus, { entries, rows }) {
  const sets = Object.entries(rows[0].sets)
  const of = (kind) => sets.filter(([, set]) => set.kind === kind).map(([name]) => name)
  const cell = (set) => `${time(set.p50)} / ${time(set.p99)}`
  const whole = (row) => of('prefix').reduce((sum, name) => sum + row.sets[name].exact, 0) / of('prefix').length
  return `## ${corpus}: ${count(entries)} texts

p50 and p99 of a prefix, by letters:

${table(
  ['', ...of('prefix'), 'ten best, exact'],
  rows.map((row) => [nameOf(row.peer), ...of('prefix').map((name) => cell(row.sets[name])), percent(whole(row))]),
)}

p50 and p99 of prefixes with a slip, and how often the name that was meant is among the ten:

${table(
  ['', ...of('slip').flatMap((name) => [name, 'found'])],
  rows.map((row) => [
    nameOf(row.peer),
    ...of('slip').flatMap((name) => [cell(row.sets[name]), percent(row.sets[name].found)]),
  ]),
)}

The mean of all keystrokes of ${count(rows[0].sets.sessions.queries)} that type names to the end, the build,
the file, and the memory above a process of Node.js that holds nothing:

${table(
  ['', 'a keystroke', 'build', 'file', '1 process', '4 processes'],
  rows.map((row) => [
    nameOf(row.peer),
    time(row.sets.sessions.mean),
    `${(buildMs(row) / 1000).toFixed(1)} s`,
    mib(row.bytes),
    mib(row.memory?.[1]),
    mib(row.memory?.[4]),
  ]),
)}

![The mean keystroke of each peer](benchmarks-${corpus}-keystroke.svg)
`
}

function chart(corpus, { rows }) {
  const bars = rows.map(({ peer, sets }) => {
    const value = sets.sessions.mean
    return { label: plain(nameOf(peer)), value, shown: time(value), isOurs: peer === 'mapahead' }
  })
  const title = `The mean keystroke when names are typed to the end: ${corpus}`
  return drawBars({ title, subtitle: 'time of one query, on a scale of powers of ten', bars, show: time })
}

function settings() {
  const [{ rows }] = Object.values(results.corpora)
  return rows.map(({ peer, setting }) => [nameOf(peer), setting, results.tried[peer].length])
}

const { 'node-24': node, ...packages } = results.versions
const page = `# Benchmarks: how does mapahead compare with others?

${wrap(wins())}

\`\`\`sh
node benches/corpus.mjs
npm run bench:peers
node benches/peers/page.mjs
\`\`\`

${wrap(
  `This page was made by a script of one run. All peers got the same texts, the same queries and the same ten places. They took turns, ${results.rounds} rounds of ${results.ms} ms for each set of queries, and figures are medians of the rounds. The machine was ${results.cpu}, and Node.js was ${node}. Packages were ${Object.entries(
    packages,
  )
    .map(([name, version]) => `${name} ${version}`)
    .join(', ')}.`,
)}

${wrap(
  'Each peer was tried in some settings, and ran in the one that found most names in spite of a slip. Ten best is exact if the weights are those of the ten heaviest texts that start with the prefix, or of those that have a word which does.',
)}

${table(['', 'setting', 'tried'], settings())}

${Object.entries(results.corpora)
  .map(([corpus, result]) => section(corpus, result))
  .join('\n')}`

mkdirSync(folder, { recursive: true })
writeFileSync(`${folder}/benchmarks.md`, page)
for (const [corpus, result] of Object.entries(results.corpora)) {
  writeFileSync(`${folder}/benchmarks-${corpus}-keystroke.svg`, chart(corpus, result))
}
console.log(`${folder}/benchmarks.md and ${Object.keys(results.corpora).length} charts are written`)
