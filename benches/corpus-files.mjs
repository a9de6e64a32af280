/** Where the files of the corpus are, for the benches in JavaScript. */
import { existsSync, readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { keyOf } from './key.mjs'

export const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** Returns the path of the corpus `name`, such as `names-1m`, or ends with the command that makes it. */
export function source(name) {
  const path = `${ROOT}target/bench/${name}.ndjson`
  if (existsSync(path)) return path
  const wanted = name.replace(/^names-/, '')
  console.error(
    `The corpus ${relative(ROOT, path)} is missing; make it with: npm install && node benches/corpus.mjs ${wanted}`,
  )
  process.exit(1)
}

/** Reads the records of the corpus `name` in input order, each with its key. */
export function read(name) {
  const lines = readFileSync(source(name), 'utf8').trimEnd().split('\n')
  return lines.map((line) => {
    const { text, weight } = JSON.parse(line)
    return { text, weight, key: keyOf(text) }
  })
}

/** Builds the index of the corpus `name` anew beside it, so that it is always of the code at hand. */
export async function buildCorpusIndex(name) {
  const { buildIndex } = await importPackage()
  const path = `${ROOT}target/bench/${name}.mapahead`
  const report = await buildIndex(source(name), path)
  return { path, report }
}

/** Imports the package, or ends with the command that builds it. */
export async function importPackage() {
  try {
    return await import('mapahead')
  } catch (error) {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error
    console.error('The package is not built; build it with: npm install && npm run build')
    process.exit(1)
  }
}

/**
 * Returns `count` prefixes of `letters` letters, cut from the keys of `names` that are drawn by weight, as people would
 * type them: popular names often. The same for the same arguments.
 */
export function prefixes(names, letters, count) {
  const long = names.filter(({ key }) => key.length >= letters)
  const ends = new Float64Array(long.length)
  let total = 0
  for (const [i, { weight }] of long.entries()) {
    total += weight
    ends[i] = total
  }
  let state = letters
  return Array.from({ length: count }, () => {
    // Steps by the golden ratio fill the range evenly, so few draws stand for all.
    state = (state + 0.6180339887498949) % 1
    const at = state * total
    let [low, high] = [0, ends.length - 1]
    while (low < high) {
      const middle = (low + high) >> 1
      if (ends[middle] <= at) low = middle + 1
      else high = middle
    }
    return long[low].key.slice(0, letters)
  })
}
