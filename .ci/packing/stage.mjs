// Stages the packages of a release: the folders that npm packs; see docs/releasing.md.
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { addonNotices } from './notices.mjs'
import { absoluteLinks } from './readme.mjs'

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

const LICENSES = ['LICENSE-MIT', 'LICENSE-APACHE']

/**
 * Writes the packages of a release: the main one to `folder`, and to `npm/PLATFORM` below it one for
 * each addon, which the main one names as an optional dependency of exactly the same version.
 *
 * @param repository - `OWNER/NAME`, which the links of the README lead to.
 * @param addons - The folder with the addons, `mapahead.PLATFORM.node`.
 * @param platforms - The platforms to stage. By default each target of package.json.
 * @returns the folders of the packages, in the order in which to publish them.
 */
export function stage(folder, { repository, addons = join(root, 'src/native'), platforms }) {
  const main = resolve(folder)
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  for (const path of [...manifest.files, 'package.json']) {
    mkdirSync(dirname(join(main, path)), { recursive: true })
    cpSync(join(root, path), join(main, path), { recursive: true })
  }
  const readme = readFileSync(join(root, 'README.md'), 'utf8')
  writeFileSync(join(main, 'README.md'), absoluteLinks(readme, repository, `v${manifest.version}`))
  const npm = join(main, 'npm')
  createPlatformFolders(main)

  const staged = readdirSync(npm).filter((platform) => platforms === undefined || platforms.includes(platform))
  for (const platform of staged) {
    const addon = `mapahead.${platform}.node`
    if (!existsSync(join(addons, addon))) throw new Error(`${addons} lacks ${addon}`)
    cpSync(join(addons, addon), join(npm, platform, addon))
    addLicenses(join(npm, platform), tripleOf(platform, manifest.napi.targets))
  }
  // An exact version: an addon of another one has other functions.
  const optionalDependencies = Object.fromEntries(
    staged.map((platform) => [`${manifest.name}-${platform}`, manifest.version]),
  )
  // The scripts and tools that only the repository needs stay there; prepublishOnly above all.
  const { scripts, devDependencies, ava, napi, ...published } = manifest
  writeJson(join(main, 'package.json'), { ...published, optionalDependencies })
  return [...staged.map((platform) => join(npm, platform)), main]
}

/** Lets napi write the package of each target, from the fields of package.json. */
function createPlatformFolders(main) {
  const cli = join(root, 'node_modules/@napi-rs/cli/dist/cli.js')
  execFileSync(process.execPath, [cli, 'create-npm-dirs'], { cwd: main, stdio: ['ignore', 'ignore', 'pipe'] })
}

/** Puts the licenses of mapahead, and of everything that the addon contains, into its package. */
function addLicenses(folder, triple) {
  for (const name of LICENSES) cpSync(join(root, name), join(folder, name))
  writeFileSync(join(folder, 'LICENSES.txt'), addonNotices(triple))
  const path = join(folder, 'package.json')
  const manifest = JSON.parse(readFileSync(path, 'utf8'))
  writeJson(path, { ...manifest, files: [...manifest.files, ...LICENSES, 'LICENSES.txt'] })
}

/** Finds the target that napi names `platform`. */
function tripleOf(platform, targets) {
  const [system, arch, abi] = platform.split('-')
  const parts = [
    { x64: 'x86_64', arm64: 'aarch64' }[arch],
    { linux: 'linux', darwin: 'darwin', win32: 'windows' }[system],
    abi ?? '',
  ]
  const triple = targets.find((target) => parts.every((part) => target.includes(part)))
  if (triple === undefined) throw new Error(`package.json has no target for ${platform}`)
  return triple
}

function writeJson(path, value) {
  writeFileSync(path, `${JSON.stringify(value, undefined, 2)}\n`)
}
