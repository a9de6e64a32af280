/**
 * How fast `/suggest?q=b` is answered while 200 clients ask for much and read nothing:
 *
 *     node benches/readers.mjs [--readers 200] [--requests 2000]
 *
 * `mapahead serve` answers from a million names with one worker. Each reader sends the batch of 7.6 kB that asks for 33 MB,
 * reads the status line of its answer, and nothing more. One client then asks for `/suggest?q=b`, on one connection, first
 * without the readers and then with them; `--cache 0` makes every request a search. The peak of the worker's memory is
 * of the whole run. Only on Linux.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { Agent, get } from 'node:http'
import { connect } from 'node:net'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { buildCorpusIndex, ROOT } from './corpus-files.mjs'
import { percentile, table } from './timing.mjs'

const { values } = parseArgs({
  options: {
    readers: { type: 'string', default: '200' },
    requests: { type: 'string', default: '2000' },
    corpus: { type: 'string', default: 'names-1m' },
  },
})
const queries = Array.from({ length: 100 }, () => ({ query: '', limit: 1000, explain: true, total: true }))
const BATCH = JSON.stringify({ queries })

/** Sends the batch, and resolves with the status when it is there. */
async function hang(port) {
  const socket = connect(port, '127.0.0.1')
  const head = `Host: x\r\nContent-Type: application/json\r\nContent-Length: ${BATCH.length}`
  socket.write(`POST /suggest HTTP/1.1\r\n${head}\r\n\r\n${BATCH}`)
  await once(socket, 'readable')
  return { socket, status: Number(String(socket.read(12)).slice(-3)) }
}

/** Asks `count` times, one after the other, and returns the times in milliseconds. */
async function ask(origin, count) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const times = []
  for (let i = 0; i < count; i++) {
    const started = performance.now()
    await new Promise((resolve, reject) => {
      const request = get(`${origin}/suggest?q=b`, { agent }, (response) => {
        if (response.statusCode !== 200) reject(new Error(`the status was ${response.statusCode}`))
        response.resume().once('end', resolve)
      })
      request.once('error', reject)
    })
    times.push(performance.now() - started)
  }
  agent.destroy()
  return times
}

function peakOf(pid) {
  const [, kib] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return `${Math.round((kib * 1024) / 1e6)} MB`
}

const { path } = await buildCorpusIndex(values.corpus)
const args = ['serve', path, '--workers', '1', '--port', '0', '--cache', '0', '--json', '--request-timeout', '600']
const server = spawn(process.execPath, [`${ROOT}dist/cli/main.js`, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
try {
  const [line] = await once(createInterface({ input: server.stdout }), 'line')
  const { url } = JSON.parse(line)
  const { workers } = await (await fetch(`${url}/status.json`)).json()
  const [{ pid }] = workers
  const count = Number(values.requests)
  await ask(url, count) // warms up
  const row = (name, times) => {
    const of = (percent) => `${percentile(Float64Array.from(times).sort(), percent).toFixed(2)} ms`
    return [name, of(50), of(99), of(100), peakOf(pid)]
  }
  const alone = row('none', await ask(url, count))
  const port = Number(new URL(url).port)
  const readers = await Promise.all(Array.from({ length: Number(values.readers) }, () => hang(port)))
  const begun = readers.filter(({ status }) => status === 200).length
  const refused = readers.filter(({ status }) => status === 503).length
  const among = row(`${readers.length}: ${begun} answers begun, ${refused} refused by 503`, await ask(url, count))
  for (const { socket } of readers) socket.destroy()
  table(['readers', 'p50', 'p99', 'slowest', 'peak of the worker'], [alone, among])
} finally {
  server.kill('SIGKILL')
}
