// One worker process: opens the index, answers as many queries as it was told to, and stays until it was measured.
import { SuggestIndex } from 'mapahead'

const QUERIES = ['уст', 'ремонт', 'установка конд', 'двери замена', 'ремонт холодильников', 'ecnfyjdrf', 'сборка стрла']

// Nobody asks for services of another town. This is the largest: Moscow, by its number in GeoNames.
const options = { filter: { city: 524901 } }

const [path, count] = process.argv.slice(2)
const index = await SuggestIndex.open(path, { warm: true })

let found = 0
const started = process.hrtime.bigint()
for (let i = 0; i < Number(count); i++) found += index.suggest(QUERIES[i % QUERIES.length], options).suggestions.length
const microseconds = Number(process.hrtime.bigint() - started) / 1e3 / Number(count)

process.on('message', () => {}) // a listener keeps the process, until it is killed
process.send({ found, microseconds })
