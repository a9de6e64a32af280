/** Fuse.js: its default search, with ties by weight, and with scores divided by the logarithm of the weight. */

import { LIMIT } from '../../sets/draw.mjs'
import { load } from '../installed.mjs'
import { readSorted } from '../queries.mjs'

const Fuse = load('fuse.js')

function openWith(sortFnOf) {
  return ({ corpus }) => {
    const records = readSorted(corpus).map(({ text, weight }) => ({ text, weight }))
    const options = { keys: ['text'], ignoreDiacritics: true, ...(sortFnOf && { sortFn: sortFnOf(records) }) }
    const fuse = new Fuse(records, options)
    return { answer: (query) => fuse.search(query, { limit: LIMIT }).map(({ item }) => item) }
  }
}

function byWeight(records) {
  const boosts = Float64Array.from(records, ({ weight }) => Math.log2(weight + 2))
  const boosted = ({ score, idx }) => score / boosts[idx]
  return (a, b) => boosted(a) - boosted(b) || a.idx - b.idx
}

export const settings = {
  'default, ties by weight': { open: openWith() },
  'score by the logarithm of the weight': { open: openWith(byWeight) },
}
