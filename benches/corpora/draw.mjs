/** How the generators of the corpora draw from lists, the same for the same generator of random numbers. */
import { createRequire } from 'node:module'

const HIGHEST_WEIGHT = 5_000_000

/** Puts `list` in random order. */
export function shuffle(list, next) {
  for (let i = list.length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1))
    ;[list[i], list[j]] = [list[j], list[i]]
  }
  return list
}

/** Returns a function that draws from `list`, each item as often as its number in `shares` says. */
export function byShares(list, shares, next) {
  const ends = new Float64Array(list.length)
  let total = 0
  for (let i = 0; i < list.length; i++) ends[i] = total += shares[i]
  return () => {
    const at = next() * total
    let [low, high] = [0, ends.length - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if (ends[middle] <= at) low = middle + 1
      else high = middle
    }
    return list[low]
  }
}

/** Returns a function that draws from `list`, the item at place `i` as often as 1 / (i + 3)^`exponent`. */
export function zipf(list, exponent, next) {
  const shares = Float64Array.from(list, (_, i) => (i + 3) ** -exponent)
  return byShares(list, shares, next)
}

/** Returns `count` weights that fall by Zipf's law, in random order, so that they tell nothing about the alphabet. */
export function zipfWeights(count, next) {
  return shuffle(
    Uint32Array.from({ length: count }, (_, i) => Math.ceil(HIGHEST_WEIGHT / (i + 1))),
    next,
  )
}

/** Yields a record with each of `count` weights, whose texts `make` draws until one is new. */
export function* distinct(count, make, keyOf, next) {
  const seen = new Set()
  for (const weight of zipfWeights(count, next)) {
    let text, key
    do {
      text = make()
      key = keyOf(text)
    } while (seen.has(key))
    seen.add(key)
    yield { text, weight }
  }
}

/** Loads an npm package that only the benches need. */
export function load(name) {
  try {
    return createRequire(import.meta.url)(name)
  } catch (error) {
    if (error.code !== 'MODULE_NOT_FOUND') throw error
    console.error(`The corpus needs the npm package ${name}: run "npm install" first.`)
    process.exit(1)
  }
}
