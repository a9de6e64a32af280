/**
 * Learns what slips of a language cost by letters, and tells what that is worth on the other half of the words:
 *
 *     node benches/relevance/tables.mjs en
 *     node benches/relevance/tables.mjs ru --russian-slips FILE
 *
 * `learn` parts words as `make.mjs` does, so costs come from the half that settings are tuned on. If there is a gain, it
 * writes `target/bench/relevance/slips-en.tsv`, which has no pair: what was typed, what was meant, and the cost, where that
 * is another one than the cost of the class by default. `--pairs FILE` writes the pairs, for `mapahead learn`.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { importPackage, ROOT } from '../corpus-files.mjs'
import { neighbors } from '../keyboard.mjs'
import { english } from './english.mjs'
import { russian } from './russian.mjs'

const LANGUAGES = { en: english, ru: russian }

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'russian-slips': { type: 'string', default: process.env.MAPAHEAD_RUSSIAN_SLIPS },
    pairs: { type: 'string' },
  },
})
const [code] = positionals
const language = LANGUAGES[code]
if (language === undefined) {
  console.error('usage: node benches/relevance/tables.mjs en|ru [--russian-slips FILE] [--pairs FILE]')
  process.exit(2)
}

/** The pairs of one word each, where it is known which one was meant. */
function pairsOf() {
  const pairs = language.pairs(values['russian-slips']).filter(({ meant }) => meant.length === 1)
  return pairs
    .map(({ typed, meant: [meant] }) => ({ typed, meant }))
    .filter(({ typed, meant }) => language.isWord(typed) && language.isWord(meant) && typed !== meant)
}

/** The sounds of the language with one letter on both sides. */
function sounds() {
  const lines = readFileSync(`${ROOT}crates/core/data/sounds.tsv`, 'utf8').trimEnd().split('\n')
  const pairs = lines.map((line) => line.split('\t')).filter(([name]) => name === code)
  return new Set(pairs.flatMap(([, a, b]) => [`${a} ${b}`, `${b} ${a}`]))
}

/** Returns the cost of every slip of single letters, and of two swapped, by `typos`. */
function costsOf(typos, letters, alike) {
  const cost = (typed, meant, ofClass) => [typed, meant, typos.letters?.[typed]?.[meant] ?? ofClass]
  const classOf = (typed, meant) => {
    const near = neighbors(meant).includes(typed) ? typos.neighbor : typos.edit
    return alike.has(`${typed} ${meant}`) ? Math.min(near, typos.sound) : near
  }
  return letters.flatMap((meant) => [
    cost('', meant, typos.dropped),
    cost(meant, '', typos.edit),
    ...letters
      .filter((typed) => typed !== meant)
      .flatMap((typed) => [cost(typed, meant, classOf(typed, meant)), cost(typed + meant, meant + typed, typos.swap)]),
  ])
}

const pairs = pairsOf()
if (values.pairs !== undefined) {
  const rows = pairs.map(({ typed, meant }) => `${typed}\t${meant}\n`)
  writeFileSync(values.pairs, `typed\tmeant\n${rows.join('')}`)
}
const { learn, SuggestIndex, buildIndex } = await importPackage()
const options = { languages: [code], layouts: [language.layouts], typos: { letters: {} } }
const { gain, typos, success, likelihood, pairs: counts } = await learn(pairs, options)
console.log(
  JSON.stringify({ gain, counts, likelihood, success, typos: { ...typos, letters: undefined } }, undefined, 1),
)
if (!gain) {
  console.log('no gain: no table is written')
  process.exit(0)
}

/** The defaults of classes, as an index without settings has them. */
async function defaults() {
  const path = `${ROOT}target/bench/relevance/defaults.mapahead`
  await buildIndex(new Set(), path)
  const index = await SuggestIndex.open(path)
  const { typos: byDefault } = index.info
  index.close()
  return byDefault
}

const letters = [...new Set(pairs.flatMap(({ typed, meant }) => [...typed, ...meant]))].sort()
const alike = sounds()
const before = costsOf({ ...(await defaults()), letters: {} }, letters, alike)
const rows = costsOf(typos, letters, alike).filter(([, , cost], place) => cost !== before[place][2])
const file = `target/bench/relevance/slips-${code}.tsv`
writeFileSync(
  ROOT + file,
  ['typed\tmeant\tcost', ...rows.map((row) => row.join('\t'))].map((row) => `${row}\n`).join(''),
)
console.log(`${file}: ${rows.length} costs`)
