// The command `serve`: its workers come back, whatever became of the file and of them.
import { chmodSync, readdirSync, readFileSync, readlinkSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import test from 'ava'
import { buildIndex } from 'mapahead'
import { buildFixture, PLACES } from '../support/fixtures.ts'
import { failureOf } from '../support/serve-asking.ts'
import { askAnew, type Line, metricsOf, serving } from '../support/serve-command.ts'

const onLinux = process.platform === 'linux' ? test : test.skip
const onUnix = process.platform === 'win32' ? test.skip : test

type Server = Awaited<ReturnType<typeof serving>>

const QUERIES = ['b', 'ber', 'brelin', 'sao', '%D0%B1%D0%B5%D1%80', '']

/** What every worker answers to some queries: connections take turns. */
async function answersOf({ origin }: Server, workers: number): Promise<string[]> {
  const all = await Promise.all(
    Array.from({ length: workers * 2 }, async () => {
      const answers = QUERIES.map(async (query) => (await askAnew(origin, `/suggest?q=${query}`)).text())
      return (await Promise.all(answers)).join('\n')
    }),
  )
  return [...new Set(all)]
}

/** Kills all workers, and waits until as many others have their places. */
async function replaceAll({ events, lines, status }: Server): Promise<void> {
  const before = lines.filter(({ event }) => event === 'worker-restarted').length
  const { workers } = await status()
  for (const { pid } of workers) process.kill(pid, 'SIGKILL')
  await events('worker-restarted', before + workers.length)
}

const count = (lines: readonly Line[], name: string) => lines.filter(({ event }) => event === name).length

/** Writes into a file itself, against all advice. */
function rewrite(path: string, bytes: Uint8Array): void {
  chmodSync(path, 0o600)
  writeFileSync(path, bytes)
}

/** Waits until `holds` does. */
async function untilSo(holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 60_000
  while (!(await holds())) if (Date.now() > deadline) throw new Error(`it is not so: ${holds}`)
}

onUnix(
  'two generations of workers that are killed after the file was deleted come back and answer alike',
  async (t) => {
    const path = await buildFixture(t, PLACES)
    const server = await serving(t, path, '--workers', '2')
    const { event, lines, status } = server
    const { generation } = await status()
    const answers = await answersOf(server, 2)
    t.is(answers.length, 1)

    rmSync(path)
    t.deepEqual(await event('file-missing'), { event: 'file-missing', path } as Line)
    for (const _ of ['first', 'second']) {
      await replaceAll(server)
      t.deepEqual(await answersOf(server, 2), answers)
    }
    const after = await status()
    t.deepEqual([after.generation, after.workers.length, after.swaps, after.swapFailures], [generation, 2, 0, 0])
    t.deepEqual([count(lines, 'file-missing'), count(lines, 'file-back'), count(lines, 'worker-failed')], [1, 0, 0])

    // They follow the path all the same.
    await buildIndex([{ text: 'Bergheim' }], path)
    await event('file-back')
    t.is((await event('swap')).previous, generation)
    await untilSo(async () => (await answersOf(server, 2)).every((answer) => answer.includes('Bergheim')))
    t.deepEqual([count(lines, 'file-missing'), count(lines, 'file-back'), count(lines, 'swap')], [1, 1, 1])
    // What they come back on now is the new one.
    const now = await answersOf(server, 2)
    rmSync(path)
    await server.events('file-missing', 2)
    await replaceAll(server)
    t.deepEqual(await answersOf(server, 2), now)
  },
)

for (const [what, damage] of [
  ['damaged', (bytes: Buffer) => Buffer.from(bytes).fill('9', bytes.indexOf('Bergen'), bytes.indexOf('Bergen') + 3)],
  ['cut', (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
  ['other', () => Buffer.from('not an index')],
] as const) {
  onUnix(`with a ${what} file at the path, workers that are killed come back on the last good one`, async (t) => {
    const path = await buildFixture(t, PLACES)
    const server = await serving(t, path, '--workers', '2')
    const { event, lines, status } = server
    const answers = await answersOf(server, 2)
    writeFileSync(`${path}.new`, damage(readFileSync(path)))
    renameSync(`${path}.new`, path)
    await event('swap-failed')
    for (const _ of ['first', 'second']) {
      await replaceAll(server)
      t.deepEqual(await answersOf(server, 2), answers)
    }
    // Each worker that came back looked at the path and refused the file too, of which nobody has to hear again.
    await buildIndex([{ text: 'Bergheim' }], `${path}.next`)
    renameSync(`${path}.next`, path)
    await event('swap')
    await untilSo(async () => (await answersOf(server, 2)).every((answer) => answer.includes('Bergheim')))
    const { swaps, swapFailures } = await status()
    t.deepEqual([swaps, swapFailures, count(lines, 'swap-failed'), count(lines, 'worker-failed')], [1, 1, 1, 0])
  })
}

/** How many descriptors a process has. */
function descriptorsOf(pid: number): number {
  return readdirSync(`/proc/${pid}/fd`).length
}

onLinux('fifty swaps leave the primary and the workers as many descriptors as they had', async (t) => {
  const path = await buildFixture(t, PLACES)
  const server = await serving(t, path, '--workers', '2')
  const { child, events, status } = server
  await replaceAll(server)
  const pids = [child.pid ?? 0, ...(await status()).workers.map(({ pid }) => pid)]
  for (const pid of pids.slice(1)) {
    const open = readdirSync(`/proc/${pid}/fd`).map((name) => readlinkSync(`/proc/${pid}/fd/${name}`))
    // Else the disk would not get the room of a replaced file back.
    t.false(
      open.some((file) => file.startsWith(path)),
      open.join(' '),
    )
  }
  const swapTimes = async (from: number, to: number) => {
    for (let swap = from; swap <= to; swap++) {
      await buildIndex([{ text: `Bergheim ${swap}` }], path)
      await events('swap', swap)
    }
  }
  await swapTimes(1, 2)
  const before = pids.map(descriptorsOf)
  await swapTimes(3, 50)
  // What the last swap replaced is closed when the last worker has told of it.
  const deadline = Date.now() + 30_000
  while (pids.some((pid, i) => descriptorsOf(pid) > (before[i] ?? 0)) && Date.now() < deadline) await setImmediate()
  for (const [i, pid] of pids.entries()) t.true(descriptorsOf(pid) <= (before[i] ?? 0), `${pids}: ${before}`)
  t.is((await status()).swaps, 50)
})

onUnix('a worker whose event loop stands still is killed, told of, and replaced', async (t) => {
  const path = await buildFixture(t, PLACES)
  const { events, lines, origin, status } = await serving(t, path, '--workers', '2', '--stall', '5')
  const [still] = (await status()).workers.map(({ pid }) => pid)
  process.kill(still ?? 0, 'SIGSTOP')
  const isOfStill = ({ pid }: Line) => pid === still
  const [stalled] = await events('worker-stalled', 1, isOfStill)
  t.is(stalled?.stallMs, 5000)
  const [ended] = await events('worker-ended', 1, isOfStill)
  t.is(ended?.signal, 'SIGKILL')
  await events('worker-restarted', 1)
  // The other one may have been without a processor for as long, and is back then too.
  let pids: number[] = []
  while (pids.length < 2) pids = (await status()).workers.map(({ pid }) => pid)
  t.false(pids.includes(still ?? 0))
  t.is(lines.filter((line) => line.event === 'worker-stalled' && isOfStill(line)).length, 1)
  t.is((await askAnew(origin, '/suggest?q=b')).status, 200)
})

onUnix('a server of which only a third of the workers is left is not ready, and is again with all', async (t) => {
  const path = await buildFixture(t, PLACES)
  const { event, events, origin, status } = await serving(t, path, '--workers', '3')
  await untilSo(async () => (await askAnew(origin, '/readyz')).status === 200)
  const [first, second] = (await status()).workers.map(({ pid }) => pid)
  // Into the file itself, so that no worker can start any more.
  const bytes = readFileSync(path)
  bytes.write('Ber9en', bytes.indexOf('Bergen'))
  rewrite(path, bytes)
  process.kill(first ?? 0, 'SIGKILL')
  await event('worker-failed')
  await untilSo(async () => (await metricsOf(origin)).get('mapahead_workers') === 2)
  t.is((await askAnew(origin, '/readyz')).status, 200)
  process.kill(second ?? 0, 'SIGKILL')
  await events('worker-ended', 1, ({ pid }) => pid === second)
  await untilSo(async () => (await askAnew(origin, '/readyz')).status === 503)
  const refused = await askAnew(origin, '/readyz')
  t.deepEqual(await failureOf(t, refused), [503, 'ERR_TOO_FEW_WORKERS'])
  // It still answers what comes.
  t.is((await askAnew(origin, '/suggest?q=b')).status, 200)
  t.is((await askAnew(origin, '/healthz')).status, 200)

  await buildIndex(PLACES, path)
  await untilSo(async () => (await askAnew(origin, '/readyz')).status === 200)
})
