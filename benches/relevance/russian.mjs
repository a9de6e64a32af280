/**
 * Russian: slips from a table of pairs that is not part of the project (`--russian-slips` or `MAPAHEAD_RUSSIAN_SLIPS`;
 * columns `typed` and `expected`), and the words of the Python package `wordfreq` (code Apache-2.0, data CC BY-SA 4.0), which is
 * on PyPI only.
 */
import { existsSync, readFileSync } from 'node:fs'
import { INSTALL, readWords, wordsOf } from './wordfreq.mjs'

/** How many of its words are taken, the most frequent first. */
const MOST_WORDS = 200_000

/** As the analysis folds it; texts have both spellings. */
const fold = (word) => word.toLowerCase().replaceAll('ё', 'е')

export const russian = {
  name: 'russian',
  language: 'ru',
  layouts: 'ru',
  isWord: (word) => /^[а-я]+$/.test(word),

  /** Says what is missing, if anything is. */
  missing(slips) {
    if (slips === undefined) return 'no table of slips; name one with --russian-slips FILE or MAPAHEAD_RUSSIAN_SLIPS'
    if (!existsSync(slips)) return `there is no table of slips ${slips}`
    if (!existsSync(wordsOf('ru'))) return `${wordsOf('ru')} is missing; get it with: ${INSTALL}`
    return undefined
  },

  /** Returns how often each word occurs in a billion. */
  words() {
    return readWords('ru', { most: MOST_WORDS, isWord: this.isWord, fold })
  },

  /** Returns each slip with the words that it may stand for. */
  pairs(slips) {
    const [header, ...lines] = readFileSync(slips, 'utf8').trimEnd().split(/\r?\n/)
    const columns = header.split('\t')
    const [typedAt, meantAt] = ['typed', 'expected'].map((name) => columns.indexOf(name))
    if (typedAt < 0 || meantAt < 0) throw new Error(`${slips} lacks the column "typed" or "expected"`)
    return lines.map((line) => {
      const cells = line.split('\t')
      return { typed: fold(cells[typedAt]), meant: [fold(cells[meantAt])] }
    })
  },
}
