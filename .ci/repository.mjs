// Owner and name of the repository stand in one place, the field "repository" of package.json:
// node .ci/repository.mjs OWNER/NAME fails unless it holds these. Everything else asks here.
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** Reads `OWNER/NAME` from a manifest, or returns `undefined` where the field is not set. */
export function readRepository(manifest = readManifest()) {
  const { repository } = manifest
  if (repository === undefined) return undefined
  const match = /^git\+https:\/\/github\.com\/([\w.-]+\/[\w.-]+)\.git$/.exec(repository.url ?? '')
  // npm compares this address, letter by letter, with the repository that publishes.
  if (match === null)
    throw new Error(
      '"repository" of package.json must be { "type": "git", "url": "git+https://github.com/OWNER/NAME.git" }',
    )
  return match[1]
}

/**
 * Refuses to publish from any repository but the one that package.json names.
 *
 * @param publishing - `OWNER/NAME` of the repository whose workflow runs.
 */
export function requireRepository(publishing, manifest = readManifest()) {
  const named = readRepository(manifest)
  if (named === undefined) {
    throw new Error('package.json has no "repository" yet, so nothing can be published; see docs/releasing.md')
  }
  if (named !== publishing) throw new Error(`package.json names the repository ${named}, but this is ${publishing}`)
}

function readManifest() {
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    requireRepository(process.argv[2] ?? 'none')
  } catch (error) {
    console.error(`mapahead: ${error.message}`)
    process.exit(1)
  }
}
