// Packs the packages of a release: node .ci/packing/pack.mjs FOLDER ADDONS [PLATFORM ...]
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readRepository } from '../repository.mjs'
import { stage } from './stage.mjs'

/** Stands in the links of packages that nobody publishes, while the owner is not set. */
const STAND_IN = 'owner-is-not-set/mapahead'

/**
 * Packs the packages into `folder`, with their names in `packed.json`.
 *
 * @param addons - The folder with the addons.
 * @param platforms - The platforms to pack. By default each target of package.json.
 * @returns `{ name, tarball, files }` of each package, in the order in which to publish them.
 */
export function pack(folder, addons, platforms = undefined) {
  const target = resolve(folder)
  rmSync(target, { recursive: true, force: true })
  mkdirSync(target, { recursive: true })
  const staging = mkdtempSync(join(tmpdir(), 'mapahead-staged-'))
  try {
    const folders = stage(staging, { repository: readRepository() ?? STAND_IN, addons: resolve(addons), platforms })
    const packed = folders.map((source) => {
      const args = ['pack', '--json', '--loglevel=error', '--pack-destination', target]
      const [{ name, filename, files }] = JSON.parse(runNpm(args, source))
      return { name, tarball: filename, files: files.map(({ path }) => path) }
    })
    writeFileSync(join(target, 'packed.json'), `${JSON.stringify(packed, undefined, 2)}\n`)
    return packed
  } finally {
    rmSync(staging, { recursive: true })
  }
}

/** Runs npm in a folder and returns its output. On Windows it is a script, which only a shell runs. */
export function runNpm(args, cwd, options = {}) {
  const shell = process.platform === 'win32'
  const stdio = ['ignore', 'pipe', 'inherit']
  return execFileSync('npm', args, { cwd, encoding: 'utf8', stdio, shell, maxBuffer: 2 ** 26, ...options })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder, addons, ...platforms] = process.argv.slice(2)
  try {
    if (addons === undefined) throw new Error('usage: node .ci/packing/pack.mjs FOLDER ADDONS [PLATFORM ...]')
    const packed = pack(folder, addons, platforms.length === 0 ? undefined : platforms)
    for (const { tarball } of packed) console.log(join(folder, tarball))
  } catch (error) {
    console.error(`mapahead: ${error.message}`)
    process.exit(1)
  }
}
