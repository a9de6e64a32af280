// Builds the addons of a release for Linux with glibc: node .ci/gnu/addon.mjs FOLDER [x64] [arm64]
// The linker of this machine would bind them to its own glibc, which older systems lack.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildAddon } from '../napi.mjs'
import { checkSymbols, NEWEST_GLIBC } from './symbols.mjs'

const here = dirname(fileURLToPath(import.meta.url))

const TRIPLES = { x64: 'x86_64-unknown-linux-gnu', arm64: 'aarch64-unknown-linux-gnu' }

/** Installs the packages of this folder, unless they are there as the lock file says. */
function installPackages() {
  const installed = join(here, 'node_modules/.package-lock.json')
  if (existsSync(installed) && sameVersions(installed)) return
  console.error('mapahead: installing the compilers with glibc 2.17 (npm ci)')
  const npm = ['ci', '--ignore-scripts', '--loglevel=error', '--no-audit', '--no-fund']
  execFileSync('npm', npm, { cwd: here, stdio: ['ignore', 'ignore', 'inherit'] })
}

/** Tells whether the packages that are installed are those of the lock file. */
function sameVersions(installed) {
  const wanted = JSON.parse(readFileSync(join(here, 'package-lock.json'), 'utf8')).packages
  const there = Object.entries(JSON.parse(readFileSync(installed, 'utf8')).packages)
  return there.every(([path, { version }]) => wanted[path]?.version === version)
}

/** Unpacks the compiler for `triple` and returns its folder. */
function unpackCompiler(triple) {
  const toolchains = join(here, 'toolchains')
  const folder = join(toolchains, triple)
  if (existsSync(folder)) return folder
  console.error(`mapahead: unpacking the compiler for ${triple}`)
  const archive = join(
    here,
    `node_modules/@napi-rs/cross-toolchain-x64-target-${triple.split('-')[0]}/${triple}.tar.xz`,
  )
  // Under another name first, so that one that was cut off is not taken for whole.
  const unfinished = join(toolchains, `${triple}.${process.pid}`)
  mkdirSync(unfinished, { recursive: true })
  execFileSync('tar', ['-xJf', archive, '-C', unfinished])
  renameSync(unfinished, folder)
  return folder
}

/** The variables that make cargo and the crates with C code use the compiler in `folder`. */
function compilerVariables(triple, folder) {
  const tool = (name) => join(folder, 'bin', `${triple}-${name}`)
  const suffix = triple.replaceAll('-', '_')
  return {
    [`CARGO_TARGET_${suffix.toUpperCase()}_LINKER`]: tool('gcc'),
    [`CC_${suffix}`]: tool('gcc'),
    [`CXX_${suffix}`]: tool('g++'),
    [`AR_${suffix}`]: tool('ar'),
  }
}

/** Builds the addon for `arch` into `folder` and checks its symbols. */
function buildForGlibc(arch, folder) {
  const triple = TRIPLES[arch]
  if (triple === undefined) throw new Error(`there is no compiler for ${arch}, only for x64 and arm64`)
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new Error('the compilers run on Linux x64 alone')
  installPackages()
  const variables = compilerVariables(triple, unpackCompiler(triple))
  const addon = buildAddon(triple, `linux-${arch}-gnu`, folder, { env: variables })
  const { machine, highest, tooNew } = checkSymbols(readFileSync(addon))
  if (machine !== arch) throw new Error(`${addon} is for ${machine}, not for ${arch}`)
  if (tooNew.length > 0) throw new Error(`${addon} needs more than glibc ${NEWEST_GLIBC}:\n  ${tooNew.join('\n  ')}`)
  console.log(`${addon}: glibc ${highest}`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [folder, ...archs] = process.argv.slice(2)
  try {
    if (folder === undefined) throw new Error('usage: node .ci/gnu/addon.mjs FOLDER [x64] [arm64]')
    for (const arch of archs.length === 0 ? Object.keys(TRIPLES) : archs) buildForGlibc(arch, folder)
  } catch (error) {
    console.error(`mapahead: ${error.message}`)
    process.exit(1)
  }
}
