/** Compiles the program whose instructions are counted, in any tree of sources, and counts them. */
import { execFile, execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { promisify } from 'node:util'
import { ROOT, source } from '../corpus-files.mjs'

const run = promisify(execFile)
const CORPUS = 'names-100k'
const QUERIES = 200

/**
 * A release without optimization at link time, which takes minutes and changes hardly what a query does. Given to cargo
 * from here, so that a commit that knows nothing of it is compiled alike.
 */
const PROFILE = ['inherits="release"', 'lto=false', 'codegen-units=1', 'opt-level=3', 'incremental=false', 'debug=0']

/** Returns the name and version of the compiler. */
export function toolchain() {
  return execFileSync('rustc', ['--version'], { encoding: 'utf8' }).trim()
}

/**
 * Counts the instructions of a query of each set, on average.
 *
 * @param tree - The sources.
 * @returns the counts by set, without the sets that these sources lack.
 */
export async function countInstructions(sets, tree = ROOT) {
  const bench = compile(tree)
  const folder = `${tree}/target/bench`
  mkdirSync(folder, { recursive: true })
  if (!existsSync(`${folder}/${CORPUS}.ndjson`)) copyFileSync(source(CORPUS), `${folder}/${CORPUS}.ndjson`)
  execFileSync(bench, ['prepare'], { cwd: tree, stdio: 'inherit' })
  const left = sets.filter((set) => existsSync(`${folder}/instructions-${set}.txt`))
  const counts = new Map(left.map((set) => [set, 0]))
  const work = async () => {
    for (let set = left.shift(); set !== undefined; set = left.shift()) counts.set(set, await count(bench, set, folder))
  }
  // Counts are the same whatever else runs.
  await Promise.all(Array.from({ length: availableParallelism() }, work))
  return Object.fromEntries(counts)
}

/** Compiles the program, and returns its path. */
function compile(tree) {
  const what = ['--package', 'mapahead-benches', '--bench', 'instructions', '--no-run']
  const profile = PROFILE.flatMap((line) => ['--config', `profile.counts.${line}`])
  const args = ['bench', ...what, '--profile', 'counts', ...profile, '--message-format', 'json-render-diagnostics']
  const env = { ...process.env, CARGO_TARGET_DIR: `${ROOT}target` }
  const stdio = ['ignore', 'pipe', 'inherit']
  const stdout = execFileSync('cargo', args, { cwd: tree, env, encoding: 'utf8', stdio, maxBuffer: 1 << 28 })
  const artifacts = stdout.split('\n').filter((line) => line.startsWith('{'))
  const built = artifacts.map((line) => JSON.parse(line))
  return built.find(({ executable, target }) => executable && target.name === 'instructions').executable
}

async function count(bench, set, folder) {
  const out = `${folder}/callgrind-${set}.out`
  const options = ['--tool=callgrind', '--toggle-collect=*counted_queries*', `--callgrind-out-file=${out}`]
  try {
    await run('valgrind', [...options, bench, 'run', set], { maxBuffer: 1 << 26 })
  } catch (error) {
    if (error.code !== 'ENOENT') throw error
    console.error('valgrind is missing; install it with the package manager of the system.')
    process.exit(1)
  }
  const [, total] = /^(?:totals|summary): (\d+)/m.exec(readFileSync(out, 'utf8')) ?? []
  if (!(Number(total) > 0)) throw new Error('nothing was counted: is counted_queries still a function of its own?')
  return Math.round(Number(total) / QUERIES)
}

/**
 * Unpacks the commit before the sources at hand: the last one if there are changes, else the one before.
 *
 * @returns its folder and its name.
 */
export function unpackParent() {
  const git = (...args) => execFileSync('git', args, { cwd: ROOT, maxBuffer: 1 << 30 })
  const isChanged = git('status', '--porcelain', '--untracked-files=no').length > 0
  const name = isChanged ? 'HEAD' : 'HEAD^'
  let commit
  try {
    commit = String(git('rev-parse', '--verify', '--quiet', `${name}^{commit}`)).trim()
  } catch {
    console.error(`The commit ${name} is not here, and the counts of this compiler are measured there: fetch it.`)
    process.exit(1)
  }
  const folder = `${ROOT}target/bench/parent`
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  execFileSync('tar', ['-x', '-C', folder], { input: git('archive', commit), maxBuffer: 1 << 30 })
  return { folder, commit }
}
