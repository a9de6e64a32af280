/** How long do two and three words in any order take, the last one unfinished? */
import { anyOrder, recordsOf } from './draw.mjs'

const QUERIES = 500

export function* sets(size) {
  const corpus = `names-${size}`
  for (const words of [2, 3])
    yield { name: `${words} words`, corpus, queries: anyOrder(recordsOf(corpus), words, QUERIES) }
}
