/** Slips of the fingers, put into prefixes that were typed right: what `src/slips.rs` does for the native benches. */
import { neighbors } from './keyboard.mjs'
import { random } from './random.mjs'

const LETTERS = [...'abcdefghijklmnopqrstuvwxyz']
const pick = (list, next) => list[Math.floor(next() * list.length)]

/** By kind: how many letters more there are with it, and what it makes of `letters` at place `at`, if it can. */
const SLIPS = [
  {
    added: 0, // two neighbouring letters swapped
    put: (letters, at) => {
      const [a, b] = [letters[at], letters[at + 1]]
      return b !== undefined && b !== ' ' && a !== b && letters.with(at, b).with(at + 1, a)
    },
  },
  { added: 1, put: (letters, at) => letters.toSpliced(at, 0, letters[at]) },
  { added: 0, put: (letters, at, next) => letters.with(at, pick(neighbors(letters[at]), next)) },
  { added: -1, put: (letters, at) => letters.toSpliced(at, 1) },
  {
    added: 0, // any other letter than the right one and its neighbours
    put: (letters, at, next) => {
      const near = [letters[at], ...neighbors(letters[at])]
      const far = LETTERS.filter((letter) => !near.includes(letter))
      return letters.with(at, pick(far, next))
    },
  },
]

/** Draws from `names`, each as often as its weight says. */
function byWeight(names, next) {
  const ends = new Float64Array(names.length)
  let total = 0
  for (const [i, { weight }] of names.entries()) ends[i] = total += weight
  return () => {
    const at = next() * total
    let [low, high] = [0, ends.length - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if (ends[middle] <= at) low = middle + 1
      else high = middle
    }
    return names[low]
  }
}

/**
 * Returns up to `count` different prefixes of names drawn by weight, each typed in `letters` letters with one slip in it:
 * `{ typed, clean, text }`. Names whose key is not of plain letters are not drawn. The same for the same arguments.
 */
export function slipped(names, letters, count) {
  const next = random(letters)
  const draw = byWeight(
    names.filter(({ key }) => key.length > letters && /^[a-z]+( [a-z]+)*$/.test(key)),
    next,
  )
  const found = new Map()
  for (let tries = 0; tries < 50 * count && found.size < count; tries++) {
    const { key, text } = draw()
    const { added, put } = pick(SLIPS, next)
    const clean = key.slice(0, letters - added)
    const at = Math.floor(next() * clean.length)
    const changed = clean[at] !== ' ' && put([...clean], at, next)
    if (!changed) continue
    const typed = changed.join('')
    // A blank at an end means something else.
    if (typed.trim() === typed && !key.startsWith(typed)) found.set(typed, { typed, clean, text })
  }
  return [...found.values()]
}
