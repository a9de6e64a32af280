// Fails unless a tag names the version of package.json and of the crates: node .ci/tag.mjs vX.Y.Z
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** Refuses a tag that is not `v` and the version that all manifests have. */
export function requireTag(tag, packageJson, cargoToml) {
  const { version } = JSON.parse(packageJson)
  const crates = /^\[workspace\.package\]\nversion = "([^"]+)"/m.exec(cargoToml)?.[1]
  if (version !== crates) throw new Error(`package.json has the version ${version}, Cargo.toml ${crates}`)
  if (tag !== `v${version}`) throw new Error(`the tag is ${tag}, but the version is ${version}`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const textOf = (path) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8')
  try {
    requireTag(process.argv[2] ?? 'none', textOf('package.json'), textOf('Cargo.toml'))
  } catch (error) {
    console.error(`mapahead: ${error.message}`)
    process.exit(1)
  }
}
