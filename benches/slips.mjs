/** Slips of the fingers, put into prefixes that were typed right: what `src/slips.rs` does for the native benches. */
import { byShares } from './corpora/draw.mjs'
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

/**
 * Returns up to `count` different prefixes of names drawn by weight, each typed in `letters` letters with `slips` slips:
 * `{ typed, clean, text }`. Names whose key is not of plain letters are not drawn, and `isUniform` draws each as often as
 * any other. The same for the same arguments.
 */
export function slipped(names, letters, count, { slips = 1, isUniform = false } = {}) {
  const next = random(letters + 100 * (slips - 1) + (isUniform ? 1000 : 0))
  const long = names.filter(({ key }) => key.length >= letters + slips && /^[a-z]+( [a-z]+)*$/.test(key))
  const draw = byShares(long, isUniform ? long.map(() => 1) : long.map(({ weight }) => weight), next)
  const found = new Map()
  for (let tries = 0; tries < 50 * count && found.size < count; tries++) {
    const { key, text } = draw()
    const kinds = Array.from({ length: slips }, () => pick(SLIPS, next))
    const clean = key.slice(0, letters - kinds.reduce((sum, { added }) => sum + added, 0))
    let typed = [...clean]
    for (const { put } of kinds) {
      const at = Math.floor(next() * typed.length)
      typed = typed && typed[at] !== ' ' && put(typed, at, next)
    }
    if (!typed) continue
    const query = typed.join('')
    // A blank at an end means something else, and a slip may undo another.
    if (query.trim() === query && !key.startsWith(query)) found.set(query, { typed: query, clean, text })
  }
  return [...found.values()]
}
