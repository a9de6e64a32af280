/** How long does a query with one slip or two take, by letters, where fewer than ten entries match it as it is? */
import { slipped } from '../slips.mjs'
import { countStarts, LIMIT, recordsOf } from './draw.mjs'

const LETTERS = { 1: [4, 5, 6, 7, 8, 9, 10, 11, 12], 2: [8, 10, 12, 14, 16] }
const QUERIES = 200
/** How many are drawn, since not all are kept. */
const DRAWN = 4 * QUERIES

export function* sets(size) {
  const corpus = `names-${size}`
  const records = recordsOf(corpus)
  for (const slips of [1, 2]) {
    const drawn = LETTERS[slips].map((letters) => slipped(records, letters, DRAWN, { slips }).map(({ typed }) => typed))
    const counts = countStarts(records, drawn.flat())
    for (const [i, letters] of LETTERS[slips].entries()) {
      const queries = drawn[i].filter((query) => counts.get(query) < LIMIT).slice(0, QUERIES)
      yield { name: `${slips === 1 ? 'one slip' : 'two slips'}, ${letters} letters`, corpus, queries }
    }
  }
}
