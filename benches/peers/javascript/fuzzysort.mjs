/** fuzzysort: prepared texts, by falling weight. */

import { LIMIT } from '../../sets/draw.mjs'
import { load } from '../installed.mjs'
import { fold, readSorted } from '../queries.mjs'

const fuzzysort = load('fuzzysort')

function openWith(options) {
  return ({ corpus }) => {
    const records = readSorted(corpus).map(({ text, weight, key }) => ({
      text,
      weight,
      prepared: fuzzysort.prepare(key),
    }))
    const asked = { key: 'prepared', limit: LIMIT, ...options }
    const answer = (query) =>
      fuzzysort.go(fold(query), records, asked).map(({ obj: { text, weight } }) => ({ text, weight }))
    return { answer }
  }
}

export const settings = {
  'by its score': { open: openWith({}) },
  'score and logarithm of the weight': {
    open: openWith({ scoreFn: ({ score, obj }) => (score > 0 ? score + Math.log2(obj.weight + 2) / 24 : 0) }),
  },
}
