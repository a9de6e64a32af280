// How many of the forms that an independent Snowball brings together find each other?
//
//     node benches/languages/stems.mjs target/bench/stems
//
// The folder is written by stems.py. Each language is an index of its words, and each word that
// shares its stem with others is a query, closed by a space: once with its marks, and once without,
// as people type it. A pair counts where the query finds the other word as it was typed or by its
// stem, in tier 0.
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { buildIndex, SuggestIndex } from '../../dist/index.js'

const folder = process.argv[2]
const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'stems-'))

/** Returns the word as it is typed on a keyboard that has no marks. */
function plain(word) {
  const letters = word.normalize('NFD').replace(/\p{M}/gu, '').normalize('NFC')
  const without = { ı: 'i', ł: 'l', ø: 'o', đ: 'd', æ: 'ae', œ: 'oe', ß: 'ss' }
  // Marks of scripts that need them stay.
  return /\p{Script=Latin}|\p{Script=Greek}/u.test(word)
    ? letters.replace(/[ıłøđæœß]/gu, (letter) => without[letter])
    : word
}

console.log('| language | pairs | as Snowball, typed with marks | typed without |')
console.log('| --- | --- | --- | --- |')
for (const file of fs.readdirSync(folder).filter((name) => name.endsWith('.tsv'))) {
  const language = path.basename(file, '.tsv')
  const rows = fs.readFileSync(path.join(folder, file), 'utf8').trim().split('\n')
  const byStem = new Map()
  for (const row of rows) {
    const [stem, word] = row.split('\t')
    byStem.set(stem, [...(byStem.get(stem) ?? []), word])
  }
  const out = path.join(scratch, `${language}.mapahead`)
  const records = rows.map((row) => ({ text: row.split('\t')[1] }))
  await buildIndex(records, out, { languages: [language] })
  const index = await SuggestIndex.open(out)
  const finds = (query) => {
    const { suggestions } = index.suggest(`${query} `, { limit: 1000, maxTier: 0 })
    return new Set(suggestions.map((suggestion) => suggestion.text))
  }
  let pairs = 0
  const found = [0, 0]
  for (const group of byStem.values()) {
    for (const word of group.length > 1 ? group : []) {
      const answers = [finds(word), finds(plain(word))]
      for (const other of group.filter((other) => other !== word)) {
        pairs++
        for (const [at, texts] of answers.entries()) found[at] += texts.has(other) ? 1 : 0
      }
    }
  }
  await index.close()
  const shares = found.map((count) => `${((100 * count) / pairs).toFixed(1)} %`)
  console.log(`| ${language} | ${pairs} | ${shares.join(' | ')} |`)
}
fs.rmSync(scratch, { recursive: true })
