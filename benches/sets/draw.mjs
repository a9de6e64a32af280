/** What the sets of queries draw from corpora, the same for the same arguments. */
import { byShares } from '../corpora/draw.mjs'
import { read } from '../corpus-files.mjs'
import { random } from '../random.mjs'

/** What a page of suggestions holds. */
export const LIMIT = 10

let lastRead = { name: undefined, records: undefined }

/** Reads the records of a corpus with their keys. The last one is kept, since many sets are of one corpus. */
export function recordsOf(name) {
  if (lastRead.name !== name) lastRead = { name, records: read(name) }
  return lastRead.records
}

/** Returns a function that draws a record by weight, and the generator that it uses. */
export function drawer(records, seed) {
  const next = random(seed)
  const weights = records.map(({ weight }) => weight)
  return { next, draw: byShares(records, weights, next) }
}

/** Returns `count` different records, drawn by weight; all of them if there are no more. */
export function drawDifferent(records, count, seed) {
  if (records.length <= count) return records
  const { draw } = drawer(records, seed)
  const drawn = new Set()
  while (drawn.size < count) drawn.add(draw())
  return [...drawn]
}

/** Returns how many keys start with each of `texts`, or have a word from which on they do. */
export function countStarts(records, texts) {
  const counts = new Map(texts.map((text) => [text, 0]))
  const lengths = [...new Set(texts.map(({ length }) => length))]
  for (const { key } of records) {
    for (let start = 0; start >= 0; start = nextWord(key, start)) {
      for (const length of lengths) {
        const count = key.length - start >= length ? counts.get(key.slice(start, start + length)) : undefined
        if (count !== undefined) counts.set(key.slice(start, start + length), count + 1)
      }
    }
  }
  return counts
}

/** Returns the place of the next word, or -1. */
function nextWord(key, start) {
  const blank = key.indexOf(' ', start)
  return blank < 0 ? -1 : blank + 1
}

/** Returns `count` queries of `words` words of a name in another order than its own, the last one unfinished. */
export function anyOrder(records, words, count) {
  const long = records.filter(({ key }) => key.split(' ').length >= Math.max(words, 2))
  const { next, draw } = drawer(long, words)
  const queries = []
  while (queries.length < count) {
    const { key } = draw()
    const order = key.split(' ')
    for (let i = order.length - 1; i > 0; i--) {
      const j = Math.floor(next() * (i + 1))
      ;[order[i], order[j]] = [order[j], order[i]]
    }
    const taken = order.slice(0, words)
    const last = [...taken.pop()]
    taken.push(last.slice(0, 1 + Math.floor(next() * last.length)).join(''))
    const query = taken.join(' ')
    if (!key.startsWith(query)) queries.push(query)
  }
  return queries
}

/** Returns all beginnings of a text, of one character and more, as somebody types it to the end. */
export function keystrokes(text) {
  const characters = [...text]
  return characters.map((_, i) => characters.slice(0, i + 1).join(''))
}
