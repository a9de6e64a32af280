// Builds the addons of a release for Linux with musl: node .ci/musl/addon.mjs FOLDER [x64] [arm64]
// Needs Linux x64, rustup, and Python with pip, which brings the linker.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readElf } from '../gnu/elf.mjs'
import { buildAddon } from '../napi.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const tools = join(here, 'tools')

const TRIPLES = { x64: 'x86_64-unknown-linux-musl', arm64: 'aarch64-unknown-linux-musl' }

/** Installs the linker, unless the one that requirements.txt asks for is there. */
function installTools() {
  const requirements = join(here, 'requirements.txt')
  const stamp = join(tools, 'requirements.txt')
  const wanted = readFileSync(requirements, 'utf8')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return
  console.error('mapahead: installing a linker with musl (pip install)')
  const flags = ['--quiet', '--upgrade', '--no-deps', '--require-hashes', '--disable-pip-version-check']
  const args = ['-m', 'pip', 'install', ...flags, '--target', tools, '--requirement', requirements]
  execFileSync('python3', args, { stdio: ['ignore', 'ignore', 'inherit'] })
  writeFileSync(stamp, wanted)
}

/** Builds the addon for `arch` into `folder` and checks that it needs nothing of glibc. */
function buildForMusl(arch, folder) {
  const triple = TRIPLES[arch]
  if (triple === undefined) throw new Error(`there is no linker for ${arch}, only for x64 and arm64`)
  execFileSync('rustup', ['target', 'add', triple], { stdio: ['ignore', 'ignore', 'inherit'] })
  const env = { PATH: [join(tools, 'bin'), process.env.PATH].join(delimiter), PYTHONPATH: tools }
  const addon = buildAddon(triple, `linux-${arch}-musl`, folder, { env, flags: ['--cross-compile'] })
  const { machine, needed } = readElf(readFileSync(addon))
  if (machine !== arch) throw new Error(`${addon} is for ${machine}, not for ${arch}`)
  // The symbols of musl have no versions, so any version is of another library.
  if (needed.length > 0) throw new Error(`${addon} needs ${needed[0].name} of ${needed[0].library}`)
  console.log(`${addon}: musl`)
}

const [folder, ...archs] = process.argv.slice(2)
try {
  if (folder === undefined) throw new Error('usage: node .ci/musl/addon.mjs FOLDER [x64] [arm64]')
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new Error('the linker is for Linux x64 alone')
  installTools()
  for (const arch of archs.length === 0 ? Object.keys(TRIPLES) : archs) buildForMusl(arch, folder)
} catch (error) {
  console.error(`mapahead: ${error.message}`)
  process.exit(1)
}
