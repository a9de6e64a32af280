/** How long does a prefix take that ten names or more start with? */
import { prefixes } from '../corpus-files.mjs'
import { countStarts, LIMIT, recordsOf } from './draw.mjs'

const LETTERS = [1, 2, 3, 4, 6]
const QUERIES = 200

export function* sets(size) {
  const corpus = `names-${size}`
  const records = recordsOf(corpus)
  for (const letters of LETTERS) {
    const drawn = prefixes(records, letters, 2 * QUERIES)
    const counts = countStarts(records, drawn)
    const queries = drawn.filter((query) => counts.get(query) >= LIMIT).slice(0, QUERIES)
    yield { name: `${letters} letter${letters === 1 ? '' : 's'}`, corpus, queries }
  }
}
