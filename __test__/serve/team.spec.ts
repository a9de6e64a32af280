// The primary of `serve`: which workers it starts, and what it knows of them.
import cluster from 'node:cluster'
import test, { type ExecutionContext } from 'ava'
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
const { Listener }: typeof import('../../src/serve/team/listener.ts') = await import(
  new URL('../../dist/serve/team/listener.js', import.meta.url).href
)

const LIMITS = {
  maxConnections: 10,
  maxHeaderBytes: 2000,
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 10_000,
  keepAliveMs: 10_000,
}

/** Makes a team for an index that tells `events` what happens, and says where it listens. */
async function teamOf(
  t: ExecutionContext,
  workers: number,
  path: string,
  events: LogEvent[],
  options: Partial<TeamOptions> = {},
) {
  const config: WorkerConfig = { path, handler: {}, restrict: [], limits: LIMITS }
  const log = (event: LogEvent) => events.push(event)
  const listener = await Listener.open({ host: '127.0.0.1', port: 0, maxHeld: 10 })
  const team = new Team(config, {
    workers,
    listener,
    graceMs: 0,
    stallMs: 0,
    nodeFlags: [],
    variables: {},
    log,
    makeReport: async () => '',
    ...options,
  })
  t.teardown(() => team.stop(10_000))
  return { team, origin: listener.url }
}

test.serial('a worker that the system does not start is tried again ever later; stopping waits for none', async (t) => {
  const path = await buildFixture(t, PLACES)
  const events: LogEvent[] = []
  const { team } = await teamOf(t, 1, path, events)
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
  const events: LogEvent[] = []
  const { team } = await teamOf(t, 2, path, events)
  void team.start() // never resolves, since none of them comes so far
  await team.stop(30_000)
  t.deepEqual([team.members, events], [[], []])
})

test.serial('a report that the primary cannot make is a 500, and the next one is made', async (t) => {
  const path = await buildFixture(t, PLACES)
  const events: LogEvent[] = []
  let made = 0
  const { team, origin } = await teamOf(t, 1, path, events, {
    async makeReport() {
      made += 1
      if (made === 1) throw new Error('no memory left')
      return '{}'
    },
  })
  await team.start()
  const ask = () => fetch(`${origin}/status.json`)
  t.deepEqual(await failureOf(t, await ask()), [500, 'ERR_INTERNAL'])
  t.is((await ask()).status, 200)
  await until(() => events.length === 1)
  t.regex(JSON.stringify(events), /"code":"ERR_INTERNAL","message":"[^"]*no memory left"/)
})

test.serial('who asks for counts at the same time gets one answer of each worker, up to date', async (t) => {
  const path = await buildFixture(t, PLACES)
  const { team, origin } = await teamOf(t, 2, path, [])
  await team.start()
  for (let i = 0; i < 5; i++) await fetch(`${origin}/healthz`, { headers: { Connection: 'close' } })
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
  const { team } = await teamOf(t, 2, path, events, { stallMs: 1000 })
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
