/** Orama: a string and a number, sorted by the number or by its score. */

import { LIMIT } from '../../sets/draw.mjs'
import { load } from '../installed.mjs'
import { fold, readSorted } from '../queries.mjs'

const { create, insertMultiple, search } = load('@orama/orama')

function openWith(sort) {
  return async ({ corpus }) => {
    const database = create({ schema: { key: 'string', weight: 'number' }, sort: { enabled: sort } })
    const records = readSorted(corpus)
    await insertMultiple(
      database,
      records.map(({ text, weight, key }) => ({ key, weight, text })),
      1000,
    )
    const more = sort ? { sortBy: { property: 'weight', order: 'DESC' } } : {}
    const ask = (query, tolerance) => {
      // It answers at once where no plugin is asynchronous.
      const { hits } = search(database, { term: fold(query), limit: LIMIT, threshold: 0, tolerance, ...more })
      return hits.map(({ document: { text, weight } }) => ({ text, weight }))
    }
    return { answer: (query) => ask(query, 0), slip: (query) => ask(query, 1) }
  }
}

export const settings = {
  'by its score': { open: openWith(false) },
  'sorted by weight': { open: openWith(true) },
}
