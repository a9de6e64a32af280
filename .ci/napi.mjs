// Lets napi build the addon for a target, for the scripts that bring a compiler along.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

/**
 * Builds the release addon for `triple` into `folder`.
 *
 * @param platform - The target as napi names it in the name of the file.
 * @param env - Variables for cargo and the compilers.
 * @param flags - More flags of `napi build`.
 * @returns the path of the addon.
 */
export function buildAddon(triple, platform, folder, { env, flags = [] }) {
  const cli = join(root, 'node_modules/@napi-rs/cli/dist/cli.js')
  const target = resolve(folder)
  // The types are the same for each target, and `npm run build` makes those that count.
  const unused = mkdtempSync(join(tmpdir(), 'mapahead-types-'))
  try {
    const output = ['--output-dir', target, '--no-js', '--dts', join(relative(target, unused), 'binding.d.ts')]
    const manifest = ['--manifest-path', 'crates/node/Cargo.toml', '--target', triple]
    const args = [cli, 'build', '--platform', '--release', ...flags, ...manifest, ...output]
    const { status } = spawnSync(process.execPath, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    if (status !== 0) throw new Error(`the addon for ${triple} could not be built`)
  } finally {
    rmSync(unused, { recursive: true })
  }
  return join(target, `mapahead.${platform}.node`)
}
