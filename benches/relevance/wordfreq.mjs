/** Reads the lists of words of the Python package `wordfreq` (code Apache-2.0, data CC BY-SA 4.0), which is on PyPI only. */
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { ROOT } from '../corpus-files.mjs'
import { decode } from './message-pack.mjs'

const FOLDER = 'target/bench/wordfreq'
/** The command that gets the lists. */
export const INSTALL = `python3 -m pip install --no-deps --target ${FOLDER} wordfreq==3.1.1`

/** Returns the path of the words of `language`. */
export function wordsOf(language) {
  return `${ROOT}${FOLDER}/wordfreq/data/large_${language}.msgpack.gz`
}

/** Returns how often each word occurs in a billion: the `most` most frequent that `isWord` takes, as `fold` makes them. */
export function readWords(language, { most, isWord, fold = (word) => word }) {
  // The words of each step of a hundredth of a power of ten, from the most frequent down, behind a header.
  const [header, ...steps] = decode(gunzipSync(readFileSync(wordsOf(language))))
  if (header.format !== 'cB') throw new Error(`${wordsOf(language)} is not a list of words by centibels`)
  const counts = new Map()
  for (const [step, words] of steps.entries()) {
    const count = Math.round(10 ** (9 - step / 100))
    for (const word of words.map(fold)) {
      if (counts.has(word)) counts.set(word, counts.get(word) + count)
      else if (counts.size < most && isWord(word)) counts.set(word, count)
    }
  }
  return counts
}
