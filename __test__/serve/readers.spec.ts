// The command `serve`, with clients that ask for much and read nothing.
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import test from 'ava'
import { buildFixture } from '../support/fixtures.ts'
import { askAnew, serving } from '../support/serve-command.ts'

const READERS = 200
const MOST_BYTES = 200e6

/** A line of `/proc/PID/status`, in bytes. */
function memoryOf(pid: number, name: string): number {
  const [, kib = ''] =
    new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kib) * 1024
}

const onLinux = process.platform === 'linux' ? test : test.skip
if (process.platform !== 'linux') console.error('SKIPPED: the memory of a worker is only told by /proc, on Linux')

onLinux(`${READERS} clients that do not read leave a worker below 200 MB, and others are answered`, async (t) => {
  const path = await buildFixture(
    t,
    Array.from({ length: 1000 }, (_, i) => ({ text: `entry number ${i}`, id: String(i), weight: i })),
  )
  const { event, origin, status } = await serving(t, path, '--workers', '1')
  await event('listening')
  const [{ pid } = { pid: 0 }] = (await status()).workers
  const queries = Array.from({ length: 100 }, () => ({ query: '', limit: 1000, explain: true, total: true }))
  const body = JSON.stringify({ queries })
  const head = `POST /suggest HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}`
  const statuses = await Promise.all(
    Array.from({ length: READERS }, async () => {
      const socket = connect(Number(new URL(origin).port), '127.0.0.1')
      t.teardown(() => socket.destroy())
      socket.write(`${head}\r\n\r\n${body}`)
      await new Promise((resolve) => socket.once('readable', resolve))
      // The status line, and nothing more ever.
      return String(socket.read(12))
    }),
  )
  t.deepEqual([...new Set(statuses)].sort(), ['HTTP/1.1 200', 'HTTP/1.1 503'].slice(0, new Set(statuses).size))
  t.true(statuses.filter((line) => line.endsWith('200')).length > READERS / 4)
  for (let i = 0; i < 50; i++) {
    const response = await askAnew(origin, `/suggest?q=entry+number+${i}`)
    t.is(response.status, 200)
    t.true((await response.text()).startsWith(`{"query":"entry number ${i}","suggestions":[{"text":"entry number ${i}`))
  }
  const peak = memoryOf(pid, 'VmHWM')
  t.log(`${statuses.filter((line) => line.endsWith('200')).length} began, the peak was ${Math.round(peak / 1e6)} MB`)
  t.true(peak < MOST_BYTES, `${peak} bytes`)
})
