/**
 * How many instructions does a query take, and more than before? Finds what times hide in noise:
 *
 *     node benches/instructions.mjs                          fails if a set takes over 3 % more than it may
 *     node benches/instructions.mjs --update                 writes what fell into benches/instructions/baseline.json
 *     node benches/instructions.mjs --update --because TEXT  also a line for each set that has grown, with the reason
 *
 * Needs `valgrind`. Counts what runs inside `counted_queries` of benches/instructions/main.rs, 200 queries of each
 * set over 100,000 names: prefixes by length, three words in any order, and prefixes with one slip (6 letters) and with
 * two (10). The counts are the same on each run, but depend on the compiler. Where the compiler is not the one of the
 * file, the parent commit is compiled and counted too, and is what the sources at hand are compared with.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { ROOT } from './corpus-files.mjs'
import { countInstructions, toolchain, unpackParent } from './instructions/count.mjs'
import { ALLOWED, grownSets, mostOf, ofParent, updated } from './instructions/guard.mjs'
import { table } from './timing.mjs'

/** Prefixes of so many letters, words in any order, prefixes with slips. */
const SETS = ['1', '2', '3', '4', '6', '8', 'words', 'typo', 'typos']
const FILE = 'benches/instructions/baseline.json'

const { values } = parseArgs({ options: { update: { type: 'boolean' }, because: { type: 'string' } } })
if (values.because !== undefined && !values.update) {
  console.error('--because is the reason of a line that --update writes; give both.')
  process.exit(2)
}

const readFile = (folder) => (existsSync(folder + FILE) ? JSON.parse(readFileSync(folder + FILE, 'utf8')) : {})
const compiler = toolchain()
const file = readFile(ROOT)
const isSame = file.toolchain === compiler
const counts = await countInstructions(SETS)
const baseline = values.update ? fresh() : await baselineOf()
table(
  ['queries', 'instructions a query', 'may take', 'ratio'],
  SETS.map((set) => {
    const most = mostOf(set, baseline)
    return [set, counts[set], most === undefined ? '' : Math.round(most), most && (counts[set] / most).toFixed(3)]
  }),
)
const grown = grownSets(counts, baseline)
if (values.update) {
  writeFileSync(ROOT + FILE, `${JSON.stringify(updated(baseline, counts, compiler, values.because), null, 2)}\n`)
}
if (grown.length > 0 && values.because === undefined) {
  console.error(
    `More than ${ALLOWED} times what they may take: ${grown.map(({ set }) => set).join(', ')}. If that is meant, say why ` +
      'with --update --because TEXT.',
  )
  process.exit(1)
}

/** What the file holds, or nothing of another compiler, whose counts tell nothing about these. */
function fresh() {
  return isSame ? file : { counts: {}, grown: [] }
}

/** What the sources at hand are compared with. */
async function baselineOf() {
  if (isSame) return file
  const { folder, commit } = unpackParent()
  console.error(`${FILE} has no counts of ${compiler}, so those of ${commit} are counted too`)
  return ofParent(await countInstructions(SETS, folder), readFile(`${folder}/`), file)
}
