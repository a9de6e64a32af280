// How a file is opened: verified, warmed, copied, and once for all threads.
import { once } from 'node:events'
import { readFileSync, statSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import test from 'ava'
import { buildIndex, SuggestIndex } from 'mapahead'
import { buildFixture, overwrite, PLACES } from '../support/fixtures.ts'
import { mappingsOf, memoryOf } from '../support/memory-maps.ts'

const onLinux = process.platform === 'linux' ? test : test.skip

/** Changes a byte that opening does not read. */
function damage(path: string): void {
  const bytes = readFileSync(path)
  bytes.write('Ber9en', bytes.indexOf('Bergen'))
  overwrite(path, bytes)
}

test('however it is opened, an index answers the same', async (t) => {
  const path = await buildFixture(t, PLACES)
  using plain = await SuggestIndex.open(path)
  for (const options of [{ verify: true }, { warm: true }, { copy: true }, { verify: true, warm: true, copy: true }]) {
    using index = await SuggestIndex.open(path, options)
    using same = SuggestIndex.openSync(path, options)
    t.deepEqual(index.suggest('ber'), plain.suggest('ber'))
    t.deepEqual(same.suggest('ber'), plain.suggest('ber'))
  }
})

test('with verify a damaged file is not opened', async (t) => {
  const path = await buildFixture(t, PLACES)
  damage(path)
  SuggestIndex.openSync(path).close()
  for (const copy of [false, true]) {
    const options = { verify: true, copy }
    await t.throwsAsync(SuggestIndex.open(path, options), { code: 'ERR_CORRUPT' })
    t.throws(() => SuggestIndex.openSync(path, options), { code: 'ERR_CORRUPT' })
  }
})

test('with watch the checksums of the first file are compared too', async (t) => {
  const path = await buildFixture(t, PLACES)
  damage(path)
  await t.throwsAsync(SuggestIndex.open(path, { watch: true }), { code: 'ERR_CORRUPT' })
  t.throws(() => SuggestIndex.openSync(path, { watch: true }), { code: 'ERR_CORRUPT' })
})

test('a copy goes on when the file is cut short in place', async (t) => {
  const path = await buildFixture(t, PLACES)
  using index = await SuggestIndex.open(path, { copy: true })
  const answer = index.suggest('ber')
  overwrite(path, Buffer.of())
  t.deepEqual(index.suggest('ber'), answer)
  await index.verify()
})

onLinux('a copy maps nothing', async (t) => {
  const path = await buildFixture(t, PLACES)
  using _ = await SuggestIndex.open(path, { copy: true })
  t.deepEqual(mappingsOf(path), [])
})

onLinux('with warm every page is in memory before the first query', async (t) => {
  const records = Array.from({ length: 50_000 }, (_, i) => ({ text: `entry ${i * 7919}`, weight: i }))
  const path = await buildFixture(t, records)
  const pages = Math.ceil(statSync(path).size / 4096) * 4096

  using cold = await SuggestIndex.open(path)
  t.true(memoryOf(path, 'Rss') < pages)
  cold.close()
  using _ = await SuggestIndex.open(path, { warm: true })
  t.is(memoryOf(path, 'Rss'), pages)
})

onLinux('a file that is opened several times is mapped once, until the last is closed', async (t) => {
  const path = await buildFixture(t, PLACES)
  const indexes = [await SuggestIndex.open(path), SuggestIndex.openSync(path), await SuggestIndex.open(path)]
  t.is(mappingsOf(path).length, 1)
  indexes.pop()?.close()
  t.is(mappingsOf(path).length, 1)
  t.is(indexes[0]?.suggest('be').suggestions.length, 4)
  for (const index of indexes) index.close()
  t.is(mappingsOf(path).length, 0)
})

onLinux('8 threads that open a file map it once, and closing all unmaps it', async (t) => {
  const path = await buildFixture(t, PLACES)
  const threads = Array.from({ length: 8 }, () => {
    return new Worker(new URL('../support/processes/opening-thread.js', import.meta.url), {
      workerData: path,
      execArgv: [],
    })
  })
  const answers = await Promise.all(threads.map(async (thread) => (await once(thread, 'message'))[0]))
  using index = await SuggestIndex.open(path)
  t.is(mappingsOf(path).length, 1)
  for (const answer of answers) t.deepEqual(answer, index.suggest('ber'))

  index.close()
  for (const thread of threads) {
    t.is(mappingsOf(path).length, 1)
    thread.postMessage('close')
    await once(thread, 'message')
  }
  t.is(mappingsOf(path).length, 0)
  await Promise.all(threads.map((thread) => thread.terminate()))
})

onLinux('a new file at the path is mapped besides the old one', async (t) => {
  const path = await buildFixture(t, PLACES)
  using before = await SuggestIndex.open(path)
  await buildIndex([{ text: 'Beta' }], path)
  using after = await SuggestIndex.open(path)
  t.is(mappingsOf(path).length, 2)
  t.not(before.generation, after.generation)
})
