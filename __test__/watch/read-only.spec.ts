// A built index, and somebody who is not root and copies over it.
import { execFile } from 'node:child_process'
import { chmodSync, chownSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { promisify } from 'node:util'
import test from 'ava'
import { buildIndex, SuggestIndex } from 'mapahead'
import { buildFixture, PLACES } from '../support/fixtures.ts'

const run = promisify(execFile)
const NOBODY = 65_534
const isRoot = process.getuid?.() === 0
const onUnix = process.platform === 'win32' ? test.skip : test

onUnix('cp and dd over a built index fail for users other than root, and mv does not', async (t) => {
  const path = await buildFixture(t, PLACES)
  const next = `${path}.next`
  await buildIndex(PLACES.slice(0, 1), next)
  const before = readFileSync(path)
  chmodSync(dirname(path), 0o777)
  // Their own file, in their own folder: all that stops them is that nobody may write.
  if (isRoot) for (const file of [path, next, dirname(path)]) chownSync(file, NOBODY, NOBODY)
  const other = isRoot ? { uid: NOBODY, gid: NOBODY } : {}
  const as = (command: string, ...args: string[]) =>
    run(command, args, { ...other, env: { PATH: process.env['PATH'], LC_ALL: 'C' } })
  for (const [command, ...args] of [
    ['cp', next, path],
    ['dd', `if=${next}`, `of=${path}`, 'conv=notrunc'],
  ] as const) {
    const { stderr } = await t.throwsAsync<Error & { stderr: string }>(as(command, ...args))
    t.regex(stderr, /Permission denied/)
    t.deepEqual(readFileSync(path), before)
  }
  await as('mv', '-f', next, path)
  using index = await SuggestIndex.open(path, { verify: true })
  t.is(index.info.entries, 1)
})
