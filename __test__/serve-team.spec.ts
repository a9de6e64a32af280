// The primary of `serve`: which workers it starts, and what it knows of them.
import cluster from 'node:cluster'
import test from 'ava'
import { Generations } from '../src/serve/generations.ts'
import type { LogEvent } from '../src/serve/log-event.ts'
import type { WorkerConfig } from '../src/serve/messages.ts'
import { buildFixture, PLACES, temporaryFolder } from './fixtures.ts'
import { until } from './until.ts'

// As it is installed, since it starts workers from the file beside it.
const { Team }: typeof import('../src/serve/team.ts') = await import(
  new URL('../dist/serve/team.js', import.meta.url).href
)

const LIMITS = {
  maxConnections: 10,
  maxHeaderBytes: 2000,
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 10_000,
  keepAliveMs: 10_000,
}

test.serial('a worker that the system does not start is tried again ever later; stopping waits for none', async (t) => {
  const path = await buildFixture(t, PLACES)
  const config: WorkerConfig = { path, host: '127.0.0.1', port: 0, handler: {}, limits: LIMITS }
  const events: LogEvent[] = []
  const team = new Team(
    1,
    config,
    (event) => events.push(event),
    async () => '',
  )
  t.teardown(() => team.kill())
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
  const config: WorkerConfig = { path, host: '127.0.0.1', port: 0, handler: {}, limits: LIMITS }
  const events: LogEvent[] = []
  const team = new Team(
    2,
    config,
    (event) => events.push(event),
    async () => '',
  )
  t.teardown(() => team.kill())
  void team.start() // never resolves, since none of them comes so far
  await team.stop(30_000)
  t.deepEqual([team.members, events], [[], []])
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
