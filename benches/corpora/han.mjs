/**
 * Chinese titles: two to five words each, drawn by how often they are used. The words are those of the Python package
 * `wordfreq` (code Apache-2.0, data CC BY-SA 4.0), which is on PyPI only.
 */
import { existsSync } from 'node:fs'
import { random } from '../random.mjs'
import { INSTALL, readWords, wordsOf } from '../relevance/wordfreq.mjs'
import { byShares, distinct } from './draw.mjs'

const SEED = 20261202
const MOST_WORDS = 100_000
const COUNTS = [2, 3, 4, 5]
const COUNT_SHARES = [0.2, 0.35, 0.3, 0.15]

/** Yields `count` records with distinct texts. */
export function han(count) {
  if (!existsSync(wordsOf('zh'))) {
    console.error(`The Chinese words are missing; get them with: ${INSTALL}`)
    process.exit(1)
  }
  const next = random(SEED)
  const counts = readWords('zh', { most: MOST_WORDS, isWord: (word) => /^\p{Script=Han}+$/u.test(word) })
  const draw = byShares([...counts.keys()], [...counts.values()], next)
  const drawCount = byShares(COUNTS, COUNT_SHARES, next)
  const make = () => Array.from({ length: drawCount() }, draw).join('')
  return distinct(count, make, (text) => text, next)
}
