/** uFuzzy: a regular expression over all texts, which stand by falling weight. */

import { LIMIT } from '../../sets/draw.mjs'
import { load } from '../installed.mjs'
import { fold, readSorted } from '../queries.mjs'

const uFuzzy = load('@leeoniya/ufuzzy')

function openWith(typed, slipped) {
  return ({ corpus }) => {
    const records = readSorted(corpus)
    const keys = records.map(({ key }) => key)
    const kept = records.map(({ text, weight }) => ({ text, weight }))
    const ask = (options) => {
      const fuzzy = new uFuzzy(options)
      // In the order of the texts, which is that of their weights: it is what a page of suggestions wants.
      return (query) => (fuzzy.filter(keys, fold(query)) ?? []).slice(0, LIMIT).map((at) => kept[at])
    }
    return { answer: ask(typed), slip: ask(slipped) }
  }
}

export const settings = {
  'a word starts so, one error': {
    open: openWith({ interLft: 2 }, { intraMode: 1, intraIns: 1, intraSub: 1, intraTrn: 1, intraDel: 1, interLft: 2 }),
  },
  'anywhere, one error': { open: openWith({}, { intraMode: 1, intraIns: 1, intraSub: 1, intraTrn: 1, intraDel: 1 }) },
}
