/** How long do titles of 20 words take, as far as they are typed, and with some of their words in another order? */
import { anyOrder, drawer, recordsOf } from './draw.mjs'

const QUERIES = 400

export function* sets(size) {
  const corpus = `titles-${size === '1m' ? '200k' : size}`
  const records = recordsOf(corpus)
  const { draw, next } = drawer(records, 20)
  const typed = Array.from({ length: QUERIES }, () => {
    const { key } = draw()
    return key.slice(0, 1 + Math.floor(next() * key.length)).trimEnd()
  })
  yield { name: '20-word titles, as far as they are typed', corpus, queries: typed }
  yield { name: '20-word titles, three words in any order', corpus, queries: anyOrder(records, 3, QUERIES) }
}
