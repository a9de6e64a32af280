// The watch of a file by itself: what it tries again, and what it tells.
import { renameSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { failure } from '../../src/errors.ts'
import { stateOf, stateOfSync } from '../../src/watch/file-state.ts'
import { FileWatch } from '../../src/watch/file-watch.ts'
import { temporaryFolder } from '../support/fixtures.ts'
import { until } from '../support/until.ts'

test('what the system refuses is tried again though the file does not change, and told of once', async (t) => {
  const path = join(temporaryFolder(t), 'file')
  writeFileSync(path, 'content')
  const told: string[] = []
  let loads = 0
  const watch = new FileWatch(path, undefined, {
    async load() {
      loads += 1
      if (loads === 1) throw failure('ERR_IO', 'too many open files')
    },
    fail: ({ message }) => told.push(message),
  })
  t.teardown(() => watch.close())
  await until(() => loads === 2)
  t.deepEqual(told, ['too many open files'])
})

test('a path that cannot be looked at is told of, and what comes there is loaded', async (t) => {
  const path = join(temporaryFolder(t), 'file')
  symlinkSync(path, path) // leads to itself
  const told: string[] = []
  let loads = 0
  const watch = new FileWatch(path, undefined, {
    async load() {
      loads += 1
    },
    fail: ({ code, message }) => told.push(`${code} ${message}`),
  })
  t.teardown(() => watch.close())
  await until(() => told.length > 0)

  writeFileSync(`${path}.next`, 'content')
  renameSync(`${path}.next`, path)
  await until(() => loads > 0)

  t.is(told.length, 1)
  t.regex(told[0] ?? '', /^ERR_IO cannot open .*: ELOOP/)
})

test('a file that is in use already is not loaded, and another one is', async (t) => {
  const path = join(temporaryFolder(t), 'file')
  writeFileSync(path, 'content')
  const loaded: string[] = []
  const load = async () => {
    loaded.push((await stateOf(path))?.inode ?? '')
  }
  const watch = new FileWatch(path, await stateOf(path), { load, fail: ({ message }) => t.fail(message) })
  t.teardown(() => watch.close())

  writeFileSync(`${path}.next`, 'other content')
  const next = stateOfSync(`${path}.next`)?.inode
  renameSync(`${path}.next`, path)
  await until(() => loaded.length > 0)

  t.deepEqual(loaded, [next])
})

test('a missing file has no state', async (t) => {
  const folder = temporaryFolder(t)
  t.is(await stateOf(join(folder, 'missing')), undefined)
  t.is(stateOfSync(join(folder, 'missing')), undefined)
  writeFileSync(join(folder, 'file'), '')
  t.is(await stateOf(join(folder, 'file', 'below')), undefined)
  t.deepEqual(await stateOf(join(folder, 'file')), stateOfSync(join(folder, 'file')))
})

test('the file that is in use is told as soon as it was there before and after it was loaded', async (t) => {
  const path = join(temporaryFolder(t), 'file')
  writeFileSync(path, 'first')
  const first = stateOfSync(path)
  const settled: string[] = []
  let loads = 0
  const watch = new FileWatch(path, first, {
    async load() {
      loads += 1
      if (loads > 1) return
      // Nobody can tell which of the two this load has read.
      writeFileSync(`${path}.third`, 'the third')
      renameSync(`${path}.third`, path)
    },
    fail: ({ message }) => t.fail(message),
    settle: ({ file }) => settled.push(file),
  })
  t.teardown(() => watch.close())
  await until(() => settled.length === 1)
  writeFileSync(`${path}.second`, 'second')
  renameSync(`${path}.second`, path)
  await until(() => settled.length === 2)
  t.deepEqual([settled, loads], [[first?.file, stateOfSync(path)?.file], 2])
})
