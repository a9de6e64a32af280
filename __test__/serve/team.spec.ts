// The primary of `serve`: which workers it starts, and what it knows of them.
import cluster from 'node:cluster'
import { type AddressInfo, createServer } from 'node:net'
import test from 'ava'
import { Generations } from '../../src/serve/team/generations.ts'
import type { LogEvent } from '../../src/serve/team/log-event.ts'
import type { WorkerConfig } from '../../src/serve/team/messages.ts'
import type { TeamOptions } from '../../src/serve/team/team.ts'
import { buildFixture, PLACES, temporaryFolder } from '../support/fixtures.ts'
import { failureOf } from '../support/serve-asking.ts'
import { until } from '../support/until.ts'

// As it is installed, since it starts workers from the file beside it.
const { Team }: typeof import('../../src/serve/team/team.ts') = await import(
  new URL('../../dist/serve/team/team.js', import.meta.url).href
)

const LIMITS = {
  maxConnections: 10,
  maxHeaderBytes: 2000,
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 10_000,
  keepAliveMs: 10_000,
  graceMs: 0,
}

/** Makes a team that tells `events` what happens. */
function teamOf(workers: number, config: WorkerConfig, events: LogEvent[], options: Partial<TeamOptions> = {}) {
  const log = (event: LogEvent) => events.push(event)
  return new Team(config, { workers, stallMs: 0, nodeFlags: [], log, makeReport: async () => '', ...options })
}

/** A port that is free now. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

test.serial('a worker that the system does not start is tried again ever later; stopping waits for none', async (t) => {
  const path = await buildFixture(t, PLACES)
  const config: WorkerConfig = { path, host: '127.0.0.1', port: 0, handler: {}, restrict: [], limits: LIMITS }
  const events: LogEvent[] = []
  const team = teamOf(1, config, events)
  t.teardown(() => team.stop(10_000))
  const isTold = (name: LogEvent['event']) => events.some(({ event }) => event === name)
  const failures = () => events.flatMap((event) => (event.event === 'worker-not-started' ? event.restartMs : []))
  // Without its folder a process cannot be started.
  const folder = `${temporaryFolder(t)}/missing`
  cluster.setupPrimary({ cwd: folder })
  await t.throwsAsync(team.start(), { code: 'ERR_INTERNAL', message: /could not be started: .*ENOENT/ })
  cluster.setupPrimary({ cwd: process.cwd() })
  await team.start()

  cluster.setupPrimary({ cwd: folder })
  process.kill(team.members[0]?.pid ?? 0, 'SIGKILL')
  await until(() => failures().length === 1)
  // This is no name of a folder at all, which is told in another way.
  cluster.setupPrimary({ cwd: 'a\0b' })
  await until(() => failures().length === 2)
  t.deepEqual(failures(), [200, 400])
  t.is(team.restarts, 0)
  cluster.setupPrimary({ cwd: process.cwd() })
  await until(() => isTold('worker-restarted'))
  t.is(team.restarts, 1)

  process.kill(team.members[0]?.pid ?? 0, 'SIGKILL')
  const before = events.length
  await until(() => events.length > before)
  await team.stop(10_000)
  t.deepEqual([team.members, isTold('killed')], [[], false])
})

test.serial('a worker that is still starting ends when the others are told to stop', async (t) => {
  const path = await buildFixture(t, PLACES)
  const config: WorkerConfig = { path, host: '127.0.0.1', port: 0, handler: {}, restrict: [], limits: LIMITS }
  const events: LogEvent[] = []
  const team = teamOf(2, config, events)
  t.teardown(() => team.stop(10_000))
  void team.start() // never resolves, since none of them comes so far
  await team.stop(30_000)
  t.deepEqual([team.members, events], [[], []])
})

test.serial('a report that the primary cannot make is a 500, and the next one is made', async (t) => {
  const path = await buildFixture(t, PLACES)
  const port = await freePort()
  const config: WorkerConfig = { path, host: '127.0.0.1', port, handler: {}, restrict: [], limits: LIMITS }
  const events: LogEvent[] = []
  let made = 0
  const team = teamOf(1, config, events, {
    async makeReport() {
      made += 1
      if (made === 1) throw new Error('no memory left')
      return '{}'
    },
  })
  t.teardown(() => team.stop(10_000))
  await team.start()
  const ask = () => fetch(`http://127.0.0.1:${port}/status.json`)
  t.deepEqual(await failureOf(t, await ask()), [500, 'ERR_INTERNAL'])
  t.is((await ask()).status, 200)
  await until(() => events.length === 1)
  t.regex(JSON.stringify(events), /"code":"ERR_INTERNAL","message":"[^"]*no memory left"/)
})

test.serial('who asks for counts at the same time gets one answer of each worker, up to date', async (t) => {
  const path = await buildFixture(t, PLACES)
  const port = await freePort()
  const config: WorkerConfig = { path, host: '127.0.0.1', port, handler: {}, restrict: [], limits: LIMITS }
  const team = teamOf(2, config, [])
  t.teardown(() => team.stop(10_000))
  await team.start()
  for (let i = 0; i < 5; i++) await fetch(`http://127.0.0.1:${port}/healthz`, { headers: { Connection: 'close' } })
  await Promise.all(Array.from({ length: 100 }, () => team.refresh()))
  t.deepEqual(team.counts.routes.healthz?.statuses, { 200: 5 })
  await team.stop(10_000)
  await team.refresh()
  t.deepEqual(team.counts.routes.healthz?.statuses, { 200: 5 })
})

const onUnix = process.platform === 'win32' ? test.skip : test.serial

onUnix('a worker that takes long to start is not taken for one that stands still', async (t) => {
  const path = await buildFixture(t, PLACES)
  const events: LogEvent[] = []
  const config: WorkerConfig = { path, host: '127.0.0.1', port: 0, handler: {}, restrict: [], limits: LIMITS }
  const team = teamOf(2, config, events, { stallMs: 1000 })
  t.teardown(() => team.stop(10_000))
  await team.start()
  const [first, second] = team.members.map(({ pid }) => pid)
  const told = (name: LogEvent['event']) => events.filter((event) => event.event === name)
  const pids = (name: LogEvent['event']) => told(name).map((event) => ('pid' in event ? event.pid : 0))

  process.kill(first ?? 0, 'SIGKILL')
  const starting = () => Object.values(cluster.workers ?? {}).find((worker) => worker?.process.pid !== second)
  await until(() => starting() !== undefined && pids('worker-ended').includes(first ?? 0))
  const slow = starting()?.process.pid ?? 0
  process.kill(slow, 'SIGSTOP')
  // From now on both stand still, this one later than the one that starts.
  process.kill(second ?? 0, 'SIGSTOP')
  await until(() => pids('worker-ended').includes(second ?? 0))
  t.deepEqual(pids('worker-stalled').includes(second ?? 0), true)
  t.false(pids('worker-stalled').includes(slow))
  process.kill(slow, 'SIGCONT')
  await until(() => pids('worker-restarted').includes(slow))
  await until(() => team.answering === 2)
  await team.stop(10_000)
  t.is(team.answering, 0)
})

test('a generation that others have left behind is no news, one that is put back is', (t) => {
  const generations = new Generations()
  const [first, second] = [generations.lastPlaceOf('a'), generations.lastPlaceOf('a')]
  t.deepEqual(
    [first, second],
    [
      { place: 0, isNew: true },
      { place: 0, isNew: false },
    ],
  )
  t.deepEqual(generations.placeOf('b', 0), { place: 1, isNew: true })
  t.deepEqual(generations.placeOf('c', 1), { place: 2, isNew: true })
  t.deepEqual(generations.placeOf('b', 0), { place: 1, isNew: false })
  t.deepEqual(generations.placeOf('c', 1), { place: 2, isNew: false })
  t.deepEqual(generations.placeOf('a', 2), { place: 3, isNew: true })
  t.deepEqual(generations.placeOf('a', 2), { place: 3, isNew: false })
  t.deepEqual(generations.lastPlaceOf('b'), { place: 1, isNew: false })
})
