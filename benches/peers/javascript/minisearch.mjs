/** MiniSearch: prefix and fuzzy search as its documentation shows, with and without weights. */

import { LIMIT } from '../../sets/draw.mjs'
import { load } from '../installed.mjs'
import { fold, readSorted } from '../queries.mjs'

const MiniSearch = load('minisearch')

const BOOSTS = {
  'no weights': undefined,
  'boost by the logarithm of the weight': (_id, _term, { weight }) => Math.log2(weight + 2),
  'boost by the weight': (_id, _term, { weight }) => weight + 1,
}

export const settings = {}
for (const [name, boostDocument] of Object.entries(BOOSTS)) {
  settings[`AND, ${name}`] = {
    open({ corpus }) {
      const mini = new MiniSearch({ fields: ['text'], storeFields: ['text', 'weight'], processTerm: fold })
      mini.addAll(readSorted(corpus).map(({ text, weight }, id) => ({ id, text, weight })))
      const options = { prefix: true, combineWith: 'AND', ...(boostDocument && { boostDocument }) }
      const ask = (query, more) => mini.search(query, { ...options, ...more }).slice(0, LIMIT)
      return { answer: (query) => ask(query), slip: (query) => ask(query, { fuzzy: 0.2 }) }
    },
  }
}
