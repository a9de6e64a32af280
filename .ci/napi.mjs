// Lets napi build the addon for a target: node .ci/napi.mjs FOLDER TRIPLE PLATFORM
// The scripts that bring a compiler along import it.
import { spawnSync } from 'node:child_process'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

/** The types of an addon, which are the same for each target. */
export const TYPES = 'binding.d.cts'

/**
 * Builds the release addon for `triple` into `folder`, with its types, `binding.d.cts`.
 *
 * @param platform - The target as napi names it in the name of the file.
 * @param env - Variables for cargo and the compilers.
 * @param flags - More flags of `napi build`.
 * @returns the path of the addon.
 */
export function buildAddon(triple, platform, folder, { env = {}, flags = [] } = {}) {
  const cli = join(root, 'node_modules/@napi-rs/cli/dist/cli.js')
  const target = resolve(folder)
  const output = ['--output-dir', target, '--no-js', '--dts', TYPES]
  const manifest = ['--manifest-path', 'crates/node/Cargo.toml', '--target', triple]
  const args = [cli, 'build', '--platform', '--release', ...flags, ...manifest, ...output]
  const { status } = spawnSync(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  if (status !== 0) throw new Error(`the addon for ${triple} could not be built`)
  return join(target, `mapahead.${platform}.node`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder, triple, platform] = process.argv.slice(2)
  try {
    if (platform === undefined) throw new Error('usage: node .ci/napi.mjs FOLDER TRIPLE PLATFORM')
    console.log(buildAddon(triple, platform, folder))
  } catch (error) {
    console.error(`mapahead: ${error.message}`)
    process.exit(1)
  }
}
