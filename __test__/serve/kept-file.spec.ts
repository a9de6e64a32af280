// The file that the primary of `serve` holds open, and whether a worker moves.
import { readdirSync, readFileSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import test from 'ava'
import { buildIndex, SuggestIndex } from '../../src/index.ts'
import { KeptFile } from '../../src/serve/team/kept-file.ts'
import { BEATS, Pulse } from '../../src/serve/team/pulse.ts'
import { stateOfSync } from '../../src/watch/file-state.ts'
import { buildFixture, PLACES } from '../support/fixtures.ts'
import { until } from '../support/until.ts'

const onLinux = process.platform === 'linux' ? test : test.skip

/** The files that this process has open. */
function openFiles(): string[] {
  return readdirSync('/proc/self/fd').flatMap((name) => stateOfSync(`/proc/self/fd/${name}`)?.file ?? [])
}

/** Puts an index of `text` at `path`, and returns which file that is and its generation. */
async function put(path: string, text: string) {
  const { generation } = await buildIndex([{ text }], path)
  return { file: stateOfSync(path)?.file ?? '', generation }
}

/** The texts of the index that is kept. */
function keptTexts({ descriptor }: KeptFile): string[] {
  using index = SuggestIndex.openSync(`/dev/fd/${descriptor}`)
  return index.suggest('').suggestions.map(({ text }) => text)
}

onLinux('what a worker has verified is kept though the path has gone on to another file', async (t) => {
  const path = await buildFixture(t, PLACES)
  const kept = new KeptFile(path, () => {})
  t.teardown(() => kept.close())
  t.is(kept.descriptor, undefined)
  const first = await put(path, 'first')
  await until(() => openFiles().includes(first.file))
  // A worker reads it all, and meanwhile:
  const second = await put(path, 'second')
  await until(() => openFiles().includes(second.file))
  rmSync(path)
  kept.confirm(first.file, first.generation)
  t.deepEqual(keptTexts(kept), ['first'])
  t.true(openFiles().includes(second.file))
  kept.confirm(second.file, second.generation)
  t.deepEqual(keptTexts(kept), ['second'])
  t.false(openFiles().includes(first.file))
  kept.close()
  t.false(openFiles().includes(second.file))
})

onLinux(
  'a file that no worker has verified is not kept, and neither is one that says another generation',
  async (t) => {
    const path = await buildFixture(t, PLACES)
    const good = await put(path, 'good')
    const kept = new KeptFile(path, () => {})
    t.teardown(() => kept.close())
    kept.confirm(good.file, good.generation)
    t.deepEqual(keptTexts(kept), ['good'])

    // Its head is that of the good one.
    writeFileSync(`${path}.cut`, readFileSync(path))
    truncateSync(`${path}.cut`, statSync(path).size - 1)
    renameSync(`${path}.cut`, path)
    const file = stateOfSync(path)?.file ?? ''
    await until(() => openFiles().includes(file))
    kept.confirm(good.file, good.generation)
    t.deepEqual(keptTexts(kept), ['good'])

    const other = await put(path, 'other')
    kept.confirm(other.file, good.generation)
    t.deepEqual(keptTexts(kept), ['good'])
    // That of a file that has been replaced since.
    kept.confirm(file, good.generation)
    t.deepEqual(keptTexts(kept), ['good'])
    kept.confirm(other.file, other.generation)
    t.deepEqual(keptTexts(kept), ['other'])
  },
)

onLinux('of files that come faster than they are verified only the last few are held', async (t) => {
  const path = await buildFixture(t, PLACES)
  const kept = new KeptFile(path, () => {})
  t.teardown(() => kept.close())
  const files = []
  for (let i = 0; i < 10; i++) {
    const file = await put(path, `number ${i}`)
    await until(() => openFiles().includes(file.file))
    files.push(file)
  }
  const held = files.filter(({ file }) => openFiles().includes(file))
  t.deepEqual(held, files.slice(-4))
})

test('a file that is gone is told once, and so is that it is back', async (t) => {
  const path = await buildFixture(t, PLACES)
  const told: boolean[] = []
  const kept = new KeptFile(path, (isMissing) => told.push(isMissing))
  t.teardown(() => kept.close())
  renameSync(path, `${path}.away`)
  await until(() => told.length === 1)
  renameSync(`${path}.away`, path)
  await until(() => told.length === 2)
  t.deepEqual(told, [true, false])
})

test('a worker that gives no sign is silent after half of the beats, and given up once, after all', (t) => {
  const pulse = new Pulse()
  const beats = Array.from({ length: BEATS + 5 }, () => [pulse.beat(), pulse.isSilent])
  t.deepEqual(beats[0], ['ask', false])
  t.deepEqual(
    beats.slice(1, BEATS).map(([next]) => next),
    Array(BEATS - 1).fill('wait'),
  )
  t.is(
    beats.findIndex(([, isSilent]) => isSilent),
    BEATS / 2,
  )
  t.deepEqual(beats.map(([next]) => next).indexOf('stalled'), BEATS)
  t.is(beats.filter(([next]) => next === 'stalled').length, 1)
})

test('a worker that gives its sign late is silent no more, and is asked anew', (t) => {
  const pulse = new Pulse()
  for (let i = 0; i < BEATS; i++) pulse.beat()
  t.true(pulse.isSilent)
  pulse.hear()
  t.false(pulse.isSilent)
  t.is(pulse.beat(), 'ask')
})
