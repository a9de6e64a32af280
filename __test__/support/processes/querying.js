// A process or a thread that asks an index without a pause while its file is replaced, and checks every answer.
import { readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { SuggestIndex } from 'mapahead'

const path = workerData ?? process.argv[2]
const parent = parentPort ?? process
const send = (message) => (parentPort ? parentPort.postMessage(message) : process.send(message))

const counts = { queries: 0, swaps: 0, failed: 0 }
const failures = []
const numbers = {} // of builds, by generation
const mine = 'abcdefghij'

const index = await SuggestIndex.open(path, { watch: true })
let isOver = false
parent.on('message', () => {
  isOver = true
})
index.on('swap', ({ generation }) => {
  counts.swaps += 1
  send({ event: 'swap', generation })
})
index.on('swap-failed', () => {
  counts.failed += 1
})

/** Holds everything in an answer against the number of the build that its generation stands for. */
function check({ generation, complete, suggestions }) {
  const found = suggestions.map(({ text, payload }) => `${/ build (\d+)$/.exec(text)?.[1]} ${payload}`)
  const number = numbers[generation] ?? suggestions[0]?.payload
  numbers[generation] = number
  const isRight = complete && found.length > 0 && found.every((pair) => pair === `${number} ${number}`)
  if (!isRight) failures.push(`${generation} is build ${number}: ${found}`)
}

function ask(round) {
  const query = mine[round % mine.length]
  const { generation } = index
  const answer = index.suggest(query)
  check(answer)
  check(JSON.parse(Buffer.from(index.suggestJson(query, { limit: 5 })).toString()))
  const entry = index.get(`id ${round % 2000}`)
  if (answer.generation !== generation) failures.push(`${generation} answered as ${answer.generation}`)
  if (entry?.payload !== numbers[generation]) failures.push(`${generation} has an entry of build ${entry?.payload}`)
  counts.queries += 3
}

const openFiles = () =>
  readdirSync('/proc/self/fd')
    .flatMap((name) => {
      try {
        return [readlinkSync(`/proc/self/fd/${name}`).replace(/:\[\d+\]$/, '')]
      } catch {
        return [] // the folder of descriptors itself
      }
    })
    .sort()

ask(0)
const firstFiles = openFiles()
send({ event: 'ready' })
for (let round = 0; !isOver; ) {
  for (const end = round + 100; round < end; round++) {
    try {
      ask(round)
    } catch (error) {
      failures.push(error.message)
    }
  }
  await setImmediate()
}

const name = realpathSync(path)
const maps = readFileSync('/proc/self/maps', 'utf8').split('\n')
const mappings = maps.filter((line) => line.includes(` ${name}`)).length
send({ event: 'end', failures: failures.slice(0, 10), ...counts, numbers, mappings, files: openFiles(), firstFiles })
index.close()
if (!parentPort) process.disconnect()
else parentPort.close()
