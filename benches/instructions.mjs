/**
 * How many instructions a query takes, against the figures of before, to find regressions that times hide in noise:
 *
 *     node benches/instructions.mjs             prints the ratio to benches/instructions/baseline.json
 *     node benches/instructions.mjs --update    writes the baseline
 *
 * Needs `valgrind`. Counts what runs inside `counted_queries` of benches/instructions/main.rs, 200 queries of each
 * set over 100,000 names: prefixes by length, three words in any order, and prefixes with one slip (6 letters) and with two (10). The counts are the same on each run, but depend on the compiler and on the standard library:
 * compare only what one toolchain built. Ends with exit code 1 if a set takes over 3 % more than the baseline.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { ROOT, source } from './corpus-files.mjs'
import { table } from './timing.mjs'

/** Prefixes of so many letters, words in any order, prefixes with slips. */
const SETS = ['1', '2', '3', '4', '6', '8', 'words', 'typo', 'typos']
const QUERIES = 200
const ALLOWED = 1.03
const BASELINE = `${ROOT}benches/instructions/baseline.json`

function buildBench() {
  const args = [
    'bench',
    '--package',
    'mapahead-benches',
    '--bench',
    'instructions',
    '--no-run',
    '--message-format',
    'json-render-diagnostics',
  ]
  const stdout = execFileSync('cargo', args, {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 1 << 28,
  })
  const artifacts = stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
  return artifacts.find(({ executable, target }) => executable && target.name === 'instructions').executable
}

/** Returns the instructions of one query of `set`, on average. */
function count(bench, set) {
  const out = `${ROOT}target/bench/callgrind-${set}.out`
  const options = ['--tool=callgrind', '--toggle-collect=*counted_queries*', `--callgrind-out-file=${out}`]
  try {
    execFileSync('valgrind', [...options, bench, 'run', set], {
      cwd: ROOT,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
  } catch (error) {
    if (error.code === 'ENOENT')
      console.error('valgrind is missing; install it with the package manager of the system.')
    else console.error(String(error.stderr ?? error))
    process.exit(1)
  }
  const [, total] = /^(?:totals|summary): (\d+)/m.exec(readFileSync(out, 'utf8'))
  if (Number(total) === 0) throw new Error('nothing was counted: is counted_queries still a function of its own?')
  return Math.round(Number(total) / QUERIES)
}

source('names-100k')
const bench = buildBench()
execFileSync(bench, ['prepare'], { cwd: ROOT, stdio: 'inherit' })
const counts = Object.fromEntries(SETS.map((set) => [set, count(bench, set)]))
if (process.argv.includes('--update')) writeFileSync(BASELINE, `${JSON.stringify(counts, null, 2)}\n`)
const before = existsSync(BASELINE) ? JSON.parse(readFileSync(BASELINE, 'utf8')) : {}
const change = (set) => counts[set] / before[set]
table(
  ['queries', 'instructions a query', 'baseline', 'ratio'],
  SETS.map((set) => [set, counts[set], before[set] ?? '', before[set] ? change(set).toFixed(3) : '']),
)
if (SETS.some((set) => change(set) > ALLOWED)) {
  console.error(`More than ${ALLOWED} times the baseline.`)
  process.exit(1)
}
