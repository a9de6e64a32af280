import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import test, { type ExecutionContext } from 'ava'
import { importScript } from '../ci/script.ts'
import { temporaryFolder } from '../support/fixtures.ts'

interface StageOptions {
  repository: string
  addons?: string
  platforms?: string[]
}

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const REPOSITORY = 'someone/mapahead'

const { stage } = await importScript<{ stage(folder: string, options: StageOptions): string[] }>('packing/stage.mjs')
const { absoluteLinks, relativeLinks } = await importScript<{
  absoluteLinks(readme: string, repository: string, tag: string): string
  relativeLinks(readme: string): string[]
}>('packing/readme.mjs')
const { readRepository, requireRepository } = await importScript<{
  readRepository(manifest: object): string | undefined
  requireRepository(publishing: string, manifest: object): void
}>('repository.mjs')
const { requireTag } = await importScript<{
  requireTag(tag: string, packageJson: string, cargoToml: string): void
}>('tag.mjs')

interface Manifest {
  name: string
  version: string
  files: string[]
  scripts?: object
  devDependencies?: object
  optionalDependencies?: Record<string, string>
  libc?: string[]
  napi: { targets: string[] }
}

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
}

/** A folder with a file in place of each addon of a release. */
function addonsOf(t: ExecutionContext, names: readonly string[]): string {
  const folder = join(temporaryFolder(t), 'addons')
  mkdirSync(folder)
  for (const name of names) writeFileSync(join(folder, `mapahead.${name}.node`), name)
  return folder
}

const PLATFORMS = [
  'darwin-arm64',
  'darwin-x64',
  'linux-arm64-gnu',
  'linux-arm64-musl',
  'linux-x64-gnu',
  'linux-x64-musl',
  'win32-arm64-msvc',
  'win32-x64-msvc',
]

test('a release has a package for each target, which the main one names exactly', (t) => {
  t.timeout(300_000)
  const folder = join(temporaryFolder(t), 'staged')
  const folders = stage(folder, { repository: REPOSITORY, addons: addonsOf(t, PLATFORMS) })
  const manifests = folders.map(readManifest)
  const main = manifests.at(-1)
  const { version } = readManifest(ROOT)

  t.is(main?.name, 'mapahead')
  t.is(readManifest(ROOT).napi.targets.length, PLATFORMS.length)
  t.deepEqual(main?.optionalDependencies, Object.fromEntries(PLATFORMS.map((name) => [`mapahead-${name}`, version])))
  for (const { name, scripts, devDependencies } of manifests)
    t.deepEqual([scripts, devDependencies], [undefined, undefined], name)
  for (const [place, { name, files }] of manifests.slice(0, -1).entries()) {
    t.deepEqual(
      files.filter((path) => !readdirSync(folders[place] ?? '').includes(path)),
      [],
      name,
    )
    t.true(files.includes('LICENSES.txt') && files.includes('LICENSE-MIT') && files.includes('LICENSE-APACHE'), name)
  }
  t.deepEqual(
    manifests.filter(({ libc }) => libc !== undefined).map(({ name, libc }) => [name, libc]),
    [
      ['mapahead-linux-arm64-gnu', ['glibc']],
      ['mapahead-linux-arm64-musl', ['musl']],
      ['mapahead-linux-x64-gnu', ['glibc']],
      ['mapahead-linux-x64-musl', ['musl']],
    ],
  )
  t.deepEqual(relativeLinks(readFileSync(join(folder, 'README.md'), 'utf8')), [])
})

test('the package of an addon has the licenses of the crates in it, and of no others', (t) => {
  t.timeout(300_000)
  const folder = join(temporaryFolder(t), 'staged')
  const options = { repository: REPOSITORY, addons: addonsOf(t, ['linux-x64-gnu']), platforms: ['linux-x64-gnu'] }
  const [addon = ''] = stage(folder, options)
  const licenses = readFileSync(join(addon, 'LICENSES.txt'), 'utf8')
  for (const name of ['fst', 'zstd-sys', 'icu_casemap_data', 'napi', 'rayon']) {
    t.regex(licenses, new RegExp(`^${name} \\d`, 'm'), name)
  }
  for (const name of ['proptest', 'serde_derive', 'napi-build', 'windows-sys', 'mapahead']) {
    t.notRegex(licenses, new RegExp(`^${name} \\d`, 'm'), name)
  }
})

test('a release without the addon of every target is refused', (t) => {
  t.timeout(300_000)
  const addons = addonsOf(t, PLATFORMS.slice(1))
  t.throws(() => stage(join(temporaryFolder(t), 'staged'), { repository: REPOSITORY, addons }), {
    message: /lacks mapahead\.darwin-arm64\.node$/,
  })
})

test('links of the README lead to the files of the release', (t) => {
  const readme = [
    '[a](docs/a.md) and [b](#b), [c](https://example.org/c)',
    '![chart](./docs/memory.svg)',
    '<img src="docs/memory.svg"> <a href="LICENSE-MIT">',
    '[d]: docs/d.md#e',
  ].join('\n')
  t.deepEqual(relativeLinks(readme), [
    'docs/a.md',
    './docs/memory.svg',
    'docs/d.md#e',
    'docs/memory.svg',
    'LICENSE-MIT',
  ])
  t.is(
    absoluteLinks(readme, REPOSITORY, 'v1.2.3'),
    [
      '[a](https://github.com/someone/mapahead/blob/v1.2.3/docs/a.md) and [b](#b), [c](https://example.org/c)',
      '![chart](https://raw.githubusercontent.com/someone/mapahead/v1.2.3/docs/memory.svg)',
      '<img src="https://raw.githubusercontent.com/someone/mapahead/v1.2.3/docs/memory.svg">' +
        ' <a href="https://github.com/someone/mapahead/blob/v1.2.3/LICENSE-MIT">',
      '[d]: https://github.com/someone/mapahead/blob/v1.2.3/docs/d.md#e',
    ].join('\n'),
  )
})

test('nothing is published from a repository that package.json does not name', (t) => {
  const manifest = { repository: { type: 'git', url: `git+https://github.com/${REPOSITORY}.git` } }
  t.is(readRepository(manifest), REPOSITORY)
  t.notThrows(() => requireRepository(REPOSITORY, manifest))
  t.throws(() => requireRepository('fork/mapahead', manifest), { message: /names the repository someone\/mapahead/ })
  t.throws(() => requireRepository(REPOSITORY, {}), { message: /has no "repository" yet/ })
  t.throws(() => readRepository({ repository: `github:${REPOSITORY}` }), { message: /must be/ })
})

test('a tag must name the version of the package and of the crates', (t) => {
  const cargoToml = (version: string) => `[workspace.package]\nversion = "${version}"\n`
  const packageJson = '{ "version": "1.2.3" }'
  t.notThrows(() => requireTag('v1.2.3', packageJson, cargoToml('1.2.3')))
  t.throws(() => requireTag('1.2.3', packageJson, cargoToml('1.2.3')), { message: /the tag is 1\.2\.3/ })
  t.throws(() => requireTag('v1.2.3', packageJson, cargoToml('1.2.4')), { message: /Cargo\.toml 1\.2\.4/ })
})

test('the repository itself cannot be published', (t) => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  const { status, stderr } = spawnSync(scripts.prepublishOnly, { cwd: ROOT, encoding: 'utf8', shell: true })
  t.is(status, 1)
  t.regex(stderr, /docs\/releasing\.md/)
})

test('the pages load nothing from elsewhere, and their licenses are with them', (t) => {
  const textOf = (path: string) => readFileSync(join(ROOT, 'dist/pages', path), 'utf8')
  const pages = readdirSync(join(ROOT, 'dist/pages'))
  for (const path of pages.filter((name) => name.endsWith('.html'))) {
    t.notRegex(textOf(path), /(src|href)="(https?:)?\/\/|<style|<script[^>]*>[^<]|\son\w+=|\sstyle=/, path)
  }
  for (const path of pages.filter((name) => name.endsWith('.css'))) t.notRegex(textOf(path), /@import|url\(/, path)
  t.notRegex(textOf('search.js'), /jsdelivr|unpkg|search-insights/)
  const licenses = textOf('LICENSES.txt')
  for (const owner of ['Algolia, Inc. and contributors', '2015-present Jason Miller', 'Copyright 2018 Google Inc.']) {
    t.true(licenses.includes(owner), owner)
  }
})
