/** How long does a keystroke take on average when somebody types the name of a package to its end, without a slip? */
import { drawDifferent, keystrokes, recordsOf } from './draw.mjs'

const NAMES = 3000

export function* sets(size) {
  const corpus = `packages-${size}`
  const drawn = drawDifferent(recordsOf(corpus), NAMES, 3)
  const queries = drawn.flatMap(({ text }) => keystrokes(text))
  yield { name: `all keystrokes of ${NAMES.toLocaleString('en')} package names`, corpus, queries }
}
