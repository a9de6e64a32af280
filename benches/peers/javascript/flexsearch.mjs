/** FlexSearch: an index with a tokenizer for prefixes, filled by falling weight, since it keeps the order of insertion. */

import { LIMIT } from '../../sets/draw.mjs'
import { load } from '../installed.mjs'
import { fold, readSorted } from '../queries.mjs'

const FlexSearch = load('flexsearch')

function openWith(options, query = {}) {
  return ({ corpus }) => {
    const records = readSorted(corpus)
    // Else it puts a word that stands further in front before another, whatever the weight.
    const index = new FlexSearch.Index({ resolution: 1, ...options })
    for (const [id, { key }] of records.entries()) index.add(id, key)
    const kept = records.map(({ text, weight }) => ({ text, weight }))
    const answer = (text) => index.search(fold(text), { limit: LIMIT, ...query }).map((id) => kept[id])
    return { answer }
  }
}

export const settings = {
  forward: { open: openWith({ tokenize: 'forward' }) },
  'forward, with suggestions': { open: openWith({ tokenize: 'forward' }, { suggest: true }) },
  'tolerant, with suggestions': { open: openWith({ tokenize: 'tolerant' }, { suggest: true }) },
  'forward, LatinBalance, with suggestions': {
    open: openWith({ tokenize: 'forward', encoder: FlexSearch.Charset.LatinBalance }, { suggest: true }),
  },
}
