/**
 * The names of people with ids, contexts and seasons that are made up: what `src/ranked.rs` makes for the native benches.
 *
 * The fields `half` and `again` have two values each, of half of the entries, so that two values that never meet can be
 * asked for together. A third of the records have a season that peaks in a month, a third any, and a third none.
 */
import { random } from '../random.mjs'
import { names } from './names.mjs'

const SEED = 5
/** What a season multiplies by, by the distance to its peak in months. */
const BY_DISTANCE = [3, 2, 1, 0.7, 0.5, 0.4, 0.33]

/** Returns the id of the record `number`. */
export const idOf = (number) => `n${number}`

/** Yields `count` records. */
export function* ranked(count) {
  const next = random(SEED)
  let number = 0
  for (const { text, weight } of names(count)) {
    const half = next() < 0.5 ? 'even' : 'odd'
    const season = drawSeason(next)
    yield { text, weight, id: idOf(number++), contexts: { half, again: half }, ...(season && { season }) }
  }
}

/** Yields the same records, all of weight 1. */
export function* flat(count) {
  for (const record of ranked(count)) yield { ...record, weight: 1 }
}

/** Draws a season: from a third to three times the weight. */
function drawSeason(next) {
  const kind = Math.floor(next() * 3)
  const peak = Math.floor(next() * 12)
  const any = Array.from({ length: 12 }, () => 0.33 + Math.floor(next() * 2670) / 1000)
  if (kind === 0) return undefined
  if (kind === 1) return any
  return any.map((_, month) => {
    const from = (month + 12 - peak) % 12
    return BY_DISTANCE[Math.min(from, 12 - from)]
  })
}
