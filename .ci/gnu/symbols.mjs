// Fails if an addon needs a glibc that is too new: node .ci/gnu/symbols.mjs ADDON ...
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { readElf } from './elf.mjs'

/** The glibc of CentOS 7, and the oldest that the Rust standard library runs on. */
export const NEWEST_GLIBC = '2.17'

/**
 * Tells which symbols of the library `bytes` need a glibc above `newest`.
 *
 * @returns the processor of the library, the highest version of glibc that it needs, and the
 * symbols above `newest`, each as `name needs GLIBC_version of library`.
 */
export function checkSymbols(bytes, newest = NEWEST_GLIBC) {
  const { machine, needed } = readElf(bytes)
  const ofGlibc = needed.filter(({ version }) => /^GLIBC_\d/.test(version))
  const highest = ofGlibc.map(({ version }) => numbersOf(version)).sort(compare)
  const tooNew = ofGlibc.filter(({ version }) => compare(numbersOf(version), numbersOf(newest)) > 0)
  return {
    machine,
    highest: highest.at(-1)?.join('.'),
    tooNew: tooNew.map(({ name, version, library }) => `${name} needs ${version} of ${library}`).sort(),
  }
}

/** Splits `GLIBC_2.2.5` or `2.17` into its numbers. */
function numbersOf(version) {
  return version.replace('GLIBC_', '').split('.').map(Number)
}

/** Compares versions by number: 2.9 comes before 2.17. */
function compare(left, right) {
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const addons = process.argv.slice(2)
  if (addons.length === 0) throw new Error('usage: node .ci/gnu/symbols.mjs ADDON ...')
  for (const addon of addons) {
    const { machine, highest, tooNew } = checkSymbols(readFileSync(addon))
    console.log(`${addon}: ${machine}, glibc ${highest ?? 'not needed'}`)
    if (tooNew.length === 0) continue
    console.error(`${addon} needs a glibc above ${NEWEST_GLIBC}:\n  ${tooNew.join('\n  ')}`)
    process.exitCode = 1
  }
}
