import type { SlipPair } from 'mapahead'

/** Draws letters, the same for the same seed. */
function draws(seed: number): (letters: string, length: number) => string {
  let state = seed
  return (letters, length) =>
    Array.from({ length }, () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      return letters[Math.floor((state / 2 ** 32) * letters.length)]
    }).join('')
}

/** Returns pairs of people who type `b` for `m`, though a word with `k` in its place comes first in any order. */
export function pairsWithRule(count: number): SlipPair[] {
  const word = draws(7)
  return Array.from({ length: count / 2 }, () => [word('rst', 4), word('rst', 4)]).flatMap(([before, after]) => [
    { typed: `${before}b${after}`, meant: `${before}m${after}` },
    { typed: `${before}kk${after}`, meant: `${before}k${after}` },
  ])
}

/** Returns pairs of words that have nothing to do with each other. */
export function pairsAtRandom(count: number): SlipPair[] {
  const word = draws(3)
  return Array.from({ length: count }, () => ({ typed: word('aeirs', 4), meant: word('aeirs', 5) }))
}

/** Writes pairs as TSV with a header. */
export function pairsTable(pairs: readonly SlipPair[]): string {
  return ['typed\tmeant', ...pairs.map(({ typed, meant }) => `${typed}\t${meant}`)].map((line) => `${line}\n`).join('')
}
