/** What went wrong between a typed word and the meant one, and where. */
import { neighbors } from '../keyboard.mjs'

/** Letters that people take for each other by ear. Only for the tables; the engine has its own. */
const ALIKE = [
  'aeiouy',
  'cks',
  'sz',
  'gj',
  'dt',
  'bp',
  'vf',
  'mn',
  'оа',
  'еиэыяё',
  'бп',
  'вф',
  'гкх',
  'дт',
  'жшщ',
  'зс',
  'ьъ',
  'цчс',
]

/** Every kind of slip, in the order of the tables. */
export const KINDS = [
  'swapped',
  'doubled',
  'undoubled',
  'neighbor',
  'sound',
  'replaced',
  'dropped',
  'added',
  'space or hyphen',
  'two edits',
  'more edits',
]

/** Returns the restricted Damerau-Levenshtein distance, in characters. */
export function distance(a, b) {
  let [before, row] = [[], Array.from({ length: b.length + 1 }, (_, j) => j)]
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        next[j] = Math.min(next[j], before[j - 2] + 1)
    }
    ;[before, row] = [row, next]
  }
  return row[b.length]
}

function kindOf(typed, meant, start, wrong, right) {
  const both = wrong.join('') + right.join('')
  if (/^[\s-]+$/.test(both)) return 'space or hyphen'
  if (wrong.length === 2 && right.length === 2 && wrong[0] === right[1] && wrong[1] === right[0]) return 'swapped'
  if (wrong.length + right.length === 1) {
    const [word, same] = wrong.length === 1 ? [typed, 'doubled'] : [meant, 'undoubled']
    if (word[start] === word[start - 1]) return same
    return wrong.length === 1 ? 'added' : 'dropped'
  }
  if (wrong.length === 1 && right.length === 1) {
    if (ALIKE.some((letters) => letters.includes(wrong[0]) && letters.includes(right[0]))) return 'sound'
    return neighbors(right[0]).includes(wrong[0]) ? 'neighbor' : 'replaced'
  }
  return distance(typed, meant) <= 2 ? 'two edits' : 'more edits'
}

/**
 * Returns the kind of slip between two different words, and `end`: how many letters of the typed one must be there
 * for it to be seen whole, one letter after a dropped one included. None are enough if letters lack at the end.
 */
export function findSlip(typedText, meantText) {
  const [typed, meant] = [[...typedText], [...meantText]]
  const shorter = Math.min(typed.length, meant.length)
  let start = 0
  while (start < shorter && typed[start] === meant[start]) start++
  let tail = 0
  while (tail < shorter - start && typed.at(-1 - tail) === meant.at(-1 - tail)) tail++
  const wrong = typed.slice(start, typed.length - tail)
  const right = meant.slice(start, meant.length - tail)
  return {
    kind: kindOf(typed, meant, start, wrong, right),
    end: start === typed.length ? Number.POSITIVE_INFINITY : Math.max(start + 1, typed.length - tail),
  }
}
