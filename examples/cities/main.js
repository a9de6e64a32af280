// Builds an index of cities, lets worker processes answer from it, shows that they share its
// memory, and then answers what is typed.
import { fileURLToPath } from 'node:url'
import { buildIndex, SuggestIndex } from 'mapahead'
import { cityRecords } from './cities.js'
import { measureWorkers } from './memory.js'
import { askForPrefixes, showAnswer, warmUp } from './prompt.js'

const WORKERS = 4

const path = fileURLToPath(new URL('cities.mapahead', import.meta.url))

console.log('Building an index of the cities of the world (data: GeoNames, CC BY 4.0)')
const report = await buildIndex(cityRecords(), path)
const entries = report.entries.toLocaleString('en-US')
const size = (report.bytes / 1e6).toFixed(1)
console.log(`${entries} cities, ${size} MB, built in ${(report.durationMs / 1000).toFixed(1)} s\n`)

console.log(`${WORKERS} worker processes open it, answer 25,000 queries each, and read every byte.\n`)
console.log(await measureWorkers(path, report.bytes, WORKERS))

const index = await SuggestIndex.open(path)
warmUp(index)
if (process.stdin.isTTY) await askForPrefixes(index)
else for (const prefix of ['ber', 'new y', 'são p']) showAnswer(index, prefix)
index.close()
