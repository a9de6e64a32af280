// Builds small projects for production with mapahead from its tarballs, and asks them:
// node .ci/bundlers/check.mjs TARBALLS PROJECT ...
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { installPackages, runIn } from '../packing/project.mjs'

const here = dirname(fileURLToPath(import.meta.url))

const PLATFORM = 'linux-x64-gnu'

/** Says to Next.js that it must not tell anybody of this build. */
const QUIET = { NEXT_TELEMETRY_DISABLED: '1', CI: 'true' }

const [tarballs, ...names] = process.argv.slice(2)
if (names.length === 0) throw new Error('usage: node .ci/bundlers/check.mjs TARBALLS PROJECT ...')
for (const name of names) checkProject(name)

/** Copies a project out of the repository, installs, builds and asks it. */
function checkProject(name) {
  const project = mkdtempSync(join(tmpdir(), `mapahead-${name}-`))
  try {
    cpSync(join(here, name), project, { recursive: true })
    // By `npm install`, which installs the tools as their lock file says, and mapahead besides.
    installPackages(project, tarballs, PLATFORM)
    runIn(project, 'npm', ['run', 'build'], QUIET)
    runIn(project, 'npm', ['run', 'ask'], QUIET)
    console.log(`${name} is right`)
  } finally {
    rmSync(project, { recursive: true, force: true })
  }
}
