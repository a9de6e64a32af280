/** How do the times and the incomplete answers of two words grow with the number of entries? */
import { anyOrder, recordsOf } from './draw.mjs'

const SIZES = ['100k', '1m', '3m', '10m']
const QUERIES = 500

export function* sets(size) {
  for (const of of size === '1m' ? SIZES : [size]) {
    const corpus = `names-${of}`
    yield { name: `2 words among ${of}`, corpus, queries: anyOrder(recordsOf(corpus), 2, QUERIES) }
  }
}
