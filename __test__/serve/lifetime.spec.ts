// The command `serve`: what happens to its processes and its file from the start to the end.
import { once } from 'node:events'
import { chmodSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import test from 'ava'
import { buildIndex } from 'mapahead'
import { buildFixture, PLACES } from '../support/fixtures.ts'
import { failureOf } from '../support/serve-asking.ts'
import { askAnew, metricsOf, type Status, serving } from '../support/serve-command.ts'

const onLinux = process.platform === 'linux' ? test : test.skip

test('a worker that ends is replaced, nothing else stops, and what it counted stays', async (t) => {
  const path = await buildFixture(t, PLACES)
  const { child, ended, event, lines, origin, statusAfter } = await serving(t, path, '--workers', '2')
  for (let i = 0; i < 10; i++) await askAnew(origin, '/suggest?q=b')
  const before = await statusAfter(10)
  const [{ pid } = { pid: 0 }] = before.workers
  process.kill(pid, 'SIGKILL')
  const { restartMs, signal } = await event('worker-ended')
  t.deepEqual([restartMs, signal], [100, 'SIGKILL'])
  t.is((await askAnew(origin, '/suggest?q=b')).status, 200)
  const restarted = await event('worker-restarted')

  t.not(restarted.pid, pid)
  const after = await statusAfter(11)
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
  const { event, events, lines, origin, status } = await serving(t, path, '--workers', '2')
  const pid = (await status()).workers[0]?.pid ?? 0
  // Into the file itself, against all advice: so that the one that is kept open is damaged too.
  const bytes = readFileSync(path)
  bytes.write('Ber9en', bytes.indexOf('Bergen'))
  chmodSync(path, 0o600)
  writeFileSync(path, bytes)
  process.kill(pid, 'SIGKILL')
  const [failed] = await events('worker-failed', 2)
  t.is(failed?.code, 'ERR_CORRUPT')
  t.is((await askAnew(origin, '/suggest?q=b')).status, 200)
  await buildIndex(PLACES, path)
  await event('worker-restarted')
  const delays = lines.filter((line) => line.event === 'worker-ended').map((line) => Number(line.restartMs))
  t.true(delays.length >= 3)
  for (const [i, ms] of delays.entries()) t.is(ms, 100 * 2 ** i)
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

test('after a signal new connections are answered while /readyz says 503, for the time of the grace', async (t) => {
  const path = await buildFixture(t, PLACES)
  const { child, event, origin } = await serving(t, path, '--workers', '2', '--grace', '300', '--drain', '600')
  child.kill('SIGTERM')
  await event('stopping')
  // The primary has told its workers, which may not have heard it yet.
  let ready = await askAnew(origin, '/readyz')
  while (ready.status === 200) ready = await askAnew(origin, '/readyz')
  t.deepEqual(await failureOf(t, ready), [503, 'ERR_STOPPING'])
  const answer = await fetch(`${origin}/suggest?q=ber`)
  t.deepEqual([answer.status, answer.headers.get('connection')], [200, 'close'])
  t.regex(await answer.text(), /"Berlin"/)
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
