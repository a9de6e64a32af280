// Each fuzz target must find the bugs that are planted for it: node .ci/fuzz/planted.mjs [NAME...]
// A patch of fuzz/planted makes one in a copy of the sources. Its first lines name the target and
// what the finding says.
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { build, fuzz, installTool, read, root, seeds } from './tool.mjs'

/** A target that has not found its bug by then would not find a real one either. */
const MOST_CASES = 400_000
const MOST_SECONDS = 600

// From patch to patch a few lines of the core change.
process.env.CARGO_PROFILE_RELEASE_INCREMENTAL = 'true'

const copy = join(root, 'target/planted')
const wanted = process.argv.slice(2)
const patches = readdirSync(join(root, 'fuzz/planted')).filter(
  (name) => wanted.length === 0 || wanted.includes(name.replace('.patch', '')),
)

installTool()
seeds()
copySources()
const rows = []
for (const name of patches.sort()) rows.push(await find(name))
rmSync(copy, { recursive: true, force: true })
console.table(rows)
if (rows.length === 0 || rows.some((row) => !row.found)) process.exit(1)

/** Copies what the targets are made of: the files that git knows or would add. */
function copySources() {
  rmSync(copy, { recursive: true, force: true })
  const listed = ['ls-files', '--cached', '--others', '--exclude-standard', 'Cargo.*', 'crates', 'benches', 'fuzz']
  for (const path of execFileSync('git', listed, { cwd: root, encoding: 'utf8' }).split('\n').filter(Boolean)) {
    cpSync(join(root, path), join(copy, path), { preserveTimestamps: true })
  }
}

async function find(name) {
  const patch = read(`fuzz/planted/${name}`)
  const target = /^Target: (\w+)$/m.exec(patch)[1]
  const message = /^Finds: (.+)$/m.exec(patch)[1]
  const apply = (...options) =>
    execFileSync('git', ['apply', ...options, join(root, 'fuzz/planted', name)], {
      cwd: copy,
      // So that git takes the copy for a folder of its own.
      env: { ...process.env, GIT_CEILING_DIRECTORIES: join(root, 'target') },
    })
  apply()
  build(copy, target)
  const folder = join(copy, 'found', name)
  mkdirSync(folder, { recursive: true })
  const ended = await fuzz(target, {
    corpus: join(folder, 'corpus'),
    artifacts: join(folder, 'artifacts'),
    args: ['-seed=1', `-runs=${MOST_CASES}`, `-max_total_time=${MOST_SECONDS}`],
  })
  apply('--reverse')
  const found = ended.code !== 0 && ended.said.includes(message)
  if (!found) console.error(ended.said.split('\n').slice(-60).join('\n'))
  return { bug: name.replace('.patch', ''), target, found, cases: ended.cases }
}
