/**
 * Writes what relevance is measured with, under `target/bench/relevance`:
 *
 *     node benches/relevance/make.mjs [english] [russian] [cities] [names] [--russian-slips FILE]
 *
 * For each language `NAME.ndjson`, words with their frequency as weight, and four tables for `mapahead eval`, with columns
 * `query`, `expected`, `kind`, `slip`, `exact` (how many records, up to ten, start with the query as it is) and `clean` (at
 * which place a prefix shows the word without its slip):
 * `NAME-tune.tsv` to choose settings by, `NAME-report.tsv` to report, which share no word; and both again with
 * the kind of slip in `kind`, `NAME-tune-slips.tsv` and `NAME-report-slips.tsv`.
 *
 * For the corpora `cities` and `names`, which `benches/corpus.mjs` makes, the tables have queries of two to four words with
 * the slips of the English pairs on their words and spaces. Their index is built from the corpus.
 *
 * Kind `full` is a whole slip; `prefix` the beginning of one, unfinished, of words that the same beginning without the slip shows
 * among its first ten. Slips that are words themselves are left out, the others are no records. The same files on each machine.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { ROOT, read } from '../corpus-files.mjs'
import { table } from '../timing.mjs'
import { english } from './english.mjs'
import { CHANGES, makePhrases } from './phrases.mjs'
import { halfOf, makeQueries } from './queries.mjs'
import { russian } from './russian.mjs'
import { KINDS } from './slip.mjs'

const FOLDER = 'target/bench/relevance'
const LANGUAGES = { english, russian }
/** The corpora that queries of several words are made of. */
const CORPORA = { cities: 'cities', names: 'names-100k' }

function write(file, lines) {
  writeFileSync(`${ROOT}${FOLDER}/${file}`, lines.map((line) => `${line}\n`).join(''))
}

function writeTables(name, queries) {
  const header = ['query', 'expected', 'kind', 'slip', 'exact', 'clean'].join('\t')
  for (const half of ['tune', 'report']) {
    const lines = (kindOf) =>
      queries
        .filter((query) => query.half === half)
        .map((query) => {
          const { slip, exact, clean = '' } = query
          return [query.query, query.expected.join('|'), kindOf(query), slip, exact, clean].join('\t')
        })
    write(`${name}-${half}.tsv`, [header, ...lines(({ kind }) => kind)])
    write(`${name}-${half}-slips.tsv`, [header, ...lines(({ kind, slip }) => `${kind}, ${slip}`)])
  }
}

const percent = (part, all) => (all === 0 ? '' : `${((100 * part) / all).toFixed(1)} %`)

/** Shows what there is, and what the search for slips cannot answer because ten words start with the slip as it is. */
function show({ name }, { records, queries, counts }) {
  console.log(`\n## ${name}: ${records.size.toLocaleString('en')} records\n`)
  table(
    ['slips', 'count'],
    Object.entries(counts).map(([what, count]) => [what, count]),
  )
  console.log()
  const of = (kind) => queries.filter((query) => query.kind === kind)
  const shareOf = (list, isOf) => percent(list.filter(isOf).length, list.length)
  const hidden = ({ exact }) => exact === 10
  const cells = (list, all) => [list.length, percent(list.length, all.length), shareOf(list, hidden)]
  const [full, prefix] = [of('full'), of('prefix')]
  const row = (label, isOf) => [
    label,
    ...cells(full.filter(isOf), full),
    ...cells(prefix.filter(isOf), prefix),
    shareOf(prefix.filter(isOf), ({ clean }) => clean === 1),
  ]
  table(
    ['queries', 'full', 'share', 'ten start so', 'prefix', 'share', 'ten start so', 'clean one: @1'],
    [
      row('all', () => true),
      row('tune', ({ half }) => half === 'tune'),
      row('report', ({ half }) => half === 'report'),
      ...KINDS.map((kind) => row(kind, ({ slip }) => slip === kind)),
      ...[3, 4, 5, 6, 7].map((letters) => row(`${letters} letters`, ({ query }) => query.length === letters)),
      row('8 letters and more', ({ query }) => query.length >= 8),
    ].filter(([, fulls, , , prefixes]) => fulls + prefixes > 0),
  )
}

/** Makes the queries of several words, and shows how many there are. */
function makeOfWords(name, corpus) {
  const queries = makePhrases([...new Set(read(corpus).map(({ text }) => text))], english.pairs(), halfOf)
  const header = ['query', 'expected', 'kind', 'words'].join('\t')
  for (const half of ['tune', 'report']) {
    const lines = (kindOf) =>
      queries
        .filter((query) => query.half === half)
        .map((query) => [query.query, query.expected, kindOf(query), query.words].join('\t'))
    write(`${name}-${half}.tsv`, [header, ...lines(({ kind, words }) => `${kind}, ${words} words`)])
    write(`${name}-${half}-slips.tsv`, [header, ...lines(({ kind, change }) => `${kind}, ${change}`)])
  }
  console.log(`\n## ${name}\n`)
  const count = (half, kind, change) =>
    queries.filter((query) => query.half === half && query.kind === kind && query.change === change).length
  table(
    ['queries', 'tune, full', 'prefix', 'report, full', 'prefix'],
    CHANGES.map((change) => [
      change,
      ...['tune', 'report'].flatMap((half) => ['full', 'prefix'].map((kind) => count(half, kind, change))),
    ]),
  )
  console.log(`
\`\`\`sh
mapahead build target/bench/${corpus}.ndjson -o ${FOLDER}/${name}.mapahead --language en --layouts us
mapahead eval ${FOLDER}/${name}.mapahead ${FOLDER}/${name}-tune-slips.tsv --compare index=OTHER.mapahead
\`\`\``)
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'russian-slips': { type: 'string', default: process.env.MAPAHEAD_RUSSIAN_SLIPS } },
})
const names = [...Object.keys(LANGUAGES), ...Object.keys(CORPORA)]
const unknown = positionals.find((name) => !names.includes(name))
if (unknown !== undefined) {
  console.error(`There is no set ${unknown}, only ${names.join(', ')}.`)
  process.exit(2)
}
mkdirSync(ROOT + FOLDER, { recursive: true })
for (const name of positionals.length > 0 ? positionals : names) {
  if (Object.hasOwn(CORPORA, name)) {
    makeOfWords(name, CORPORA[name])
    continue
  }
  const language = LANGUAGES[name]
  const slips = values['russian-slips']
  const missing = language.missing?.(slips)
  if (missing !== undefined) {
    console.error(`\nSKIPPED: ${name}: ${missing}\n`)
    process.exitCode = positionals.length > 0 ? 1 : 0
    continue
  }
  const made = makeQueries(language, language.words(), language.pairs(slips))
  const records = [...made.records].map(([text, weight]) => JSON.stringify({ text, weight }))
  write(`${name}.ndjson`, records)
  writeTables(name, made.queries)
  show(language, made)
  console.log(`
\`\`\`sh
cd ${FOLDER}
mapahead build ${name}.ndjson -o ${name}.mapahead --language ${language.language} --layouts ${language.layouts}
mapahead eval ${name}.mapahead ${name}-tune.tsv --compare costs=unit
\`\`\``)
}
