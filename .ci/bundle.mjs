// Puts what dist/index.js imports into it: node .ci/bundle.mjs
// Node.js takes 100 KiB and more for each file that it imports, in every process; see benches/import.mjs.
import { readdirSync, rmSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const dist = join(dirname(dirname(fileURLToPath(import.meta.url))), 'dist')

/** What the bundle alone imports, which is left nowhere else. */
const BUNDLED =
  /^values\.js$|^(build|learn|suggest|native)\/|^watch\/events\.js$|^serve\/handlers\/(check|fetch|node)\.js$/

/** What the server imports besides, and keeps files of its own for. */
const SHARED = [
  'node.js',
  'error-text.js',
  'errors.js',
  'arguments.js',
  'query-options.js',
  'watch/file-state.js',
  'watch/file-watch.js',
  'watch/folder-watch.js',
  'serve/handlers/options.js',
]

/** Whether a file of dist, named from there, ends in the bundle. */
export function isBundled(path) {
  return BUNDLED.test(path)
}

async function bundle() {
  // Not above, since what prepares a fresh clone imports this file before there are packages.
  const { rollup } = await import('rollup')
  const bundled = await rollup({
    input: join(dist, 'index.js'),
    // A handler loads these when it is made.
    external: [/^node:/, /\/serve\/(http|routes)\//],
    onLog(_, log) {
      throw new Error(log.message)
    },
  })
  const inputs = bundled.watchFiles.map((path) => relative(dist, path).replaceAll('\\', '/'))
  const unknown = inputs.filter((path) => !(path === 'index.js' || isBundled(path) || SHARED.includes(path)))
  if (unknown.length > 0) throw new Error(`.ci/bundle.mjs does not know what dist/index.js imports: ${unknown}`)
  await bundled.write({ file: join(dist, 'index.js'), format: 'es' })
}

function removeBundled() {
  for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
    const path = relative(dist, join(entry.parentPath, entry.name)).replaceAll('\\', '/')
    if (isBundled(entry.isDirectory() ? `${path}/` : path)) rmSync(join(dist, path), { recursive: true, force: true })
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await bundle()
  removeBundled()
}
