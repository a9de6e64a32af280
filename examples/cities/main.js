// Builds an index of cities, lets worker processes answer from it, shows that they share its
// memory, and then answers what is typed.
import { fileURLToPath } from 'node:url'
import { buildIndex, SuggestIndex } from 'mapahead'
import { cityRecords } from './cities.js'
import { measureWorkers, QUERIES } from './memory.js'
import { askForQueries, showAnswer, warmUp } from './prompt.js'

const WORKERS = 4

const path = fileURLToPath(new URL('cities.mapahead', import.meta.url))

console.log('Building an index of the cities of the world (data: GeoNames, CC BY 4.0)')
const report = await buildIndex(cityRecords(), path)
const entries = report.entries.toLocaleString('en-US')
const size = (report.bytes / 1e6).toFixed(1)
console.log(`${entries} cities, ${size} MB, built in ${(report.durationMs / 1000).toFixed(1)} s\n`)

console.log(
  `${WORKERS} worker processes open it, answer ${QUERIES.toLocaleString('en-US')} queries each, and read every byte.\n`,
)
console.log(await measureWorkers(path, report.bytes, WORKERS))

const index = await SuggestIndex.open(path)
warmUp(index)
// The beginning of a name, with an accent, a slip in an unfinished word, words in another order.
const queries = ['ber', 'são p', 'isntanb', 'york new']
if (process.stdin.isTTY) await askForQueries(index)
else {
  // Input that is no terminal may never end, so the demo does not wait for it.
  for (const query of queries) showAnswer(index, query)
  console.log('Start this in a terminal to type your own.')
}
index.close()
