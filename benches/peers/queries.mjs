/** What all peers are asked: the same queries, drawn from the records alone, and the answers that are right. */
import { prefixes, read } from '../corpus-files.mjs'
import { drawDifferent, keystrokes, LIMIT } from '../sets/draw.mjs'
import { slipped } from '../slips.mjs'

const LETTERS = [1, 2, 3, 4, 6]
const QUERIES = 200
const SLIP_LETTERS = [4, 5, 6, 7, 8, 10, 12]
const SLIPS = 50
/** How many are drawn, since not all are kept. */
const DRAWN = 3 * SLIPS
const SESSIONS = 300

/** Without the marks on letters, as mapahead folds them; peers are told to do the same where they can. */
export const fold = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** Reads a corpus, the heaviest first, each record with its folded key. */
export function readSorted(corpus) {
  const records = read(corpus).map(({ text, weight, key }) => ({ text, weight, key: fold(key) }))
  return records.sort((a, b) => b.weight - a.weight || (a.text < b.text ? -1 : 1))
}

/**
 * Makes all sets of queries of a corpus.
 *
 * @param records - As {@link readSorted} returns them.
 * @returns `{ name, kind, queries, expected }` each. `kind` is `prefix` with `expected` weights of the first ten by text and
 * by word, `slip` with the text that was meant, or `session` without any.
 */
export function makeSets(records) {
  const sets = LETTERS.map((letters) => prefixSet(records, letters))
  for (const isUniform of [false, true]) sets.push(slipSet(records, isUniform))
  const queries = drawDifferent(records, SESSIONS, 3).flatMap(({ text }) => keystrokes(text))
  return [...sets, { name: 'sessions', kind: 'session', queries }]
}

function prefixSet(records, letters) {
  const queries = [...new Set(prefixes(records, letters, QUERIES))]
  const expected = firstTen(records, queries)
  return { name: `${letters} letter${letters === 1 ? '' : 's'}`, kind: 'prefix', queries, expected }
}

/** Returns by query the weights of the first ten whose text starts with it, and of which a word does. */
function firstTen(records, queries) {
  const found = new Map(queries.map((query) => [query, { byText: [], byWord: [] }]))
  const lengths = [...new Set(queries.map(({ length }) => length))]
  for (const { key, weight } of records) {
    const seen = new Set()
    for (let start = 0; start >= 0; start = after(key, start)) {
      for (const length of lengths) {
        const query = key.slice(start, start + length)
        const lists = query.length === length ? found.get(query) : undefined
        if (lists === undefined || seen.has(query)) continue
        seen.add(query)
        if (start === 0 && lists.byText.length < LIMIT) lists.byText.push(weight)
        if (lists.byWord.length < LIMIT) lists.byWord.push(weight)
      }
    }
  }
  return queries.map((query) => found.get(query))
}

const after = (key, start) => key.indexOf(' ', start) + 1 || -1

/** Prefixes with a slip whose clean prefix shows the name among the first ten by weight. */
function slipSet(records, isUniform) {
  const queries = []
  const expected = []
  for (const letters of SLIP_LETTERS) {
    const drawn = slipped(records, letters, isUniform ? 4 * DRAWN : DRAWN, { isUniform })
    const first = new Map(drawn.map(({ clean }) => [clean, []]))
    const lengths = [...new Set(drawn.map(({ clean }) => clean.length))]
    for (const { key, text } of records) {
      for (const length of lengths) {
        const list = first.get(key.slice(0, length))
        if (list !== undefined && list.length < LIMIT && key.length >= length) list.push(text)
      }
    }
    const kept = drawn.filter(({ clean, text }) => first.get(clean).includes(text)).slice(0, SLIPS)
    queries.push(...kept.map(({ typed }) => typed))
    expected.push(...kept.map(({ text }) => text))
  }
  return { name: `a slip, ${isUniform ? 'any' : 'popular'} names`, kind: 'slip', queries, expected }
}

/**
 * Returns whether an answer begins with the first ten by text, or with the first ten by word. Where there are fewer than
 * ten, a peer may add what it holds for slips.
 */
export function isExact(weights, { byText, byWord }) {
  const isFirst = (list) => list.every((weight, i) => weight === weights[i])
  return isFirst(byText) || isFirst(byWord)
}
