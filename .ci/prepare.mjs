// Makes everything that the sources need to run, and only what is stale: packages, addon, dist.
// Plain JavaScript on Node.js alone, since it runs on a fresh clone.
//   node .ci/prepare.mjs [STEP...]    all steps, or only some: packages, addon, dist, pages, types
import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, readdirSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isBundled } from './bundle.mjs'
import { TYPES } from './napi.mjs'
import { runStale } from './stamps.mjs'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

const stampFile = join(root, 'node_modules/.cache/mapahead/stamps.json')

/** The files of the pages; one that is missing makes them stale. */
const PAGES = [
  'LICENSES.txt',
  'icon.svg',
  'index.html',
  'search.css',
  'search.js',
  'status.css',
  'status.html',
  'status.js',
]

/** What is made, in order: from which inputs, into which outputs, by which command. */
const steps = [
  {
    name: 'packages',
    says: 'installing packages (npm ci)',
    inputs: () => ['package.json', 'package-lock.json', '.npmrc'],
    outputs: () => ['node_modules/.package-lock.json', 'node_modules/.bin/tsc'],
    command: ['npm', 'ci', '--loglevel=error'],
  },
  {
    name: 'addon',
    says: 'building the addon (cargo build --release; a minute or two the first time)',
    inputs: () => ['package.json', 'Cargo.toml', 'Cargo.lock', ...crateFiles()],
    outputs: () => ['src/native/binding.d.cts', `src/native/${addonName()}`],
    command: ['npm', 'run', '--silent', 'build:addon'],
  },
  {
    name: 'dist',
    says: 'compiling TypeScript (tsc, and esbuild for CommonJS)',
    inputs: () => [
      'package.json',
      'tsconfig.json',
      'tsconfig.build.json',
      '.ci/clean-dist.mjs',
      '.ci/bundle.mjs',
      '.ci/executable.mjs',
      '.ci/commonjs.mjs',
      'src/native/binding.d.cts',
      ...nodeSources(),
    ],
    outputs: distFiles,
    command: ['npm', 'run', '--silent', 'build:dist'],
  },
  {
    name: 'pages',
    says: 'bundling the pages of the server (esbuild)',
    inputs: () => [
      'package.json',
      'package-lock.json',
      '.ci/pages.mjs',
      '.ci/mit-license.mjs',
      ...filesIn('src/pages', /./),
      // What the pages share with the rooms that run in Node.js.
      'src/shown-fields.ts',
      'src/error-text.ts',
    ],
    outputs: () => [...new Set([...PAGES.map((name) => `dist/pages/${name}`), ...filesIn('dist/pages', /./)])].sort(),
    command: ['npm', 'run', '--silent', 'build:pages'],
  },
  {
    name: 'types',
    says: 'rolling up the types (index.d.ts, index.d.cts)',
    inputs: () => [
      'package.json',
      '.ci/types.rollup.mjs',
      'tsconfig.json',
      'tsconfig.build.json',
      'src/native/binding.d.cts',
      ...nodeSources(),
    ],
    outputs: () => ['index.d.ts', 'index.d.cts'],
    command: ['npm', 'run', '--silent', 'build:types'],
  },
]

/**
 * Runs every step that is stale, and ends the process if one fails.
 *
 * @param addon - A folder with the addon of these sources and its types, which is copied instead of building it.
 * @param only - The names of the steps that are looked at, instead of all.
 */
export function prepare({ addon, only = steps.map(({ name }) => name) } = {}) {
  const wanted = steps.filter(({ name }) => only.includes(name))
  const runnable = wanted.map(({ says, command, ...step }) => ({
    ...step,
    run() {
      if (step.name === 'addon' && addon !== undefined) return copyAddon(addon)
      console.error(`mapahead: ${says}`)
      run(...command)
    },
  }))
  try {
    runStale(runnable, root, stampFile)
  } catch (error) {
    console.error(`mapahead: ${error.message}`)
    process.exit(1)
  }
}

/** Copies the addon in `folder` and its types to their places. */
function copyAddon(folder) {
  console.error(`mapahead: taking the addon of ${folder}`)
  for (const name of [TYPES, addonName()]) copyFileSync(join(folder, name), join(root, 'src/native', name))
}

/** Runs a command in the project's folder and ends the process if it fails. */
export function run(command, ...args) {
  // On Windows npm and npx are scripts, which only a shell runs; anything else is better off without.
  const shell = process.platform === 'win32' && ['npm', 'npx'].includes(command)
  const { status, signal, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', shell })
  if (error) console.error(`mapahead: cannot run ${command}: ${error.message}`)
  if (signal) process.kill(process.pid, signal)
  if (status !== 0) process.exit(status ?? 1)
}

/** The addon of this platform, as the napi command names it. */
export function addonName() {
  return `mapahead.${platformName()}.node`
}

/** This platform as the npm package of its addon names it: system, processor and C library. */
export function platformName() {
  const { platform, arch } = process
  if (platform === 'win32') return `${platform}-${arch}-msvc`
  if (platform !== 'linux') return `${platform}-${arch}`
  const isGlibc = process.report.getReport().header.glibcVersionRuntime !== undefined
  return `${platform}-${arch}-${isGlibc ? 'gnu' : 'musl'}`
}

/** The files that the addon is made of; tests and benches are not among them. */
function crateFiles() {
  return ['core', 'node'].flatMap((name) => [
    `crates/${name}/Cargo.toml`,
    ...filesIn(`crates/${name}`, /build\.rs$/, { deep: false }),
    ...filesIn(`crates/${name}/src`, /./),
  ])
}

/** What runs in Node.js; the pages run in a browser. */
function nodeSources() {
  return filesIn('src', /\.ts$/).filter((path) => !path.startsWith('src/pages/'))
}

/** What the step should make, and whatever else is there but the pages. */
function distFiles() {
  const compiled = nodeSources().map((path) => path.replace(/^src\//, '').replace(/\.ts$/, '.js'))
  const made = compiled.filter((path) => !isBundled(path)).map((path) => `dist/${path}`)
  const there = filesIn('dist', /./).filter((path) => !path.startsWith('dist/pages/'))
  return [...new Set([...made, ...there])].sort()
}

function filesIn(folder, pattern, { deep = true } = {}) {
  if (!existsSync(join(root, folder))) return []
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: deep })
    .filter((entry) => entry.isFile() && pattern.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(root.length + 1))
    .map((path) => path.split(sep).join('/'))
    .sort()
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const only = process.argv.slice(2)
  const unknown = only.find((name) => !steps.some((step) => step.name === name))
  if (unknown !== undefined) {
    console.error(`mapahead: there is no step ${unknown}; there are ${steps.map(({ name }) => name).join(', ')}`)
    process.exit(2)
  }
  prepare(only.length > 0 ? { only } : {})
}
