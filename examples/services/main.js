// The whole story: builds the index of the services, shows what it answers, and lets 4 and 8 workers share it.
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { SuggestIndex } from 'mapahead'
import { megabytes, printTable, whole } from '../table.js'
import { explained } from './explained.js'
import { buildServices, buildTowns } from './services.js'
import { ask, STEPS } from './tour.js'
import { measureWorkers } from './workers.js'

const { values: flags } = parseArgs({
  options: {
    folder: { type: 'string', default: fileURLToPath(new URL('.', import.meta.url)) }, // of the files it makes
    towns: { type: 'string', default: '300' },
    workers: { type: 'string', default: '4,8' },
    queries: { type: 'string', default: '10000' },
  },
})

const path = join(flags.folder, 'services.mapahead')
const { entries, bytes, synonymForms } = await buildServices(path)
console.log(`${entries} services, ${synonymForms} further forms by synonyms: ${megabytes(bytes)}\n`)

const index = await SuggestIndex.open(path)
for (const { title, says, asks } of STEPS) {
  console.log(`${title}\n${says}\n`)
  const rows = asks.flatMap((asked) => {
    const { suggestions } = ask(index, asked)
    const [typed, options] = [asked.query, shown(asked.options)]
    if (suggestions.length === 0) return [[typed, options, '—', '', '']]
    return suggestions.map(({ text, score, match }, i) => [
      ...(i === 0 ? [typed, options] : ['', '']),
      text,
      scored(score),
      how(match),
    ])
  })
  printTable(['typed', 'options', 'found', 'score', 'how'], rows)
}
console.log(`Explained\nWhere a score comes from: every factor, by its name.\n`)
printTable(['what', 'is'], explained(index))
index.close()

const large = join(flags.folder, 'towns.mapahead')
const built = await buildTowns(large, Number(flags.towns))
console.log(`${whole(built.entries)} services in ${flags.towns} towns: ${megabytes(built.bytes)}, in one file.\n`)
const rows = []
for (const count of flags.workers.split(',').map(Number)) {
  const { answers, sums } = await measureWorkers(large, count, Number(flags.queries))
  const time = answers.reduce((sum, { microseconds }) => sum + microseconds, 0) / count
  const copies = `${(sums.Pss / built.bytes).toFixed(2)}`
  rows.push([
    count,
    `${time.toFixed(0)} µs`,
    megabytes(sums.Rss),
    megabytes(sums.Pss),
    copies,
    megabytes(sums.Private_Dirty),
  ])
}
printTable(['workers', 'a query', 'mapped in all', 'memory in all', 'copies', 'changed'], rows)
if (process.platform !== 'linux') console.log('Only Linux tells how much memory processes share.')

/** Options as one would write them, without quotes. */
function shown(options) {
  if (options === undefined) return ''
  return JSON.stringify(options).slice(1, -1).replaceAll('"', '').replaceAll(':', ': ').replaceAll(',', ', ')
}

/** A score, to three digits or so. */
function scored(score) {
  return score >= 1000 ? whole(score) : score.toPrecision(3)
}

/** How a suggestion matched, in a few words. */
function how({ kind, via, cost }) {
  return [kind, ...via, ...(cost > 0 ? [`typo ${cost}`] : [])].join(', ')
}
