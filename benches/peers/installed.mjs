/** The packages that `main.mjs` installs under `target/bench/peers`, apart from those of the project. */
import { execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { ROOT } from '../corpus-files.mjs'

/** Where they are. */
export const FOLDER = `${ROOT}target/bench/peers/`
/** The Node.js that all peers run in. */
export const NODE = `${FOLDER}node_modules/node-24/bin/node`
const LOCK = `${ROOT}benches/peers/packages/package-lock.json`

/** Loads one of them. */
export const load = createRequire(FOLDER)

/** Returns what is installed, as name and version. */
export function versions() {
  const { packages } = JSON.parse(readFileSync(LOCK, 'utf8'))
  return Object.fromEntries(
    Object.entries(packages)
      .filter(([path]) => path !== '')
      .map(([path, { version }]) => [path.replace('node_modules/', ''), version]),
  )
}

/** Installs them, unless they are there as the lock file says. */
export function install() {
  const stamp = `${FOLDER}package-lock.json`
  const isThere = existsSync(NODE) && existsSync(stamp) && readFileSync(stamp, 'utf8') === readFileSync(LOCK, 'utf8')
  if (isThere) return
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    console.error('The peers run under a Node.js for Linux x64.')
    process.exit(1)
  }
  console.error('installing the peers and Node.js 24 into target/bench/peers (npm ci)')
  mkdirSync(FOLDER, { recursive: true })
  copyFileSync(LOCK, stamp)
  for (const name of ['benches/peers/packages/package.json', '.npmrc'])
    copyFileSync(ROOT + name, FOLDER + name.split('/').at(-1))
  const npm = ['ci', '--ignore-scripts', '--loglevel=error']
  execFileSync('npm', npm, { cwd: FOLDER, stdio: ['ignore', 'ignore', 'inherit'] })
}
