// The file in use, changed in place: it is told, and not taken.
import {
  chmodSync,
  closeSync,
  copyFileSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import test from 'ava'
import { buildIndex, type MapaheadError, SuggestIndex } from 'mapahead'
import { stateOf } from '../../src/watch/file-state.ts'
import { FileWatch } from '../../src/watch/file-watch.ts'
import { buildFixture, PLACES, temporaryFolder } from '../support/fixtures.ts'
import { until } from '../support/until.ts'

const changes: [what: string, change: (path: string, other: string) => void][] = [
  ['another index copied over it', (path, other) => copyFileSync(other, path)],
  [
    'a byte of it written',
    (path) => {
      const file = openSync(path, 'r+')
      writeSync(file, 'X', 200)
      closeSync(file)
    },
  ],
  [
    'its end cut off',
    (path) => {
      const file = openSync(path, 'r+')
      ftruncateSync(file, 100)
      closeSync(file)
    },
  ],
  ['another time', (path) => utimesSync(path, 1, 1)],
]

for (const [what, change] of changes) {
  test(`${what}: swap-failed tells it once, the index goes on, and a rename takes over`, async (t) => {
    const path = await buildFixture(t, PLACES)
    const other = `${path}.other`
    await buildIndex([{ text: 'alpha' }], other)
    // A copy, since a mapping would show the changed bytes, or end this process.
    using index = await SuggestIndex.open(path, { watch: true, copy: true })
    const errors: MapaheadError[] = []
    index.on('swap-failed', (error) => errors.push(error))
    const swapped = new Promise((resolve) => index.on('swap', resolve))
    const answer = index.suggest('be')
    chmodSync(path, 0o644)

    change(path, other)
    await until(() => errors.length > 0)
    t.like(errors[0], { code: 'ERR_CHANGED_IN_PLACE', file: path })
    t.true(errors[0]?.message.includes('rename'))
    t.deepEqual(index.suggest('be'), answer)

    const { generation } = await buildIndex([{ text: 'beta' }], path)
    t.deepEqual(await swapped, { generation, previous: answer.generation })
    t.is(errors.length, 1)
  })
}

test('each file in use that is changed is told, and none is loaded', async (t) => {
  const path = `${temporaryFolder(t)}/file`
  writeFileSync(path, 'content')
  const [told, loaded]: [MapaheadError[], string[]] = [[], []]
  const watch = new FileWatch(path, await stateOf(path), {
    load: async () => {
      loaded.push(readFileSync(path, 'utf8'))
    },
    fail: (error) => told.push(error),
  })
  t.teardown(() => watch.close())
  writeFileSync(path, 'changed')
  await until(() => told.length === 1)
  writeFileSync(`${path}.next`, 'next')
  renameSync(`${path}.next`, path)
  await until(() => loaded.length === 1)
  writeFileSync(path, 'changed again')
  await until(() => told.length === 2)
  t.deepEqual(loaded, ['next'])
  t.deepEqual(
    told.map(({ code, file }) => [code, file]),
    Array(2).fill(['ERR_CHANGED_IN_PLACE', path]),
  )
})
