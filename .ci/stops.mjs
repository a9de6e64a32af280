// Stops a server under load: node .ci/stops.mjs [TIMES]. Not one request may be lost.
//
// Each time 24 clients ask one request after the other on connections that they keep, one client
// reads an answer of 14 MB at 5 MB/s, and a balancer asks /readyz. After SIGTERM a client heeds no
// balancer: it goes on, at once on a new connection if its answer said "Connection: close", until
// it is refused one. A request is lost if it had a connection and its answer did not come whole.
// One that was refused a connection was not sent: its client knows that it may ask another server.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, get } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { buildIndex } from 'mapahead'
import { random } from '../benches/random.mjs'
import { root } from './prepare.mjs'

const CLIENTS = 24
const BYTES_PER_SECOND = 5e6
/** How often the reader that is slow takes some bytes, in milliseconds. */
const SIP_MS = 20
const PROBE_MS = 50
/** How long a stop may take: `--drain`, and a second for the processes to end. */
const MOST_MS = 11_000

const times = Number(process.argv[2] ?? 100)
const folder = mkdtempSync(join(tmpdir(), 'mapahead-stops-'))
const path = join(folder, 'index.mapahead')
try {
  const payload = 'x'.repeat(14_000)
  await buildIndex(
    Array.from({ length: 1000 }, (_, number) => ({ text: `entry ${number}`, id: `${number}`, payload })),
    path,
  )
  await stopServers()
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function stopServers() {
  const draw = random(1)
  let answered = 0
  for (let time = 1; time <= times; time += 1) {
    const result = await stopUnderLoad(draw)
    answered += result.answered
    if (result.lost.length > 0 || result.code !== 0) {
      const why = result.lost.slice(0, 3).join('; ')
      throw new Error(`stop ${time} lost ${result.lost.length} requests and ended with code ${result.code}: ${why}`)
    }
    if (result.ms > MOST_MS) throw new Error(`stop ${time} took ${Math.round(result.ms)} ms`)
  }
  console.log(`${times} stops under load: ${answered} requests were answered, and none was lost.`)
}

/** Starts a server, loads it, stops it at some moment, and returns what came of it. */
async function stopUnderLoad(draw) {
  const args = ['serve', path, '--workers', '2', '--port', '0', '--json']
  const server = spawn(process.execPath, [join(root, 'dist/cli/main.js'), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(server, 'exit')
  const [line] = await once(createInterface({ input: server.stdout }), 'line')
  const load = { origin: JSON.parse(line).url, answered: 0, lost: [] }
  try {
    const slow = readSlowly(load)
    const clients = Array.from({ length: CLIENTS }, () => askOn(load))
    await slow.begun
    await sleep(draw() * 200)
    const started = performance.now()
    server.kill('SIGTERM')
    await Promise.all([...clients, probe(load), slow.ended])
    const [code] = await ended
    return { ...load, code, ms: performance.now() - started }
  } finally {
    server.kill('SIGKILL')
  }
}

/** Asks on a connection that is kept, and on another when it was the last request of that, until none is had. */
async function askOn(load) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  for (let number = 0; ; number += 1) {
    try {
      const { status, body } = await ask(`${load.origin}/suggest?q=entry+${number % 1000}&limit=1`, agent)
      if (status !== 200 || !body.endsWith('"}')) throw new Error(`status ${status}, ${body.length} bytes`)
      load.answered += 1
    } catch (error) {
      if (error.code === 'ECONNREFUSED') break
      load.lost.push(`request ${number}: ${error.message}`)
    }
  }
  agent.destroy()
}

/** Asks whether the server is ready, as a balancer does, until it is told that it is not, or is refused. */
async function probe(load) {
  for (;;) {
    const status = await ask(`${load.origin}/readyz`).then(
      ({ status }) => status,
      ({ code }) => code,
    )
    if (status === 503 || status === 'ECONNREFUSED') return
    if (status !== 200) {
      load.lost.push(`the balancer was not told: ${status}`)
      return
    }
    await sleep(PROBE_MS)
  }
}

/** Reads the answer of 14 MB slowly. `begun` resolves with its first bytes, `ended` after the last. */
function readSlowly(load) {
  const { port } = new URL(load.origin)
  const socket = connect(Number(port), '127.0.0.1')
  socket.write('GET /suggest?q=entry&limit=1000 HTTP/1.1\r\nHost: x\r\n\r\n')
  const begun = once(socket, 'readable')
  return { begun, ended: takeAll(socket, begun, load) }
}

async function takeAll(socket, begun, load) {
  let failure = 'it ended too early'
  socket.on('error', (error) => {
    failure = error.message
  })
  await begun
  let isOver = false
  socket.once('end', () => {
    isOver = true
  })
  socket.once('close', () => {
    isOver = true
  })
  let [bytes, whole] = [0, undefined]
  while (!isOver && (whole === undefined || bytes < whole)) {
    const chunk = socket.read(Math.min(socket.readableLength, (BYTES_PER_SECOND * SIP_MS) / 1000))
    if (chunk !== null) {
      if (whole === undefined) {
        const end = chunk.indexOf('\r\n\r\n')
        const [, length] = /^Content-Length: (\d+)/im.exec(chunk.subarray(0, end).toString()) ?? []
        whole = end + 4 + Number(length)
      }
      bytes += chunk.length
    }
    await sleep(SIP_MS)
  }
  if (bytes === whole) load.answered += 1
  else load.lost.push(`the large answer was cut at ${bytes} of ${whole} bytes: ${failure}`)
  socket.destroy()
}

/** Gets a URL, and resolves with the status and the whole body. */
function ask(url, agent) {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent, headers: agent ? {} : { Connection: 'close' } }, (response) => {
      let body = ''
      response.setEncoding('utf8')
      response.on('data', (chunk) => {
        body += chunk
      })
      response.once('end', () => resolve({ status: response.statusCode, body }))
      response.once('error', reject)
    })
    request.once('error', reject)
  })
}
