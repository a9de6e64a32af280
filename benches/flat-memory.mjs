/**
 * Whether the memory of the workers of `mapahead serve` stays as it is while they answer:
 *
 *     node benches/flat-memory.mjs [--requests 1000000] [--workers 4] [--corpus names-100k] [-- FLAGS OF SERVE]
 *
 * Asks for prefixes of 1 to 6 letters over 32 connections that stay open. Two thirds are `GET`, few enough that all their
 * answers are kept from before. A third is `POST`, of which no answer is kept. After each twentieth of the requests the
 * workers collect their garbage. Then it reads the private memory of each, the pages that no other process has. Without
 * that it would see how long V8 lets garbage lie. Ends with code 1 if the sums after 25,000 requests a worker, by
 * when what runs often is compiled, leave a band of ±2 %. Linux alone tells it. With one worker the pages of the index
 * are private, too.
 */
import { fork, spawn } from 'node:child_process'
import { on, once } from 'node:events'
import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { createInterface } from 'node:readline'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { processMemory } from '../dist/serve/figures/process-memory.js'
import { buildCorpusIndex, prefixes, ROOT, read } from './corpus-files.mjs'
import { table } from './timing.mjs'

const CONNECTIONS = 32
const LETTERS = [1, 2, 3, 4, 5, 6]
const PREFIXES = 200
const STEPS = 20
/** From which request of a worker on memory is compared: the 100,000th of four. */
const FIRST_OF_WORKER = 25_000
const MOST = 0.02
const LOOKS = 5
const LOOK_MS = 200

/** Loaded into the workers: they collect what they can when they are told to, and say so. */
const COLLECT = `data:text/javascript,${encodeURIComponent(`
  process.on('SIGUSR2', () => {
    globalThis.gc()
    globalThis.gc() // what the first one let go
    process.stdout.write('{"event":"collected"}\\n')
  })`)}`

/** In a process of its own: asks for `prefixes` in turn, as many as each message says, over connections that stay. */
function load({ url, typed }) {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
  let next = 0
  const connection = async (state) => {
    while (state.left > 0) {
      state.left -= 1
      const query = typed[next % typed.length]
      await (next++ % 3 === 0 ? ask(agent, `${url}/suggest`, query) : ask(agent, `${url}/suggest?q=${query}`))
    }
  }
  process.on('message', async (left) => {
    const state = { left }
    await Promise.all(Array.from({ length: CONNECTIONS }, () => connection(state)))
    process.send('answered')
  })
}

/** Asks by `GET`, or by `POST` for `query`, and takes the whole answer. */
function ask(agent, url, query) {
  return new Promise((resolve, reject) => {
    const headers = { 'Content-Type': 'application/json' }
    const options = query === undefined ? { agent } : { agent, method: 'POST', headers }
    const asked = request(url, options, (response) => {
      if (response.statusCode !== 200) reject(new Error(`${url} has the status ${response.statusCode}`))
      response.resume().on('end', resolve).on('error', reject)
    })
    asked.on('error', reject).end(query && JSON.stringify({ query: decodeURIComponent(query) }))
  })
}

/** Starts the server, and returns it with its lines and where it listens. */
async function serve(path, flags) {
  const ofNode = ['--expose-gc', '--compact-on-every-full-gc', `--import=${COLLECT}`]
  const args = [...ofNode, `${ROOT}dist/cli/main.js`, 'serve', path, '--port', '0', '--json', ...flags]
  const server = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
  process.once('exit', () => server.kill()) // where this ends by an error
  const lines = createInterface({ input: server.stdout })
  const [line] = await once(lines, 'line')
  return { server, lines, url: JSON.parse(line).url }
}

/** Lets the workers collect their garbage, and returns the private memory of each. */
async function memoryOf(pids, lines, path) {
  for (const pid of pids) {
    process.kill(pid, 'SIGUSR2')
    await once(lines, 'line')
  }
  const looks = []
  // V8 gives pages back on other threads, some time after it has collected: the least counts.
  for (let look = 0; look < LOOKS; look++) {
    await setTimeout(LOOK_MS)
    looks.push(await Promise.all(pids.map((pid) => processMemory(pid, path))))
  }
  return pids.map((_, i) => Math.min(...looks.map((memory) => memory[i].processPrivate)))
}

async function main() {
  const { values, positionals } = parseArgs({
    options: {
      requests: { type: 'string', default: '1000000' },
      workers: { type: 'string', default: '4' },
      corpus: { type: 'string', default: 'names-100k' },
    },
    allowPositionals: true,
  })
  const { path } = await buildCorpusIndex(values.corpus)
  const names = read(values.corpus)
  const drawn = LETTERS.flatMap((letters) => prefixes(names, letters, PREFIXES))
  // In an order that mixes lengths, the same each time.
  const typed = drawn.map((_, i) => encodeURIComponent(drawn[(i * 2477) % drawn.length]))
  const { server, lines, url } = await serve(path, ['--workers', values.workers, ...positionals])
  const { workers } = await (await fetch(`${url}/status.json`)).json()
  const pids = workers.map(({ pid }) => pid)
  const loader = fork(fileURLToPath(import.meta.url), ['--load', JSON.stringify({ url, typed })])

  const step = Number(values.requests) / STEPS
  const from = FIRST_OF_WORKER * pids.length
  const first = Math.ceil(from / step) - 1
  if (first >= STEPS - 1) throw new Error(`${values.requests} requests are too few: more than ${from} are compared`)
  const [rows, sums] = [[], []]
  const usedBefore = processorTime(pids)
  let before = performance.now()
  loader.send(step)
  for await (const _ of on(loader, 'message', { close: ['exit'] })) {
    const seconds = (performance.now() - before) / 1000
    const each = await memoryOf(pids, lines, path)
    sums.push(each.reduce((sum, bytes) => sum + bytes, 0))
    rows.push([
      (sums.length * step).toLocaleString('en'),
      Math.round(step / seconds).toLocaleString('en'),
      megabytes(sums.at(-1)),
      each.map(megabytes).join(', '),
    ])
    // The whole takes minutes.
    console.error(rows.at(-1).join('  '))
    if (rows.length === STEPS) break
    before = performance.now()
    loader.send(step)
  }
  if (rows.length < STEPS) throw new Error('the load ended before all was answered')
  const used = (processorTime(pids) - usedBefore) / Number(values.requests)
  loader.kill()
  server.kill()
  const compared = sums.slice(first)
  const middle = (Math.min(...compared) + Math.max(...compared)) / 2
  const away = sums.map((sum, i) => (i < first ? '' : percent(sum / middle - 1)))
  table(
    ['requests', 'a second', 'private, MB', 'of each worker', `from the middle since ${from.toLocaleString('en')}`],
    rows.map((row, i) => [...row, away[i]]),
  )
  const worst = Math.max(...compared) / middle - 1
  console.log(`\n${(used * 1e6).toFixed(0)} µs of processor time a request`)
  console.log(`at most ${percent(worst)} from the middle (allowed ${percent(MOST)})`)
  process.exitCode = worst > MOST ? 1 : 0
}

/** The processor time that processes have used, in seconds. */
function processorTime(pids) {
  const times = pids.map((pid) => {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')
    // In ticks, of which Linux has 100 a second on every usual machine.
    return (Number(fields[11]) + Number(fields[12])) / 100
  })
  return times.reduce((sum, time) => sum + time, 0)
}

const percent = (share) => `${(share * 100).toFixed(1)} %`
const megabytes = (bytes) => (bytes / 1e6).toFixed(1)

if (process.argv[2] === '--load') load(JSON.parse(process.argv[3]))
else await main()
