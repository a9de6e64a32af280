/** How long does what ranks take: season at equal weights, two halves that never meet, totals, 1,000 boosted ids? */
import { idOf } from '../corpora/ranked.mjs'
import { prefixes } from '../corpus-files.mjs'
import { random } from '../random.mjs'
import { recordsOf } from './draw.mjs'

const LETTERS = [1, 2, 3, 4, 6, 8]
const QUERIES = 100
const BOOSTS = 1000

export function* sets(size) {
  const records = recordsOf(`names-${size}`)
  const queries = LETTERS.flatMap((letters) => prefixes(records, letters, QUERIES))
  const next = random(9)
  const boosts = Array.from({ length: BOOSTS }, () => [
    idOf(Math.floor(next() * records.length)),
    1 + Math.floor(next() * 5),
  ])
  const day = [2026, 3, 1]
  yield { name: 'season, all weights equal', corpus: `flat-${size}`, options: { day }, queries }
  const filter = { half: ['even'], again: ['odd'] }
  yield { name: 'two halves that never meet', corpus: `ranked-${size}`, options: { filter }, queries }
  yield { name: 'total', corpus: `names-${size}`, options: { total: true }, queries }
  yield {
    name: '1,000 boosted ids',
    corpus: `ranked-${size}`,
    options: { boosts: Object.fromEntries(boosts) },
    queries,
  }
}
