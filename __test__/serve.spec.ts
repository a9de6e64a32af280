// The command `serve`: its processes, together.
import { once } from 'node:events'
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import test, { type ExecutionContext } from 'ava'
import { buildIndex, SuggestIndex } from 'mapahead'
import { mapahead, outcome, start } from './command.ts'
import { buildFixture, PLACES, temporaryFolder } from './fixtures.ts'
import { failureOf, posted } from './serve-asking.ts'

const isLinux = process.platform === 'linux'
const onLinux = isLinux ? test : test.skip

/** A line of `--json`. */
interface Line {
  event: string
  url?: string
  pid?: number
  pids?: number[]
  code?: string
  signal?: string
  restartMs?: number
  generation?: string
  previous?: string
  drainMs?: number
}

interface Status {
  generation: string
  entries: number
  workers: { pid: number; requests: number; pss: number; mapped: number; privateDirty: number }[]
  requests: number
  latency: { p50: number | null; p99: number | null }
  lastMinute: { requests: number }
  restarts: number
  swaps: number
  swapFailures: number
}

/** Starts `serve` and waits until it listens. */
async function serving(t: ExecutionContext, path: string, ...flags: string[]) {
  const child = start(['serve', path, '--port', '0', '--json', ...flags])
  t.teardown(() => child.kill('SIGKILL'))
  const ended = outcome(child)
  const lines: Line[] = []
  let heard = () => {}
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(JSON.parse(line))
    heard()
  })
  const event = async (name: string) => {
    for (;;) {
      const found = lines.find((line) => line.event === name)
      if (found !== undefined) return found
      await Promise.race([
        new Promise<void>((resolve) => {
          heard = resolve
        }),
        ended.then(({ stderr }) => Promise.reject(new Error(`it ended before ${name}: ${stderr}`))),
      ])
    }
  }
  const { url } = await event('listening')
  const origin = String(url)
  const status = async () => (await (await fetch(`${origin}/status.json`)).json()) as Status
  return { child, ended, lines, event, origin, status }
}

/** The numbers of `/metrics`, by name and labels. */
async function metricsOf(origin: string): Promise<Map<string, number>> {
  const response = await fetch(`${origin}/metrics`)
  const lines = (await response.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  return new Map(
    lines.map((line) => {
      const space = line.lastIndexOf(' ')
      return [line.slice(0, space), Number(line.slice(space + 1))]
    }),
  )
}

/** Asks on a connection of its own, so that the workers take turns. */
async function askAnew(origin: string, path: string): Promise<Response> {
  return fetch(origin + path, { headers: { Connection: 'close' } })
}

test('it says where it listens, with how many workers, and of what', async (t) => {
  const path = await buildFixture(t, PLACES)
  using index = SuggestIndex.openSync(path)
  const { child, ended, event } = await serving(t, path, '--workers', '2')
  const { url, ...others } = await event('listening')
  t.regex(String(url), /^http:\/\/127\.0\.0\.1:[1-9]\d*$/)
  const { generation } = index
  t.deepEqual(others, { event: 'listening', path, workers: 2, entries: PLACES.length, generation })
  child.kill('SIGTERM')
  t.is((await ended).code, 0)

  const human = start(['serve', path, '--port', '0', '--workers', '1'])
  const first = await new Promise<Buffer>((resolve) => human.stdout.once('data', resolve))
  human.kill('SIGINT')
  const { code, stderr } = await outcome(human)
  t.is(code, 0)
  t.regex(
    first.toString(),
    new RegExp(
      `^mapahead: serving .* on http://127\\.0\\.0\\.1:\\d+ with 1 worker: 7 entries, generation ${generation}\n$`,
    ),
  )
  t.regex(stderr, /^mapahead: SIGINT: answering what was asked.*\nmapahead: stopped\n$/)
})

test('every worker answers, and metrics and status are of all together', async (t) => {
  const path = await buildFixture(t, PLACES)
  using index = SuggestIndex.openSync(path)
  const { origin, status } = await serving(t, path, '--workers', '3')
  for (let i = 0; i < 30; i++) {
    const response = await askAnew(origin, '/suggest?q=ber')
    t.is(await response.text(), Buffer.from(index.suggestJson('ber')).toString())
  }
  await askAnew(origin, '/suggest')
  await fetch(`${origin}/suggest`, posted({ queries: [{ query: 'b' }] }))
  await askAnew(origin, '/entries/b')

  const metrics = await metricsOf(origin)
  t.is(metrics.get('mapahead_http_requests_total{route="suggest",status="200"}'), 30)
  t.is(metrics.get('mapahead_http_requests_total{route="suggest",status="400"}'), 1)
  t.is(metrics.get('mapahead_http_requests_total{route="queries",status="200"}'), 1)
  t.is(metrics.get('mapahead_http_requests_total{route="entries",status="200"}'), 1)
  t.is(metrics.get('mapahead_http_errors_total{code="ERR_INVALID_ARGUMENT"}'), 1)
  t.is(metrics.get('mapahead_http_request_duration_seconds_count{route="suggest"}'), 31)
  t.is(metrics.get('mapahead_http_request_duration_seconds_bucket{le="+Inf",route="suggest"}'), 31)
  t.is(metrics.get(`mapahead_index_info{generation="${index.generation}"}`), 1)
  t.is(metrics.get('mapahead_index_entries'), PLACES.length)
  t.is(metrics.get('mapahead_workers'), 3)
  t.is(metrics.get('mapahead_index_swaps_total'), 0)

  const { generation, entries, workers, requests, latency, lastMinute } = await status()
  t.deepEqual([generation, entries, requests, workers.length], [index.generation, PLACES.length, 33, 3])
  t.is(
    workers.reduce((sum, worker) => sum + worker.requests, 0),
    33,
  )
  t.true(workers.every((worker) => worker.requests > 0))
  t.true((latency.p50 ?? 0) > 0 && (latency.p99 ?? 0) >= (latency.p50 ?? 0))
  t.is(lastMinute.requests, 33)
})

test('the pages for people are served whole, by a policy that lets nothing else in', async (t) => {
  const { origin } = await serving(t, await buildFixture(t, PLACES), '--workers', '1')
  const types = { '/': 'text/html', '/status': 'text/html', '/search.js': 'text/javascript', '/search.css': 'text/css' }
  for (const [path, type] of Object.entries(types)) {
    const response = await fetch(origin + path)
    t.is(response.status, 200, path)
    t.true(response.headers.get('content-type')?.startsWith(type))
    t.regex(response.headers.get('content-security-policy') ?? '', /^default-src 'none'; script-src 'self';/)
    const headers = { 'If-None-Match': response.headers.get('etag') ?? '' }
    t.is((await fetch(origin + path, { headers })).status, 304)
    t.true((await response.text()).length > 100)
  }
  for (const path of ['/index.html', '/pages/', '/../package.json', '/%2e%2e/package.json']) {
    t.is((await fetch(origin + path)).status, 404, path)
  }
})

onLinux('workers share one copy of the index, which metrics and status show', async (t) => {
  const path = await buildFixture(
    t,
    Array.from({ length: 5000 }, (_, i) => ({ text: `number ${i}`, id: String(i) })),
  )
  const { origin, status } = await serving(t, path, '--workers', '2')
  for (let i = 0; i < 20; i++) await askAnew(origin, '/suggest?q=number+1&limit=1000')
  const { workers } = await status()
  const metrics = await metricsOf(origin)
  for (const { pid, pss, mapped, privateDirty } of workers) {
    t.true(mapped > 0 && pss > 0 && pss < mapped)
    t.is(privateDirty, 0)
    t.is(metrics.get(`mapahead_mapping_bytes{pid="${pid}"}`), mapped)
    t.true((metrics.get(`mapahead_mapping_pss_bytes{pid="${pid}"}`) ?? 0) > 0)
    t.true((metrics.get(`mapahead_worker_rss_bytes{pid="${pid}"}`) ?? 0) > mapped)
  }
})

test('a worker that ends is replaced, nothing else stops, and what it counted stays', async (t) => {
  const path = await buildFixture(t, PLACES)
  const { child, ended, event, lines, origin, status } = await serving(t, path, '--workers', '2')
  for (let i = 0; i < 10; i++) await askAnew(origin, '/suggest?q=b')
  const before = await status()
  const [{ pid } = { pid: 0 }] = before.workers
  process.kill(pid, 'SIGKILL')
  const { restartMs, signal } = await event('worker-ended')
  t.deepEqual([restartMs, signal], [100, 'SIGKILL'])
  t.is((await askAnew(origin, '/suggest?q=b')).status, 200)
  const restarted = await event('worker-restarted')

  t.not(restarted.pid, pid)
  const after = await status()
  t.is(after.requests, 11)
  t.is(after.restarts, 1)
  t.deepEqual(after.workers.map((worker) => worker.pid).includes(pid), false)
  t.is(after.workers.length, 2)
  t.is((await metricsOf(origin)).get('mapahead_worker_restarts_total'), 1)
  child.kill('SIGTERM')
  t.is((await ended).code, 0)
  t.is(lines.at(-1)?.event, 'stopped')
})

test('a worker that cannot start again says why, and is tried again ever later', async (t) => {
  const path = await buildFixture(t, PLACES)
  const copy = readFileSync(path)
  const { event, lines, origin, status } = await serving(t, path, '--workers', '2')
  rmSync(path)
  process.kill((await status()).workers[0]?.pid ?? 0, 'SIGKILL')
  const failed = await event('worker-failed')
  t.is(failed.code, 'ERR_IO')
  t.is((await askAnew(origin, '/suggest?q=b')).status, 200)
  writeFileSync(path, copy)
  await event('worker-restarted')
  const delays = lines.filter((line) => line.event === 'worker-ended').map((line) => Number(line.restartMs))
  t.true(delays.length >= 2)
  for (const [i, ms] of delays.entries()) t.is(ms, 100 * 2 ** i)
})

test('a worker that starts again does not take a damaged file that the others refused', async (t) => {
  const path = await buildFixture(t, PLACES)
  const { event, origin, status } = await serving(t, path, '--workers', '2')
  const { generation, workers } = await status()
  const damaged = readFileSync(path)
  damaged.write('Ber9en', damaged.indexOf('Bergen'))
  writeFileSync(`${path}.new`, damaged)
  renameSync(`${path}.new`, path)
  t.is((await event('swap-failed')).code, 'ERR_CORRUPT')
  process.kill(workers[0]?.pid ?? 0, 'SIGKILL')
  t.is((await event('worker-failed')).code, 'ERR_CORRUPT')
  t.is((await status()).generation, generation)
  t.regex(await (await askAnew(origin, '/suggest?q=ber')).text(), /"Bergen"/)

  await buildIndex(PLACES, path)
  await event('worker-restarted')
  t.is((await status()).workers.length, 2)
})

test('the server goes on when the reader of its log has gone', async (t) => {
  const { child, ended, origin, status } = await serving(t, await buildFixture(t, PLACES), '--workers', '1')
  ended.catch(() => {}) // it reads what is closed here
  child.stdout.destroy()
  const [{ pid } = { pid: 0 }] = (await status()).workers
  process.kill(pid, 'SIGKILL')
  const deadline = Date.now() + 30_000
  // A connection that the worker was given as it ended has no answer.
  const pids = () =>
    fetch(`${origin}/status.json`, { signal: AbortSignal.timeout(1000) })
      .then(async (response) => ((await response.json()) as Status).workers.map((worker) => worker.pid))
      .catch(() => [])
  for (let [other] = await pids(); other === undefined || other === pid; [other] = await pids()) {
    if (Date.now() > deadline) throw new Error('no other worker came')
  }
  t.is((await askAnew(origin, '/suggest?q=b')).status, 200)
  const exit = once(child, 'exit')
  child.kill('SIGTERM')
  t.deepEqual(await exit, [0, null])
})

test('a signal lets requests under way end, with exit code 0', async (t) => {
  const { child, ended, event, origin } = await serving(t, await buildFixture(t, PLACES), '--workers', '2')
  const body = JSON.stringify({ query: 'ber' })
  const socket = connect(Number(new URL(origin).port), '127.0.0.1')
  const head = ['POST /suggest HTTP/1.1', 'Host: x', 'Content-Type: application/json', 'Expect: 100-continue']
  socket.write(`${head.join('\r\n')}\r\nContent-Length: ${body.length}\r\n\r\n`)
  const [asked] = await new Promise<[Buffer]>((resolve) => socket.once('data', (data: Buffer) => resolve([data])))
  t.regex(asked.toString(), /^HTTP\/1\.1 100 Continue/) // a worker has it
  child.kill('SIGTERM')
  t.is((await event('stopping')).signal, 'SIGTERM')
  socket.write(body)

  t.regex(await text(socket), /^HTTP\/1\.1 200 OK\r\n[\s\S]*"text":"Berlin"/)
  const { code, signal } = await ended
  t.deepEqual([code, signal], [0, null])
  await t.throwsAsync(fetch(`${origin}/healthz`))
})

test('times below a millisecond are one, not none', async (t) => {
  const flags = ['--workers', '1', '--drain', '0.0001', '--keep-alive', '0.0001', '--headers-timeout', '1.0001']
  const { child, ended, event, origin } = await serving(t, await buildFixture(t, PLACES), ...flags)
  t.is((await askAnew(origin, '/suggest?q=b')).status, 200)
  child.kill('SIGTERM')
  t.is((await event('stopping')).drainMs, 1)
  t.is((await ended).code, 0)
})

test('requests that do not end in time are cut off', async (t) => {
  const path = await buildFixture(t, PLACES)
  const { child, ended, event, origin } = await serving(t, path, '--workers', '1', '--drain', '0.1')
  const socket = connect(Number(new URL(origin).port), '127.0.0.1')
  socket.on('error', () => {})
  socket.write('POST /suggest HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Type: application/json\r\n')
  socket.write('Content-Length: 9\r\n\r\n')
  await new Promise((resolve) => socket.once('data', resolve))
  child.kill('SIGTERM')
  const { pids } = await event('killed')
  t.is(pids?.length, 1)
  t.is((await ended).code, 0)
})

onLinux('a second signal ends all at once, by that signal', async (t) => {
  const { child, ended, event, origin, status } = await serving(t, await buildFixture(t, PLACES), '--workers', '2')
  const { workers } = await status()
  const socket = connect(Number(new URL(origin).port), '127.0.0.1')
  socket.on('error', () => {})
  socket.write('POST /suggest HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Type: application/json\r\n')
  socket.write('Content-Length: 9\r\n\r\n')
  await new Promise((resolve) => socket.once('data', resolve))
  child.kill('SIGTERM')
  await event('stopping')
  child.kill('SIGINT')
  const { code, signal } = await ended
  t.deepEqual([code, signal], [null, 'SIGINT'])
  const isThere = (pid: number) => {
    try {
      return process.kill(pid, 0) && !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ')
    } catch {
      return false
    }
  }
  const deadline = Date.now() + 10_000
  while (workers.some(({ pid }) => isThere(pid)) && Date.now() < deadline) await new Promise(setImmediate)
  t.deepEqual(
    workers.filter(({ pid }) => isThere(pid)),
    [],
  )
})

test('what keeps it from starting is an error with exit code 1', async (t) => {
  const folder = temporaryFolder(t)
  const path = await buildFixture(t, PLACES)
  const other = join(folder, 'other.txt')
  writeFileSync(other, 'not an index')
  const damaged = join(folder, 'damaged.mapahead')
  const bytes = readFileSync(path)
  bytes.write('Ber9en', bytes.indexOf('Bergen'))
  writeFileSync(damaged, bytes)
  const { origin } = await serving(t, path, '--workers', '1')
  const { port } = new URL(origin)
  const cases: [string[], RegExp][] = [
    [[join(folder, 'missing')], /^mapahead: cannot open .*missing: No such file.*\[ERR_IO\]\n$/],
    [[damaged], /damaged\.mapahead.*\[ERR_CORRUPT\]\n$/],
    [[other], /other\.txt.*\[ERR_NOT_AN_INDEX\]\n$/],
    [
      [path, '--port', port],
      new RegExp(`^mapahead: cannot listen on 127\\.0\\.0\\.1:${port}: the port is in use; .*--port \\[ERR_IO\\]\n$`),
    ],
    [[path, '--host', '192.0.2.1', '--port', '0'], /does not have the address; .*--host \[ERR_IO\]\n$/],
  ]
  for (const [args, message] of cases) {
    const { code, stdout, stderr } = await mapahead(['serve', ...args, '--workers', '1'])
    t.deepEqual([code, stdout], [1, ''], args.join(' '))
    t.regex(stderr, message)
  }
})

test('wrong flags are an error with exit code 2 before anything starts', async (t) => {
  const path = await buildFixture(t, PLACES)
  const cases = [
    ['--workers', '0'],
    ['--workers', 'two'],
    ['--port', '65536'],
    ['--port', '-1'],
    ['--drain', '0'],
    ['--max-connections', '0'],
    ['--max-limit', '1001'],
    ['--max-batch', '0'],
    ['--cors', 'example.org'],
    ['--base-path', 'api'],
    ['--nope'],
  ]
  for (const flags of cases) {
    const { code, stdout, stderr } = await mapahead(['serve', path, '--port', '0', ...flags])
    t.deepEqual([code, stdout], [2, ''], flags.join(' '))
    t.true(stderr.includes(flags[0] ?? ''), stderr)
  }
})

test('flags reach the workers', async (t) => {
  const path = await buildFixture(t, PLACES)
  const flags = ['--cors', 'https://example.org', '--cache-control', 'max-age=5', '--base-path', '/api']
  const limits = [
    '--max-limit',
    '5',
    '--max-url',
    '200',
    '--max-body',
    '100',
    '--max-header',
    '2KiB',
    '--max-batch',
    '1',
  ]
  const { origin } = await serving(t, path, '--workers', '1', ...flags, ...limits, '--max-query-length', '3')
  const ask = (path: string, init?: RequestInit) => fetch(`${origin}/api${path}`, init)
  const good = await ask('/suggest?q=b', { headers: { Origin: 'https://example.org' } })
  t.is(good.headers.get('access-control-allow-origin'), 'https://example.org')
  t.is(good.headers.get('cache-control'), 'max-age=5')
  const cases: [Response, number, string][] = [
    [await ask('/suggest?q=b&limit=6'), 400, 'ERR_INVALID_OPTION'],
    [await ask('/suggest?q=bern'), 400, 'ERR_INVALID_ARGUMENT'],
    [await ask(`/suggest?q=${'b'.repeat(200)}`), 414, 'ERR_URL_TOO_LONG'],
    [await ask('/suggest', posted({ queries: [1, 2] })), 400, 'ERR_INVALID_ARGUMENT'],
    [await ask('/suggest', posted({ query: 'b'.repeat(100) })), 413, 'ERR_BODY_TOO_LARGE'],
    [await ask('/suggest?q=b', { headers: { X: 'x'.repeat(3000) } }), 431, 'ERR_HEADERS_TOO_LARGE'],
    [await fetch(`${origin}/suggest?q=b`), 404, 'ERR_NOT_FOUND'],
  ]
  for (const [response, status, code] of cases) t.deepEqual(await failureOf(t, response), [status, code])
  t.is((await ask('/metrics')).status, 200)
})

test('a new index takes over in every worker, a bad one is told and changes nothing', async (t) => {
  const path = await buildFixture(t, PLACES)
  const { event, lines, origin, status } = await serving(t, path, '--workers', '2')
  const first = (await status()).generation
  t.regex(await (await askAnew(origin, '/suggest?q=ber')).text(), /"Berlin"/)

  await buildIndex([{ text: 'Bergheim' }], path)
  const swap = await event('swap')
  t.is(swap.previous, first)
  const until = async (isDone: () => Promise<boolean>) => {
    const deadline = Date.now() + 30_000
    while (!(await isDone())) if (Date.now() > deadline) throw new Error('it did not come')
  }
  const answersOfAll = async () =>
    Promise.all(Array.from({ length: 6 }, async () => (await askAnew(origin, '/suggest?q=ber')).text()))
  await until(async () => (await answersOfAll()).every((answer) => answer.includes('Bergheim')))
  const after = await status()
  t.deepEqual([after.generation, after.entries, after.swaps, after.swapFailures], [swap.generation ?? '', 1, 1, 0])

  const bad = `${path}.bad`
  writeFileSync(bad, 'not an index')
  renameSync(bad, path)
  t.is((await event('swap-failed')).code, 'ERR_NOT_AN_INDEX')
  t.true((await answersOfAll()).every((answer) => answer.includes('Bergheim')))
  const metrics = await metricsOf(origin)
  t.is(metrics.get('mapahead_index_swaps_total'), 1)
  t.is(metrics.get('mapahead_index_swap_failures_total'), 1)
  t.is(metrics.get(`mapahead_index_info{generation="${swap.generation}"}`), 1)
  for (const name of ['swap', 'swap-failed']) t.is(lines.filter((line) => line.event === name).length, 1, name)
})
