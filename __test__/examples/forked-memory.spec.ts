// The story of examples/forked-memory: up to 32 forked processes, and the constant of their memory.
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import test from 'ava'
import type { MemoryReport } from '../../src/cli/memory/measure.ts'

const onLinux = process.platform === 'linux' ? test : test.skip
const main = fileURLToPath(new URL('../../examples/forked-memory/main.js', import.meta.url))

onLinux('32 processes take one copy of the index: C falls as 1/n', async (t) => {
  t.timeout(300_000)
  const args = ['--workers', '2,32', '--queries', '200', '--json']
  const { stdout } = await promisify(execFile)(process.execPath, [main, ...args])

  const { bytes, runs }: MemoryReport = JSON.parse(stdout)
  t.deepEqual(
    runs.map(({ workers }) => workers),
    [2, 32],
  )
  for (const { workers, mapping, c, target } of runs) {
    t.is(mapping.privateDirty, 0)
    t.true(mapping.rss >= workers * bytes)
    t.true(mapping.pss <= bytes * 1.01)
    t.true(c <= target, `C is ${c} for ${workers} processes`)
  }
})
