// Stages the packages of a release: node .ci/release.mjs FOLDER [ADDONS]; see docs/releasing.md.
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))

/**
 * Writes the packages of a release: the main one to `folder`, and to `npm/PLATFORM` below it one for
 * each addon, which the main one names as an optional dependency of the same version.
 *
 * @param addons - The folder with the addons, `mapahead.PLATFORM.node`.
 * @param platforms - What to stage; by default every target of package.json.
 * @returns the folders of the packages, in the order in which to publish them.
 */
export function stage(folder, addons = join(root, 'src/native'), platforms = undefined) {
  const main = resolve(folder)
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  for (const path of [...manifest.files, 'package.json', 'README.md']) {
    mkdirSync(dirname(join(main, path)), { recursive: true })
    cpSync(join(root, path), join(main, path), { recursive: true })
  }
  const npm = join(main, 'npm')
  const cli = join(root, 'node_modules/@napi-rs/cli/dist/cli.js')
  const args = [cli, 'create-npm-dirs']
  execFileSync(process.execPath, args, { cwd: main, stdio: ['ignore', 'ignore', 'pipe'] })

  const staged = readdirSync(npm).filter((platform) => platforms === undefined || platforms.includes(platform))
  const optionalDependencies = {}
  for (const platform of staged) {
    const addon = `mapahead.${platform}.node`
    if (!existsSync(join(addons, addon))) throw new Error(`${addons} lacks ${addon}`)
    cpSync(join(addons, addon), join(npm, platform, addon))
    optionalDependencies[`${manifest.name}-${platform}`] = manifest.version
  }
  // What only the repository can run, or needs, stays there; prepublishOnly above all.
  const { scripts, devDependencies, ava, ...published } = manifest
  const text = `${JSON.stringify({ ...published, optionalDependencies }, undefined, 2)}\n`
  writeFileSync(join(main, 'package.json'), text)
  return [...staged.map((platform) => join(npm, platform)), main]
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder, addons] = process.argv.slice(2)
  try {
    if (folder === undefined) throw new Error('usage: node .ci/release.mjs FOLDER [ADDONS]')
    if (folder === '--refuse') {
      throw new Error('this folder is no package of a release, which names its addons; see docs/releasing.md')
    }
    for (const path of stage(folder, addons)) console.log(path)
  } catch (error) {
    console.error(`mapahead: ${error.message}`)
    process.exit(1)
  }
}
