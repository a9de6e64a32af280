/**
 * Texts of two to four words, with slips of people put on their words and spaces:
 *
 * A slip is taken from a pair of words and put on another word, at a place where the letter before it and the letters
 * that were meant are the same: `ie` for `ei` behind a `c` of `recieve`, in a name with `cei`. A space is lost, put into
 * a word, or moved by one letter.
 */
import { hash } from './queries.mjs'
import { findSlip } from './slip.mjs'

/** How many texts are taken for each number of words. */
const TEXTS = 1000
/** Words of fewer letters have no slip, as nothing is corrected there. */
const SHORTEST_WORD = 4

/** What is done to a text, in the order of the tables. */
export const CHANGES = [
  'slip',
  'two slips',
  'space lost',
  'space too many',
  'space moved',
  'slip, space lost',
  'slip, space too many',
]

/** Returns what each pair of one word with one slip does: which letters it changes, and the letter before them. */
function operations(pairs) {
  const found = []
  for (const { typed, meant } of pairs) {
    const [word] = meant
    if (meant.length > 1 || !/^\p{L}+$/u.test(typed + word) || typed === word) continue
    const { kind } = findSlip(typed, word)
    if (kind === 'two edits' || kind === 'more edits') continue
    let start = 0
    while (start < Math.min(typed.length, word.length) && typed[start] === word[start]) start++
    let tail = 0
    while (tail < Math.min(typed.length, word.length) - start && typed.at(-1 - tail) === word.at(-1 - tail)) tail++
    const before = start === 0 ? '' : word[start - 1]
    const wrong = typed.slice(start, typed.length - tail)
    const right = word.slice(start, word.length - tail)
    // What was added or left out is told by the letter behind it too.
    const after = right === '' ? (word[start] ?? '') : ''
    found.push({ before, wrong, right: right + after, put: wrong + after, meant: word, first: start === 0 })
  }
  return found
}

/** Returns the places of `word` where an operation can be done. */
function placesOf(word, { before, right, first }) {
  if (first) return word.startsWith(right) && right !== '' ? [0] : []
  const places = []
  for (let at = word.indexOf(before + right); at >= 0; at = word.indexOf(before + right, at + 1)) {
    places.push(at + before.length)
  }
  return places
}

/** Draws a slip for `word` that people made, by `seed`; nothing if none of so many fits. */
function withSlip(word, slips, seed) {
  for (let attempt = 0; attempt < 200; attempt++) {
    const slip = slips[hash(`${seed} ${attempt}`) % slips.length]
    const places = placesOf(word, slip)
    if (places.length === 0) continue
    const at = places[hash(`${seed} at`) % places.length]
    const typed = word.slice(0, at) + slip.put + word.slice(at + slip.right.length)
    if (typed !== word) return { typed, end: Math.min(typed.length, at + slip.put.length + 1) }
  }
  return undefined
}

/** Puts a slip on the longest word, or on the longest after another. */
function slipped(words, slips, seed, skipped = -1) {
  const order = words
    .map((word, place) => ({ word, place }))
    .filter(({ word, place }) => place !== skipped && word.length >= SHORTEST_WORD && /^\p{L}+$/u.test(word))
    .sort((a, b) => hash(`${seed} ${a.place}`) - hash(`${seed} ${b.place}`))
  for (const { word, place } of order) {
    const slip = withSlip(word, slips, `${seed} ${word}`)
    if (slip === undefined) continue
    return { words: words.with(place, slip.typed), place, end: slip.end }
  }
  return undefined
}

/** Returns the text with a space lost, one too many, or one moved; nothing where there is no place for it. */
function respaced(words, change, seed) {
  const gap = hash(`${seed} gap`) % (words.length - 1)
  const [left, right] = [words[gap], words[gap + 1]]
  const around = (...middle) => [...words.slice(0, gap), ...middle, ...words.slice(gap + 2)].join(' ')
  switch (change) {
    case 'lost':
      return around(left + right)
    case 'moved':
      if (hash(`${seed} side`) % 2 === 0 && left.length > 2) return around(left.slice(0, -1), left.at(-1) + right)
      return right.length > 2 ? around(left + right[0], right.slice(1)) : undefined
    default: {
      const long = words.map((word, place) => ({ word, place })).filter(({ word }) => word.length >= SHORTEST_WORD)
      if (long.length === 0) return undefined
      const { word, place } = long[hash(`${seed} word`) % long.length]
      const at = 2 + (hash(`${seed} cut`) % (word.length - 3))
      return words.with(place, `${word.slice(0, at)} ${word.slice(at)}`).join(' ')
    }
  }
}

/** Does one of {@link CHANGES}; nothing where it can't be done. */
function changed(words, change, slips, seed) {
  const kind = /space (lost|too many|moved)/.exec(change)?.[1]
  if (change.startsWith('space')) return respaced(words, kind, seed)
  const once = slipped(words, slips, seed)
  if (once === undefined || change === 'slip') return once?.words.join(' ')
  if (change === 'two slips') return slipped(once.words, slips, `${seed} again`, once.place)?.words.join(' ')
  return respaced(once.words, kind, seed)
}

/**
 * Returns the queries for `records`, each of a text in lower case and a weight, by the slips of `pairs`. A text is of one
 * half, and gets the slips of the words of that half alone.
 */
export function makePhrases(records, pairs, halfOf) {
  const bySize = new Map([2, 3, 4].map((size) => [size, []]))
  for (const text of records) {
    const words = text.toLowerCase().split(' ')
    if (words.every((word) => /^[\p{L}']+$/u.test(word))) bySize.get(words.length)?.push({ text, words })
  }
  const all = operations(pairs)
  const queries = []
  for (const half of ['tune', 'report']) {
    const slips = all.filter(({ meant }) => halfOf(meant) === half)
    for (const [size, list] of bySize) {
      const chosen = list.filter(({ text }) => halfOf(text) === half)
      chosen.sort((a, b) => hash(a.text) - hash(b.text) || (a.text < b.text ? -1 : 1))
      for (const { text, words } of chosen.slice(0, TEXTS / 2)) {
        for (const change of CHANGES) {
          const query = changed(words, change, slips, `${text} ${change}`)
          if (query === undefined || query === words.join(' ')) continue
          queries.push({ query, expected: text, kind: 'full', change, words: size, half })
          // Unfinished: without the last third of the last word, whatever is wrong in the rest.
          const last = query.slice(query.lastIndexOf(' ') + 1)
          const cut = Math.max(1, Math.floor(last.length / 3))
          const begun = query.slice(0, -cut)
          // The slip may have been in what was cut.
          if (last.length - cut < 2 || words.join(' ').startsWith(begun)) continue
          queries.push({ query: begun, expected: text, kind: 'prefix', change, words: size, half })
        }
      }
    }
  }
  return queries
}
