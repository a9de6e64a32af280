// One worker process: opens the index, answers queries, and stays until it was measured.
import { SuggestIndex } from 'mapahead'
import { cityRecords } from './cities.js'

const [path, count] = process.argv.slice(2)
const index = await SuggestIndex.open(path)

let asked = 0
const started = process.hrtime.bigint()
for (const { text } of cityRecords()) {
  if (asked === Number(count)) break
  index.suggest(text.slice(0, 1 + (asked % 6)))
  asked += 1
}
const microseconds = Number(process.hrtime.bigint() - started) / 1e3 / asked

await index.verify()
process.on('message', () => {}) // a listener keeps the process, until it is killed
process.send({ asked, microseconds })
