// Makes everything that the sources need to run, and only what is stale: packages, addon, dist.
// Plain JavaScript on Node.js alone, since it runs on a fresh clone.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

const stampFile = join(root, 'node_modules/.cache/mapahead/stamps.json')
const platform = `${process.platform}-${process.arch}`

/** What is made, in order: from which inputs, into which outputs, by which command. */
const steps = [
  {
    name: 'packages',
    says: 'installing packages (npm ci)',
    inputs: () => ['package.json', 'package-lock.json', '.npmrc'],
    outputs: () => ['node_modules/.bin/ava', 'node_modules/.bin/tsc', 'node_modules/.bin/napi'],
    command: ['npm', 'ci', '--loglevel=error'],
  },
  {
    name: 'addon',
    says: 'building the addon (cargo build --release; a minute or two the first time)',
    inputs: () => ['Cargo.toml', 'Cargo.lock', ...crateFiles()],
    outputs: () => ['src/binding.cjs', 'src/binding.d.cts', addonFile()],
    command: ['npm', 'run', '--silent', 'build:addon'],
  },
  {
    name: 'dist',
    says: 'compiling TypeScript (tsc)',
    inputs: () => ['tsconfig.json', 'tsconfig.build.json', 'src/binding.d.cts', ...filesIn('src', /\.ts$/)],
    outputs: () => ['dist/index.js', 'dist/cli/main.js'],
    command: ['npm', 'run', '--silent', 'build:dist'],
  },
  {
    name: 'types',
    says: 'rolling up the types (index.d.ts)',
    inputs: () => ['.ci/types.rollup.mjs', 'tsconfig.build.json', ...filesIn('src', /\.ts$/)],
    outputs: () => ['index.d.ts'],
    command: ['npm', 'run', '--silent', 'build:types'],
  },
]

/** Runs every step whose inputs changed since it last ran, or whose outputs are missing. */
export function prepare() {
  for (const step of steps) {
    if (isFresh(step)) continue
    console.error(`mapahead: ${step.says}`)
    run(...step.command)
    if (!step.outputs().every((path) => existsSync(join(root, path)))) {
      console.error(`mapahead: ${step.command.join(' ')} did not make ${step.outputs().join(', ')}`)
      process.exit(1)
    }
    // Read again: npm ci removes the folder that holds the stamps.
    mkdirSync(dirname(stampFile), { recursive: true })
    writeFileSync(stampFile, JSON.stringify({ ...readStamps(), [step.name]: stampOf(step) }))
  }
}

/** Runs a command in the project's folder and ends the process if it fails. */
export function run(command, ...args) {
  const shell = process.platform === 'win32'
  const { status, signal, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', shell })
  if (error) console.error(`mapahead: cannot run ${command}: ${error.message}`)
  if (signal) process.kill(process.pid, signal)
  if (status !== 0) process.exit(status ?? 1)
}

function isFresh(step) {
  return step.outputs().every((path) => existsSync(join(root, path))) && readStamps()[step.name] === stampOf(step)
}

function readStamps() {
  return existsSync(stampFile) ? JSON.parse(readFileSync(stampFile, 'utf8')) : {}
}

/** Hashes the inputs of a step, with their names, and the platform that its outputs are for. */
function stampOf(step) {
  const hash = createHash('sha256').update(platform)
  for (const path of step.inputs()) hash.update(`\0${path}\0`).update(readFileSync(join(root, path)))
  return hash.digest('hex')
}

/** The files that the addon is made of; tests and benches are not among them. */
function crateFiles() {
  return ['core', 'node'].flatMap((name) => [
    `crates/${name}/Cargo.toml`,
    ...filesIn(`crates/${name}`, /build\.rs$/, { deep: false }),
    ...filesIn(`crates/${name}/src`, /./),
  ])
}

/** The addon of this platform, as the napi command names it. */
function addonFile() {
  const found = readdirSync(join(root, 'src')).find((name) => name.startsWith(`mapahead.${platform}`))
  return `src/${found ?? `mapahead.${platform}.node`}`
}

function filesIn(folder, pattern, { deep = true } = {}) {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: deep })
    .filter((entry) => entry.isFile() && pattern.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(root.length + 1))
    .sort()
}

if (process.argv[1] === fileURLToPath(import.meta.url)) prepare()
