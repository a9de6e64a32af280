/** Makes records and queries from counted words and from slips. */
import { findSlip } from './slip.mjs'

const LIMIT = 10
/** The first length that is corrected at all. */
const SHORTEST = 3
/** How many slips of one word are taken: some have a hundred, and would speak for all. */
const MOST_SLIPS = 3
/** A slip this frequent, in a billion words, is a word. */
const OFTEN = 10_000
/** A slip that is this part as frequent as what was meant is a word too. */
const PART = 0.1

/** A number from 0 to 2^32 that depends on all of `text`, its last bits mixed well (FNV-1a with a finish). */
export function hash(text) {
  let bits = 0x811c9dc5
  for (const byte of Buffer.from(text)) bits = Math.imul(bits ^ byte, 0x01000193)
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b)
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35)
  return (bits ^ (bits >>> 16)) >>> 0
}

/** Which half of the data a word is for. */
export const halfOf = (word) => (hash(word) % 2 === 0 ? 'tune' : 'report')

/** Returns for each of `wanted` the most frequent words that start with it, as plain prefix search would. */
function firstByPrefix(words, wanted) {
  const found = new Map([...wanted].map((prefix) => [prefix, []]))
  for (const [word] of [...words].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))) {
    for (let end = 1; end <= word.length; end++) {
      const list = found.get(word.slice(0, end))
      if (list !== undefined && list.length < LIMIT) list.push(word)
    }
  }
  return found
}

/**
 * Sorts the pairs: which are left out, and why; which slips are not to be records. Returns the kept ones as one for each slip, in the
 * order of their hashes, and the counts of all.
 */
function choose({ isWord }, words, pairs) {
  const counts = {
    pairs: 0,
    'several words': 0,
    'not among the words': 0,
    'the slip is a word': 0,
    'beyond three a word': 0,
    kept: 0,
  }
  const bySlip = new Map()
  for (const { typed, meant } of pairs) {
    bySlip.set(typed, [...new Set([...(bySlip.get(typed) ?? []), ...meant])])
  }
  const chosen = []
  for (const [typed, meant] of bySlip) {
    counts.pairs++
    const known = meant.filter((word) => words.has(word) && word !== typed)
    const count = words.get(typed) ?? 0
    if (![typed, ...meant].every(isWord)) counts['several words']++
    else if (known.length === 0) counts['not among the words']++
    else if (count >= OFTEN || known.some((word) => count >= words.get(word) * PART)) counts['the slip is a word']++
    else chosen.push({ typed, meant: known })
  }
  chosen.sort((a, b) => hash(a.typed) - hash(b.typed) || (a.typed < b.typed ? -1 : 1))
  const taken = new Map()
  const kept = chosen.filter(({ meant: [first] }) => {
    taken.set(first, (taken.get(first) ?? 0) + 1)
    return taken.get(first) <= MOST_SLIPS
  })
  counts['beyond three a word'] = chosen.length - kept.length
  counts.kept = kept.length
  return { kept, slips: new Set(chosen.map(({ typed }) => typed)), counts }
}

/** Cuts an unfinished word after its slip: the shortest that shows it, and one and two letters more. */
function cut({ typed, meant }) {
  if (meant.length > 1) return [] // which one was meant decides where the slip is
  const [word] = meant
  const { end } = findSlip(typed, word)
  return [end, end + 1, end + 2]
    .filter((length) => length >= SHORTEST && length < typed.length)
    .map((length) => ({ typed: typed.slice(0, length), clean: word.slice(0, length), word }))
}

/**
 * Returns the records, and the queries with their half, kind, slip, how many records (up to ten) start with what was
 * typed (where there are ten, nothing is searched for slips), and at which place the clean prefix shows the word.
 */
export function makeQueries(language, words, pairs) {
  const { kept, slips, counts } = choose(language, words, pairs)
  const records = new Map([...words].filter(([word]) => language.isWord(word) && !slips.has(word)))
  const reachable = kept.filter(({ meant }) => meant.some((word) => records.has(word)))
  counts.kept = reachable.length

  const full = reachable.map(({ typed, meant }) => {
    const known = meant.filter((word) => records.has(word))
    return { query: typed, expected: known, kind: 'full', slip: findSlip(typed, known[0]).kind, half: halfOf(known[0]) }
  })
  const cuts = reachable.flatMap((pair) =>
    cut(pair).map((part) => ({ ...part, slip: findSlip(pair.typed, part.word).kind })),
  )
  const first = firstByPrefix(
    records,
    new Set([...full.map(({ query }) => query), ...cuts.flatMap(({ typed, clean }) => [typed, clean])]),
  )
  counts['cut prefixes'] = cuts.length

  const prefixes = new Map() // many slips of one word begin alike
  for (const { typed, clean, word, slip } of cuts) {
    const place = first.get(clean).indexOf(word)
    if (place < 0) continue
    const query = { query: typed, expected: [word], kind: 'prefix', slip, half: halfOf(word), clean: place + 1 }
    prefixes.set(`${typed} ${word}`, query)
  }
  counts['where the clean one shows it'] = prefixes.size
  const queries = [...full, ...prefixes.values()].map((query) => ({ ...query, exact: first.get(query.query).length }))
  return { records, queries, counts }
}
