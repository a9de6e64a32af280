import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import test, { type ExecutionContext } from 'ava'
import { isMapaheadError } from 'mapahead'
import { checkNode, remedyFor } from '../../src/native/load.ts'
import { platformPackages } from '../../src/native/platform.ts'
import { importScript } from '../ci/script.ts'
import { temporaryFolder } from '../support/fixtures.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const PERMISSION = process.allowedNodeEnvironmentFlags.has('--permission')
  ? '--permission'
  : '--experimental-permission'
const { NEWEST_GLIBC } = await importScript<{ NEWEST_GLIBC: string }>('gnu/symbols.mjs')
const PACKAGES = platformPackages()
const [PACKAGE = ''] = PACKAGES

/** A project with mapahead installed and without any addon. */
function projectWithoutAddon(t: ExecutionContext): string {
  const project = temporaryFolder(t)
  const installed = join(project, 'node_modules/mapahead')
  mkdirSync(installed, { recursive: true })
  for (const path of ['dist', 'package.json']) cpSync(join(ROOT, path), join(installed, path), { recursive: true })
  for (const name of ['commander', 'cli-progress']) {
    cpSync(join(ROOT, 'node_modules', name), join(project, 'node_modules', name), { recursive: true })
  }
  return project
}

/** Puts `bytes` where the package of this platform has its addon. */
function installAddon(project: string, bytes: string): void {
  const folder = join(project, `node_modules/mapahead-${PACKAGE}`)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: `mapahead-${PACKAGE}`, main: 'addon.node' }))
  writeFileSync(join(folder, 'addon.node'), bytes)
}

/** Imports mapahead in `project` and returns the error as it is caught there. */
function importError(project: string, ...flags: string[]): { code: string; message: string; cause: string } {
  const program = `import('mapahead').then(
    () => console.log('null'),
    ({ code, message, cause }) => console.log(JSON.stringify({ code, message, cause: cause?.message })),
  )`
  const { stdout, stderr } = spawnSync(process.execPath, [...flags, '--input-type=module', '--eval', program], {
    cwd: project,
    encoding: 'utf8',
  })
  if (stdout === '') throw new Error(stderr)
  return JSON.parse(stdout)
}

test('without an addon the error names the platform and says what to install', (t) => {
  const { code, message, cause } = importError(projectWithoutAddon(t))
  t.is(code, 'ERR_NO_BINARY')
  t.true(message.includes(`for ${process.platform}-${process.arch}`), message)
  t.true(
    PACKAGES.some((name) => message.includes(`mapahead-${name} is missing`)),
    message,
  )
  t.regex(message, /Install mapahead again .* npm run build/)
  if (process.platform === 'linux') t.regex(message, /with (glibc \d|musl)/)
  t.regex(cause, /Cannot find module/)
})

test('an addon that the system cannot load is told with the reason', (t) => {
  const project = projectWithoutAddon(t)
  installAddon(project, 'this is no library')
  const { code, message, cause } = importError(project)
  t.is(code, 'ERR_NO_BINARY')
  t.regex(message, /cannot be loaded: .*addon\.node/)
  t.true(message.includes(cause))
})

test('without --allow-addons the error says that the flag is missing', (t) => {
  const project = projectWithoutAddon(t)
  installAddon(project, 'never read')
  const { code, message } = importError(project, PERMISSION, '--allow-fs-read=*', '--no-warnings')
  t.is(code, 'ERR_NO_BINARY')
  t.regex(message, /--allow-addons/)
})

test('the command line says the same in one line', (t) => {
  const project = projectWithoutAddon(t)
  const main = join(project, 'node_modules/mapahead/dist/cli/main.js')
  const { status, stderr, stdout } = spawnSync(process.execPath, [main, '--version'], { encoding: 'utf8' })
  t.is(status, 1)
  t.is(stdout, '')
  t.regex(stderr, /^mapahead: the addon of mapahead for .* is not installed: .* \[ERR_NO_BINARY\]\n$/)
})

test('a Node.js before 20.19 is refused in one line', (t) => {
  for (const version of ['18.20.8', '20.18.3', '20.9.0']) {
    const error = t.throws(() => checkNode(version))
    t.true(isMapaheadError(error, 'ERR_UNSUPPORTED'))
    t.is(error?.message, `mapahead needs Node.js 20.19 or later, and this is ${version}`)
  }
  for (const version of ['20.19.0', '20.20.2', '22.0.0', '26.12.1']) t.notThrows(() => checkNode(version))
})

test('a glibc before that of the addons is told by its version, whatever the loader says', (t) => {
  const told = `It needs glibc ${NEWEST_GLIBC} or later; with an older one build it`
  const error = new Error('the loader speaks another language')
  for (const glibc of ['2.9', '2.12', '2.16']) t.true(remedyFor(error, glibc).startsWith(told), glibc)
  // Nothing else that does not load is blamed on it, even if it names a version of glibc.
  const other = new Error('version GLIBC_2.38 not found')
  for (const glibc of ['2.17', '2.36', '3.0', undefined]) t.regex(remedyFor(other, glibc), /^Install mapahead again/)
  const denied = Object.assign(error, { code: 'ERR_DLOPEN_DISABLED' })
  t.regex(remedyFor(denied, '2.12'), /--allow-addons/)
})

test('each target of the package has its platform, and other systems have none', (t) => {
  const { napi }: { napi: { targets: string[] } } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  const systems = ['linux', 'darwin', 'win32', 'freebsd', 'android']
  const names = systems.flatMap((system) => ['x64', 'arm64', 'ia32'].flatMap((arch) => platformPackages(system, arch)))
  t.is(new Set(names).size, napi.targets.length)
  t.deepEqual(platformPackages('linux', 'x64'), ['linux-x64-gnu', 'linux-x64-musl'])
  t.deepEqual(platformPackages('win32', 'arm64'), ['win32-arm64-msvc'])
  t.deepEqual(platformPackages('freebsd', 'x64'), [])
})
