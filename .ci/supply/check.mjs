// Checks licenses, sources and lock files of everything that mapahead is made of, without a network:
// node .ci/supply/check.mjs
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { checkCargoLock, checkCrates, readAllowed } from './crates.mjs'
import { checkManifest, checkPackageLock } from './npm-packages.mjs'

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

const readText = (path) => readFileSync(join(root, path), 'utf8')
const readJson = (path) => JSON.parse(readText(path))

const allowed = readAllowed(readText('deny.toml'))
const metadata = readMetadata()
// The fuzz targets and the peers of benches are never shipped: of their crates only the sources matter.
const locks = ['Cargo.lock', 'fuzz/Cargo.lock', 'benches/peers/native/Cargo.lock'].flatMap((path) =>
  checkCargoLock(readText(path)),
)
const wrong = [...locks, ...checkCrates(metadata, allowed)]
let packages = 0
for (const folder of npmFolders()) {
  const lock = readJson(join(folder, 'package-lock.json'))
  packages += Object.keys(lock.packages).length - 1
  const found = [
    ...checkManifest(readJson(join(folder, 'package.json')), lock),
    ...checkPackageLock(lock, allowed, folder !== '.'),
  ]
  wrong.push(...found.map((line) => `${join(folder, 'package-lock.json')}: ${line}`))
}
for (const line of wrong) console.error(line)
if (wrong.length > 0) process.exit(1)
console.log(`licenses, sources and integrity of ${metadata.packages.length} crates and ${packages} packages hold`)

/** What cargo knows of the crates; `--locked` fails if Cargo.lock is not for these manifests. */
function readMetadata() {
  const args = ['metadata', '--format-version=1', '--locked', '--offline', '--all-features']
  return JSON.parse(execFileSync('cargo', args, { cwd: root, maxBuffer: 2 ** 28, encoding: 'utf8' }))
}

/** The folders with a lock file of npm: that of the project, and those of the tools in .ci. */
function npmFolders() {
  const listed = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*package-lock.json'], {
    cwd: root,
    encoding: 'utf8',
  })
  return listed.split('\n').filter(Boolean).map(dirname)
}
