// Publishes the packages that pack.mjs made: node .ci/packing/publish.mjs FOLDER
// Only the workflow of a release runs it: npm trusts the token of that run, and asks for no other.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { requireRepository } from '../repository.mjs'

const [folder] = process.argv.slice(2)
try {
  if (folder === undefined) throw new Error('usage: node .ci/packing/publish.mjs FOLDER')
  requireRepository(process.env.GITHUB_REPOSITORY ?? 'none')
  // The main package comes last in the list, so that it never names a package that is not there.
  for (const { tarball } of JSON.parse(readFileSync(join(folder, 'packed.json'), 'utf8'))) {
    const args = ['publish', resolve(folder, tarball), '--provenance', '--access=public']
    execFileSync('npm', args, { stdio: 'inherit' })
  }
} catch (error) {
  console.error(`mapahead: ${error.message}`)
  process.exit(1)
}
