// Installs packed packages into an empty project and asks them with this Node.js:
// node .ci/packing/ask.mjs TARBALLS PLATFORM
// Needs nothing but Node.js and npm, so that it runs on every system that a package is for.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { installProject, runIn } from './project.mjs'

const [tarballs, platform] = process.argv.slice(2)
if (platform === undefined) throw new Error('usage: node .ci/packing/ask.mjs TARBALLS PLATFORM')
const project = installProject(tarballs, platform)
try {
  for (const args of [['esm.mjs'], ['common.cjs', '--one-instance'], ['worker.mjs']]) {
    process.stdout.write(runIn(project, process.execPath, args))
  }
  const main = join('node_modules', 'mapahead', 'dist', 'cli', 'main.js')
  const shown = runIn(project, process.execPath, [main, 'query', 'places.mapahead', 'berlin'])
  if (!/^Berlin/.test(shown)) throw new Error(`the command line shows ${shown}`)
  console.log(`mapahead-${platform} is right on Node.js ${process.versions.node}`)
} finally {
  rmSync(project, { recursive: true, force: true })
}
