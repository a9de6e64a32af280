// Builds an index of cities, lets worker processes answer from it, shows that they share its
// memory, and then answers what is typed.
import { fileURLToPath } from 'node:url'
import { buildIndex, SuggestIndex } from 'mapahead'
import { demoRecords, SETTINGS } from './cities.js'
import { measureWorkers, QUERIES } from './memory.js'
import { askForQueries, QUERIES_TO_TRY, showAnswer, warmUp } from './prompt.js'

const WORKERS = 4

const path = fileURLToPath(new URL('cities.mapahead', import.meta.url))

console.log('Building an index of the cities of the world (data: GeoNames, CC BY 4.0)')
const report = await buildIndex(demoRecords(), path, SETTINGS)
const entries = report.entries.toLocaleString('en-US')
const size = (report.bytes / 1e6).toFixed(1)
console.log(`${entries} cities, ${size} MB, built in ${(report.durationMs / 1000).toFixed(1)} s\n`)

console.log(
  `${WORKERS} worker processes open it, answer ${QUERIES.toLocaleString('en-US')} queries each, and read every byte.\n`,
)
console.log(await measureWorkers(path, report.bytes, WORKERS))

const index = await SuggestIndex.open(path)
warmUp(index)
if (process.stdin.isTTY) await askForQueries(index)
else {
  // Input that is no terminal may never end, so the demo does not wait for it.
  for (const { query, says } of QUERIES_TO_TRY) {
    console.log(says)
    showAnswer(index, query)
  }
  console.log('Start this in a terminal to type your own.')
}
index.close()
console.log('The same cities on a page: npx mapahead serve examples/cities/cities.mapahead --show region,country')
