/** How long do Chinese titles take, typed to the end without a slip? */
import { drawDifferent, keystrokes, recordsOf } from './draw.mjs'

const TITLES = 500

export function* sets(size) {
  const corpus = `han-${size === '1m' ? '200k' : size}`
  const drawn = drawDifferent(recordsOf(corpus), TITLES, 4)
  const queries = drawn.flatMap(({ text }) => keystrokes(text))
  yield { name: `all prefixes of ${TITLES} Chinese titles`, corpus, queries }
}
