// What importing the package loads: it is paid by every process, also of those who only search.
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import test from 'ava'

const DIST = new URL('../../dist/', import.meta.url).href
const HOOKS = new URL('../support/processes/loaded.js', import.meta.url).href

test('importing the package loads one file, and three modules of Node.js by name', (t) => {
  const urls = resolvedBy("import 'mapahead'")
  t.deepEqual(urls, [`${DIST}index.js`, 'node:module', 'node:path', 'node:url'])
})

test('a handler loads the routes, and nothing of the command line, of teams or of figures', (t) => {
  const urls = resolvedBy(`
    import { createHandler } from 'mapahead'
    createHandler({ suggestJson() {} })
  `)
  const rooms = urls.filter((url) => url.startsWith(DIST)).map((url) => url.slice(DIST.length).replace(/[^/]*$/, ''))
  t.deepEqual([...new Set(rooms)], ['', 'serve/http/', 'serve/routes/'])
  t.true(urls.includes('node:zlib'))
})

test('importing the package starts nothing of Node.js that only a server needs, and no package', (t) => {
  const script = `
    import { createRequire } from 'node:module'
    import 'mapahead'
    console.log(JSON.stringify({ builtins: process.moduleLoadList, files: Object.keys(createRequire(import.meta.url).cache) }))
  `
  const { builtins, files }: Record<string, string[]> = JSON.parse(run(['--input-type=module', '--eval', script]))
  const started = ['http', 'zlib', 'cluster', 'crypto', 'child_process', 'worker_threads'].filter((name) =>
    builtins?.includes(`NativeModule ${name}`),
  )
  t.deepEqual(started, [])
  t.deepEqual(
    files?.map((path) => path.replace(/^.*[/\\]/, '').replace(/^mapahead\..*\.node$/, 'the addon')),
    ['the addon'],
  )
})

/** The URLs of the modules that a script resolves, its own left out, in alphabetical order. */
function resolvedBy(script: string): string[] {
  const output = run(['--import', HOOKS, '--input-type=module', '--eval', script])
  const urls = output.split('\n').filter((url) => url !== '' && !url.includes('[eval'))
  return [...new Set(urls)].sort()
}

function run(args: readonly string[]): string {
  // In the folder of the package, which may import itself by its name.
  return execFileSync(process.execPath, args, {
    encoding: 'utf8',
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
  })
}
