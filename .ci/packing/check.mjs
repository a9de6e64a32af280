// Packs the packages for Linux x64, installs them where there is no Rust, and asks them in every
// way and in every runtime that they are for: node .ci/packing/check.mjs ADDONS TARBALLS
import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { pack } from './pack.mjs'
import { installProject, runIn, spawnIn, writeJson } from './project.mjs'
import { relativeLinks } from './readme.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const root = dirname(dirname(here))
const tools = join(here, 'node_modules')

const PLATFORM = 'linux-x64-gnu'

/** The most that an installation may take: see docs/compatibility.md. */
const MAX_BYTES = 8_000_000
const MAX_DEPENDENCIES = 4

const NODES = [20, 22, 24, 26]

/** The files of the main package beside `dist`; anything else would be a mistake. */
const MAIN_FILES = [
  'LICENSE-APACHE',
  'LICENSE-MIT',
  'README.md',
  'crates/core/data/NOTICE.md',
  'crates/core/data/any_ascii.copyright',
  'crates/core/data/frostem.copyright',
  'crates/core/data/slips-en.json',
  'crates/core/data/xkb-data.copyright',
  'index.d.cts',
  'index.d.ts',
  'package.json',
]

const ADDON_FILES = [
  'LICENSE-APACHE',
  'LICENSE-MIT',
  'LICENSES.txt',
  'README.md',
  `mapahead.${PLATFORM}.node`,
  'package.json',
]

const [addons, tarballs] = process.argv.slice(2)
if (tarballs === undefined) throw new Error('usage: node .ci/packing/check.mjs ADDONS TARBALLS')

installTools()
const packed = pack(tarballs, addons, [PLATFORM])
checkFiles(packed)
const project = installProject(tarballs, PLATFORM)
try {
  checkManifests(project)
  checkSize(project)
  checkReadme(project)
  askNodes(project)
  askOthers(project)
  checkTypes(project)
  checkWithLinters(project, packed)
} finally {
  rmSync(project, { recursive: true, force: true })
}
console.log('the packages are right')

function installTools() {
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  if (!existsSync(join(tools, '.package-lock.json'))) execFileSync('npm', args, { cwd: here, stdio: 'inherit' })
}

function checkFiles(packages) {
  const filesOf = (name) => packages.find((entry) => entry.name === name).files
  same(filesOf(`mapahead-${PLATFORM}`), ADDON_FILES, 'files of the package with the addon')
  const main = filesOf('mapahead')
  const built = main.filter((path) => path.startsWith('dist/'))
  same(
    main.filter((path) => !built.includes(path)),
    MAIN_FILES,
    'files of the main package',
  )
  for (const path of ['dist/index.js', 'dist/commonjs/index.cjs', 'dist/cli/main.js', 'dist/pages/LICENSES.txt']) {
    if (!built.includes(path)) throw new Error(`the main package lacks ${path}`)
  }
}

/** No script may run at an installation, and the addon must be of the very same version. */
function checkManifests(project) {
  const main = readManifest(project, 'mapahead')
  const addon = readManifest(project, `mapahead-${PLATFORM}`)
  for (const { name, scripts } of [main, addon]) {
    if (scripts !== undefined) throw new Error(`${name} has scripts: ${Object.keys(scripts).join(', ')}`)
  }
  if (main.optionalDependencies[addon.name] !== main.version) throw new Error(`${addon.name} is not of this version`)
  same([addon.os, addon.cpu, addon.libc], [['linux'], ['x64'], ['glibc']], 'os, cpu and libc of the addon')
}

/** Light: few dependencies, and few bytes in all. */
function checkSize(project) {
  const dependencies = Object.keys(readManifest(project, 'mapahead').dependencies)
  if (dependencies.length > MAX_DEPENDENCIES) throw new Error(`there are ${dependencies.length} dependencies`)
  const bytes = bytesIn(join(project, 'node_modules'))
  const count = readdirSync(join(project, 'node_modules')).filter((name) => !name.startsWith('.')).length
  console.log(`an installation takes ${(bytes / 1e6).toFixed(1)} MB in ${count} packages`)
  if (bytes > MAX_BYTES) throw new Error(`an installation takes more than ${MAX_BYTES} bytes`)
}

/** npm shows the README without the files of the repository. */
function checkReadme(project) {
  const readme = readFileSync(join(project, 'node_modules/mapahead/README.md'), 'utf8')
  same(relativeLinks(readme), [], 'relative links of the README')
  const linked = [...readme.matchAll(/https:\/\/\S+?\/(?:blob\/)?v\d+\.\d+\.\d+\/([^)"\s#]+)/g)].map(([, path]) => path)
  if (linked.length === 0) throw new Error('the README links to no file of the repository')
  const missing = linked.filter((path) => !existsSync(join(root, path)))
  same(missing, [], 'links of the README to files that do not exist')
}

function askNodes(project) {
  for (const line of NODES) {
    const node = join(tools, `node-${line}/bin/node`)
    for (const args of [['esm.mjs'], ['common.cjs', '--one-instance'], ['worker.mjs']]) runIn(project, node, args)
    console.log(`Node.js ${runIn(project, node, ['--version']).trim()} is right: ESM, CommonJS, a worker thread`)
  }
  const old = join(tools, 'node-too-old/bin/node')
  const main = 'node_modules/mapahead/dist/cli/main.js'
  const { status, stderr } = spawnIn(project, old, [main, '--version'])
  if (
    status !== 1 ||
    !/^mapahead: mapahead needs Node\.js 20\.19 or later, and this is 20\.18\.3 \[\w+\]\n$/.test(stderr)
  ) {
    throw new Error(`Node.js 20.18 was not refused in one line:\n${stderr}`)
  }
  const shown = runIn(project, process.execPath, [main, 'query', 'places.mapahead', 'berlin'])
  if (!/^Berlin/.test(shown)) throw new Error(`the command line shows ${shown}`)
}

function askOthers(project) {
  const bun = join(tools, '@oven/bun-linux-x64-baseline/bin/bun')
  for (const name of ['esm.mjs', 'common.cjs', 'worker.mjs']) runIn(project, bun, [name])
  console.log(`Bun ${runIn(project, bun, ['--version']).trim()} is right: ESM, CommonJS, a worker thread`)
  const deno = join(tools, '@deno/linux-x64-glibc/deno')
  const flags = ['run', '--no-prompt', '--allow-ffi', '--allow-read', '--allow-write', '--allow-env']
  for (const name of ['esm.mjs', 'common.cjs', 'worker.mjs']) runIn(project, deno, [...flags, name])
  console.log(`${runIn(project, deno, ['--version']).split('\n')[0]} is right: ESM, CommonJS, a worker thread`)
}

/** Checks the types in each way in which TypeScript looks for them. */
function checkTypes(project) {
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  for (const [module, moduleResolution, files] of [
    ['node16', 'node16', ['typed.ts']],
    ['nodenext', 'nodenext', ['typed.ts', 'typed.cts']],
    ['preserve', 'bundler', ['typed.ts']],
  ]) {
    writeJson(join(project, 'tsconfig.json'), {
      compilerOptions: {
        module,
        moduleResolution,
        target: 'es2023',
        lib: ['es2023', 'esnext.disposable'],
        strict: true,
        noEmit: true,
        types: ['node'],
        typeRoots: [join(root, 'node_modules/@types')],
      },
      files,
    })
    runIn(project, process.execPath, [tsc])
    console.log(`TypeScript is right with ${moduleResolution}`)
  }
}

/** Two checkers of packages that know the mistakes of others. */
function checkWithLinters(project, packages) {
  const publint = join(tools, 'publint/src/cli.js')
  process.stdout.write(runIn(project, process.execPath, [publint, '--strict', 'node_modules/mapahead']))
  const { tarball } = packages.find(({ name }) => name === 'mapahead')
  const attw = join(tools, '@arethetypeswrong/cli/dist/index.js')
  const args = [attw, resolve(tarballs, tarball), '--format=ascii', '--no-color', '--no-emoji']
  process.stdout.write(runIn(project, process.execPath, args))
}

function readManifest(project, name) {
  return JSON.parse(readFileSync(join(project, 'node_modules', name, 'package.json'), 'utf8'))
}

function bytesIn(folder) {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile())
  return entries.reduce((sum, entry) => sum + statSync(join(entry.parentPath ?? entry.path, entry.name)).size, 0)
}

function same(actual, expected, what) {
  const [left, right] = [actual, expected].map((value) => JSON.stringify([...value].sort(), undefined, 1))
  if (left !== right) throw new Error(`${what} are ${left}, not ${right}`)
}
