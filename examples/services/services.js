// The services of the marketplace, and how an index is made of them.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { buildIndex } from 'mapahead'
import { readCities } from '../cities/cities.js'

const CSV = fileURLToPath(new URL('services.csv', import.meta.url))

/** What holds for every build: language, layouts, seasons by name; the same file that `mapahead build --settings` takes. */
function settings() {
  const { synonyms, ...others } = JSON.parse(readFileSync(new URL('settings.json', import.meta.url), 'utf8'))
  return { ...others, synonyms: new URL(synonyms, import.meta.url) }
}

/** Builds the index of the services, straight from the file. */
export function buildServices(path) {
  return buildIndex(CSV, path, { ...settings(), columns: { contexts: { category: 'category', city: 'city' } } })
}

/** Builds a larger one: every service in each of the `count` largest towns of Russia, weighted by their people. */
export function buildTowns(path, count) {
  return buildIndex(inTowns(count), path, settings())
}

function* inTowns(count) {
  const towns = [...readCities()].filter(({ country }) => country === 'RU').sort((a, b) => b.population - a.population)
  const services = readServices()
  for (const { id: cityId, population } of towns.slice(0, count)) {
    for (const { id, text, weight, category, season, aliases } of services) {
      yield {
        id: `${id}@${cityId}`,
        text,
        weight: Math.round((weight * population) / 1e6),
        aliases: aliases === '' ? [] : aliases.split('|'),
        contexts: { category, city: cityId },
        season: season === '' ? undefined : season,
      }
    }
  }
}

/** The rows of the file as objects; no cell of it is quoted. */
function readServices() {
  const [head, ...rows] = readFileSync(CSV, 'utf8').trimEnd().split('\n')
  const names = head.split(',')
  return rows.map((row) => {
    const cells = row.split(',')
    return Object.fromEntries(names.map((name, i) => [name, cells[i]]))
  })
}
