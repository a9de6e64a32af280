import { type SpawnSyncOptions, spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import test, { type ExecutionContext } from 'ava'
import { temporaryFolder } from '../support/fixtures.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const PLATFORM = 'linux-x64-gnu'
const ADDON = `mapahead.${PLATFORM}.node`

const NOTICES = 'crates/core/data/'

const PAGES = [
  'LICENSES.txt',
  'icon.svg',
  'index.html',
  'search.css',
  'search.js',
  'status.css',
  'status.html',
  'status.js',
].map((name) => `dist/pages/${name}`)

const QUIET = ['--loglevel=error', '--update-notifier=false']

const onLinuxX64 = process.platform === 'linux' && process.arch === 'x64' ? test : test.skip

onLinuxX64('the packed packages work in an empty project without Rust', async (t) => {
  t.timeout(300_000)
  const folder = temporaryFolder(t)
  const tarballs = await pack(t, folder)
  const project = install(folder, tarballs)
  const run = (command: string, ...args: string[]) => quietly(command, args, { cwd: project, env: environment(folder) })

  const use = `
    const index = SuggestIndex.openSync('places.mapahead')
    console.log(index.suggest('ber').suggestions.map(({ text }) => text).join())`
  writeFileSync(
    join(project, 'esm.mjs'),
    `import { buildIndex, SuggestIndex } from 'mapahead'
    await buildIndex([{ text: 'Bern' }, { text: 'Berlin', weight: 2 }], 'places.mapahead')${use}`,
  )
  writeFileSync(join(project, 'common.cjs'), `const { SuggestIndex } = require('mapahead')${use}`)
  t.is(run('node', 'esm.mjs'), 'Berlin,Bern\n')
  t.is(run('node', 'common.cjs'), 'Berlin,Bern\n')

  t.regex(run('node_modules/.bin/mapahead', 'query', 'places.mapahead', 'bern'), /^Bern/)

  writeFileSync(
    join(project, 'typed.ts'),
    `import { buildIndex, SuggestIndex, type Suggestion } from 'mapahead'
    const index: SuggestIndex = await SuggestIndex.open('places.mapahead')
    const suggestions: Suggestion[] = index.suggest('ber', { limit: 3 }).suggestions
    await buildIndex([{ text: suggestions[0]!.text }], 'copy.mapahead')
    // @ts-expect-error: there is no such option
    index.suggest('ber', { limt: 3 })`,
  )
  writeFileSync(
    join(project, 'typed.cts'),
    `import mapahead = require('mapahead')\nmapahead.SuggestIndex.openSync('x').close()`,
  )
  typeCheck(t, project)
})

/** Runs a command without its showing anything, and returns its output; all of it is in the error if it fails. */
function quietly(command: string, args: readonly string[], options: SpawnSyncOptions = {}): string {
  const result = spawnSync(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' })
  if (result.error) throw result.error
  if (result.status !== 0) throw new Error(`${command} ${args.join(' ')} failed:\n${result.stdout}${result.stderr}`)
  return result.stdout
}

/** Packs the main package as at release, and the one that holds the addon of this platform. */
async function pack(t: ExecutionContext, folder: string): Promise<string[]> {
  const release: { stage(folder: string, addons?: string, platforms?: string[]): string[] } = await import(
    new URL('../../.ci/release.mjs', import.meta.url).href
  )
  const staged = release.stage(join(folder, 'staged'), undefined, [PLATFORM])
  const packed = staged.map((source) => {
    const args = ['pack', '--json', ...QUIET, '--pack-destination', folder]
    const [{ filename, files }] = JSON.parse(quietly('npm', args, { cwd: source }))
    return { tarball: join(folder, filename), files: files.map(({ path }: { path: string }) => path) as string[] }
  })
  const [addon, main] = packed
  t.deepEqual(addon?.files.toSorted(), ['README.md', ADDON, 'package.json'])
  t.true(main?.files.includes('dist/index.js') && main.files.includes('src/native/binding.cjs'))
  t.deepEqual(
    PAGES.filter((path) => !main?.files.includes(path)),
    [],
  )
  const notices = main?.files.filter((path) => path.startsWith(NOTICES)).map((path) => path.slice(NOTICES.length))
  t.deepEqual(notices?.toSorted(), ['NOTICE.md', 'any_ascii.copyright', 'frostem.copyright', 'xkb-data.copyright'])
  t.deepEqual(
    main?.files.filter(
      (path) =>
        !path.startsWith(NOTICES) &&
        !PAGES.includes(path) &&
        (!/^(dist\/.*\.js|src\/native\/binding\.(cjs|d\.cts)|[^/]*)$/.test(path) || /\.node$/.test(path)),
    ),
    [],
  )
  return packed.map(({ tarball }) => tarball)
}

test('the pages load nothing from elsewhere, and their licenses are with them', (t) => {
  const textOf = (path: string) => readFileSync(join(ROOT, path), 'utf8')
  for (const path of PAGES.filter((name) => name.endsWith('.html'))) {
    t.notRegex(textOf(path), /(src|href)="(https?:)?\/\/|<style|<script[^>]*>[^<]|\son\w+=|\sstyle=/, path)
  }
  for (const path of PAGES.filter((name) => name.endsWith('.css'))) t.notRegex(textOf(path), /@import|url\(/, path)
  t.notRegex(textOf('dist/pages/search.js'), /jsdelivr|unpkg|search-insights/)
  const licenses = textOf('dist/pages/LICENSES.txt')
  for (const owner of ['Algolia, Inc. and contributors', '2015-present Jason Miller', 'Copyright 2018 Google Inc.']) {
    t.true(licenses.includes(owner), owner)
  }
})

test('the repository itself cannot be published', (t) => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))
  const { status, stderr } = spawnSync(scripts.prepublishOnly, { cwd: ROOT, encoding: 'utf8', shell: true })
  t.is(status, 1)
  t.regex(stderr, /docs\/releasing\.md/)
})

test('a release without the addon of every target is refused', async (t) => {
  const folder = temporaryFolder(t)
  const { stage } = await import(new URL('../../.ci/release.mjs', import.meta.url).href)
  t.throws(() => stage(join(folder, 'staged'), folder), { message: /lacks mapahead\..*\.node$/ })
})

/** Installs the tarballs into an empty project. What the package depends on comes from ours, without a network. */
function install(folder: string, tarballs: string[]): string {
  const project = join(folder, 'project')
  mkdirSync(project)
  const dependencies = Object.keys(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).dependencies)
  const overrides = Object.fromEntries(closure(dependencies).map((name) => [name, `file:${packageFolder(name)}`]))
  writeFileSync(join(project, 'package.json'), JSON.stringify({ private: true, overrides }))
  // A folder of a package runs the scripts of its developers, which a package from a registry does not have.
  const args = ['install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', ...QUIET, ...tarballs]
  quietly('npm', args, { cwd: project, env: environment(folder) })
  return project
}

/** The packages `names` and all that they depend on. */
function closure(names: readonly string[]): string[] {
  const found = new Set<string>()
  const visit = (name: string) => {
    if (found.has(name)) return
    found.add(name)
    const { dependencies = {} } = JSON.parse(readFileSync(join(packageFolder(name), 'package.json'), 'utf8'))
    for (const dependency of Object.keys(dependencies)) visit(dependency)
  }
  for (const name of names) visit(name)
  return [...found]
}

function packageFolder(name: string): string {
  return join(ROOT, 'node_modules', name)
}

/** An environment whose PATH holds node, npm and a shell alone: no Rust, no C compiler. */
function environment(folder: string): NodeJS.ProcessEnv {
  const bin = join(folder, 'bin')
  mkdirSync(bin, { recursive: true })
  const programs = { node: process.execPath, sh: '/bin/sh', env: '/usr/bin/env', npm: which('npm') }
  const existing = new Set(readdirSync(bin))
  for (const [name, target] of Object.entries(programs)) {
    if (!existing.has(name)) symlinkSync(target, join(bin, name))
  }
  return { PATH: bin, HOME: folder }
}

function which(name: string): string {
  return quietly('/bin/sh', ['-c', `command -v ${name}`]).trim()
}

function typeCheck(t: ExecutionContext, project: string): void {
  const tsconfig = {
    compilerOptions: {
      module: 'nodenext',
      target: 'es2023',
      lib: ['es2023', 'esnext.disposable'],
      strict: true,
      noEmit: true,
      types: ['node'],
      typeRoots: [join(ROOT, 'node_modules/@types')],
    },
    files: ['typed.ts', 'typed.cts'],
  }
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify(tsconfig))
  writeFileSync(join(project, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc')
  t.notThrows(() => quietly(process.execPath, [tsc], { cwd: project }))
}
