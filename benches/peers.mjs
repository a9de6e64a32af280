/**
 * How fast, and how well, prefixes with a slip are answered: mapahead, MiniSearch and Fuse.js in one process, through JavaScript:
 *
 *     node benches/peers.mjs [cities] [names-100k]
 *
 * Prefixes of 3 to 8 letters are cut from names drawn by weight, and typed with one slip each. Only those count whose clean prefix shows
 * the name among the first ten by weight. An answer is right if the name is among its ten (success@10).
 *
 * Each peer is first tried in several settings that its documentation offers, with and without the weights, on some of the queries,
 * and runs in the one that finds most. Fuse.js reads every name for each query, so it gets every fifth.
 */
import Fuse from 'fuse.js'
import MiniSearch from 'minisearch'
import { buildCorpusIndex, importPackage, read } from './corpus-files.mjs'
import { slipped } from './slips.mjs'
import { ratio, show, table, takeTurns } from './timing.mjs'

const LIMIT = 10
const LETTERS = [3, 4, 5, 6, 7, 8]
const QUERIES = 100
const FUSE_EVERY = 5
/** How many queries are drawn, since not all are kept. */
const DRAWN = 3 * QUERIES
const FASTER = 100

/** Without the marks on letters, as mapahead folds them; both peers are told to do the same. */
const fold = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** Reads the corpus, the names with the largest weight first, with their plain keys. */
function readSorted(corpus) {
  const names = read(corpus).map(({ text, weight, key }) => ({ text, weight, key: fold(key) }))
  return names.sort((a, b) => b.weight - a.weight || (a.text < b.text ? -1 : 1))
}

/** Returns the queries of one length that count; `names` are sorted by weight. */
function queriesOf(names, letters) {
  const drawn = slipped(names, letters, DRAWN)
  const first = new Map(drawn.map(({ clean }) => [clean, []]))
  for (const { key, text } of names) {
    for (const length of [letters - 1, letters, letters + 1]) {
      const list = key.length >= length ? first.get(key.slice(0, length)) : undefined
      if (list !== undefined && list.length < LIMIT) list.push(text)
    }
  }
  return drawn.filter(({ clean, text }) => first.get(clean).includes(text)).slice(0, QUERIES)
}

/** The share of `queries` whose name is among the ten. */
const success = (queries, answer) =>
  queries.filter(({ typed, text }) => answer(typed).includes(text)).length / queries.length

/** Prefix and fuzzy search as its documentation shows, with and without weights. */
function miniSearches(names) {
  const mini = new MiniSearch({
    fields: ['text'],
    storeFields: ['text', 'weight'],
    processTerm: fold,
    searchOptions: { prefix: true, fuzzy: 0.2 },
  })
  mini.addAll(names.map(({ text, weight }, id) => ({ id, text, weight })))
  const boosts = {
    'no weights': undefined,
    'boost by the logarithm of the weight': (_id, _term, { weight }) => Math.log2(weight + 2),
    'boost by the square root of the weight': (_id, _term, { weight }) => Math.sqrt(weight + 1),
    'boost by the weight': (_id, _term, { weight }) => weight + 1,
  }
  const ways = {}
  for (const combineWith of ['OR', 'AND']) {
    for (const [name, boostDocument] of Object.entries(boosts)) {
      const options = { combineWith, ...(boostDocument && { boostDocument }) }
      ways[`${combineWith}, ${name}`] = (query) =>
        mini
          .search(query, options)
          .slice(0, LIMIT)
          .map(({ text }) => text)
    }
  }
  return ways
}

/** Its default search, with ties by weight; with scores divided by the logarithm of the weight; and its search by words. */
function fuses(names) {
  const boosts = Float64Array.from(names, ({ weight }) => Math.log2(weight + 2))
  const boosted = ({ score, idx }) => score / boosts[idx]
  const settings = {
    'default, ties by weight': {},
    'score by the logarithm of the weight': { sortFn: (a, b) => boosted(a) - boosted(b) || a.idx - b.idx },
    'search by words, ties by weight': { useTokenSearch: true },
  }
  return Object.fromEntries(
    Object.entries(settings).map(([name, options]) => {
      const fuse = new Fuse(names, { keys: ['text'], ignoreDiacritics: true, ...options })
      return [name, (query) => fuse.search(query, { limit: LIMIT }).map(({ item }) => item.text)]
    }),
  )
}

/** Prints what each way of a peer finds, and returns the best. */
function best(peer, ways, queries) {
  const tried = Object.entries(ways).map(([name, answer]) => ({ name, answer, found: success(queries, answer) }))
  const [first] = tried.toSorted((a, b) => b.found - a.found)
  table(
    [`${peer}, ${queries.length} queries`, 'success@10'],
    tried.map(({ name, found }) => [name === first.name ? `**${name}**` : name, percent(found)]),
  )
  console.log()
  return first.answer
}

const percent = (share) => `${(share * 100).toFixed(1)} %`

async function race(corpus) {
  const names = readSorted(corpus)
  const { path } = await buildCorpusIndex(corpus)
  const { SuggestIndex } = await importPackage()
  const index = await SuggestIndex.open(path)
  const mapahead = (query) => index.suggest(query).suggestions.map(({ text }) => text)

  const byLength = LETTERS.map((letters) => queriesOf(names, letters))
  const queries = byLength.flat()
  const few = queries.filter((_, i) => i % FUSE_EVERY === 0)
  console.log(
    `\n## ${corpus}: ${names.length} names, ${queries.length} prefixes with a slip, Node.js ${process.version}\n`,
  )
  const mini = best('MiniSearch', miniSearches(names), queries)
  const fuse = best('Fuse.js', fuses(names), few)

  const typed = (list) => list.map((query) => query.typed)
  const rows = []
  const verdicts = []
  const compare = (label, list, peer, answer, budgetMs, isTarget) => {
    const times = takeTurns(typed(list), { mapahead, [peer]: answer }, budgetMs)
    const [ours, theirs] = [success(list, mapahead), success(list, answer)]
    const faster = times[peer].mean / times.mapahead.mean
    rows.push([
      `${label}, ${peer}`,
      list.length,
      show(times.mapahead.mean),
      show(times[peer].mean),
      ratio(times[peer].mean, times.mapahead.mean),
      percent(ours),
      percent(theirs),
    ])
    if (!isTarget) return
    const found = peer === 'MiniSearch' ? ours > theirs : ours >= theirs
    verdicts.push(
      `${peer}: at least ${FASTER}× as fast on average: ${faster >= FASTER ? 'reached' : 'MISSED'}; ` +
        `success@10 ${peer === 'MiniSearch' ? 'above its own' : 'not below its own'}: ${found ? 'reached' : 'MISSED'}`,
    )
  }
  for (const [i, list] of byLength.entries()) {
    if (list.length > 0) compare(`${LETTERS[i]} letters`, list, 'MiniSearch', mini, 2000, false)
  }
  compare('all', queries, 'MiniSearch', mini, 4000, true)
  compare('all', few, 'Fuse.js', fuse, 4000, true)
  table(
    ['letters, peer', 'queries', 'mapahead, mean', 'peer, mean', 'ratio', 'mapahead, success@10', 'peer, success@10'],
    rows,
  )
  console.log(`\n${verdicts.join('\n')}`)
  index.close()
}

for (const corpus of process.argv.length > 2 ? process.argv.slice(2) : ['cities', 'names-100k']) await race(corpus)
