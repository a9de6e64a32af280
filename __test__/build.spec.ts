import { once } from 'node:events'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import test from 'ava'
import { type BuildOptions, type BuildProgress, buildIndex, type RecordInput, SuggestIndex } from 'mapahead'
import { PLACES, temporaryFolder } from './fixtures.ts'

function* manyRecords(count: number): Generator<RecordInput> {
  for (let place = 0; place < count; place++) yield { text: `record number ${place}`, id: `${place}`, weight: place }
}

async function* asynchronously<Value>(values: Iterable<Value>): AsyncGenerator<Value> {
  yield* values
}

test('arrays, generators, async generators, streams and files of the same records give the same bytes', async (t) => {
  const folder = temporaryFolder(t)
  const lines = PLACES.map((record) => `${JSON.stringify(record)}\n`).join('')
  writeFileSync(join(folder, 'places.ndjson'), lines)
  writeFileSync(join(folder, 'places.jsonl.gz'), gzipSync(lines))
  const sources = [
    PLACES,
    new Set(PLACES),
    asynchronously(PLACES),
    Readable.from(PLACES),
    join(folder, 'places.ndjson'),
    [join(folder, 'places.jsonl.gz')],
  ]
  const files = []
  for (const source of sources) {
    const out = join(folder, 'out.mapahead')
    const report = await buildIndex(source, out)
    t.is(report.entries, PLACES.length)
    files.push(readFileSync(out))
  }
  for (const file of files) t.deepEqual(file, files[0])
})

test('records of several batches are all indexed, from sync and async iterables', async (t) => {
  const folder = temporaryFolder(t)
  const count = 60_000
  for (const source of [manyRecords(count), asynchronously(manyRecords(count))]) {
    const out = join(folder, 'many.mapahead')
    const report = await buildIndex(source, out)
    t.is(report.entries, count)
    using index = SuggestIndex.openSync(out)
    t.is(index.get('59999')?.text, 'record number 59999')
    t.is(index.info.generation, report.generation)
  }
})

test('an error of the iterable is thrown again, and the old index stays', async (t) => {
  const folder = temporaryFolder(t)
  const out = join(folder, 'out.mapahead')
  await buildIndex(PLACES, out)
  const before = readFileSync(out)
  const error = new Error('no more records')
  function* failing(): Generator<RecordInput> {
    yield* manyRecords(30_000)
    throw error
  }
  for (const source of [failing(), asynchronously(failing())]) {
    t.is(await t.throwsAsync(buildIndex(source, out)), error)
    t.deepEqual(readdirSync(folder), ['out.mapahead'])
    t.deepEqual(readFileSync(out), before)
  }
})

test('a failing build closes the iterable', async (t) => {
  const out = join(temporaryFolder(t), 'out.mapahead')
  let isClosed = false
  async function* records(): AsyncGenerator<RecordInput> {
    try {
      yield { text: 'good' }
      yield { text: '' }
      yield* manyRecords(100_000)
    } finally {
      isClosed = true
    }
  }
  await t.throwsAsync(buildIndex(records(), out), { code: 'ERR_INVALID_RECORD', message: /^<records>:2: field text/ })
  t.true(isClosed)
})

test('a bad record names its line across batches', async (t) => {
  const folder = temporaryFolder(t)
  function* records(): Generator<RecordInput> {
    yield* manyRecords(40_000)
    yield { text: 'negative', weight: -1 }
  }
  await t.throwsAsync(buildIndex(records(), join(folder, 'out')), {
    code: 'ERR_INVALID_RECORD',
    message: /^<records>:40001: field weight/,
  })
  t.deepEqual(readdirSync(folder), [])
})

test('what JSON cannot hold is refused, not changed', async (t) => {
  const out = join(temporaryFolder(t), 'out')
  for (const weight of [Number.NaN, Number.POSITIVE_INFINITY]) {
    await t.throwsAsync(buildIndex([{ text: 'a', weight }], out), { code: 'ERR_INVALID_RECORD', message: /weight/ })
  }
  await t.throwsAsync(buildIndex([{ text: 'a', payload: 1n }], out), { code: 'ERR_INVALID_RECORD', message: /BigInt/ })
  await t.throwsAsync(buildIndex([5 as unknown as RecordInput], out), { code: 'ERR_INVALID_RECORD' })
})

test('columns map fields, and a missing one is named', async (t) => {
  const folder = temporaryFolder(t)
  const csv = join(folder, 'cities.csv')
  writeFileSync(csv, 'name,people,country,lat\n"Berlin, Stadt",3426354,DE,52.5\n')
  const out = join(folder, 'out.mapahead')

  await buildIndex(csv, out, { columns: { text: 'name', weight: 'people', payload: ['country', 'lat'] } })

  using index = SuggestIndex.openSync(out)
  const [berlin] = index.suggest('ber').suggestions
  t.is(berlin?.text, 'Berlin, Stadt')
  t.is(berlin?.weight, 3426354)
  t.deepEqual(Object.keys(berlin?.payload ?? {}), ['country', 'lat'])
  await t.throwsAsync(buildIndex(csv, out, { columns: { text: 'title' } }), {
    code: 'ERR_MISSING_COLUMN',
    message: /"title" for text.*"name", "people", "country", "lat"/,
  })
})

test('skipped records are counted and written beside the index', async (t) => {
  const folder = temporaryFolder(t)
  const out = join(folder, 'out.mapahead')

  const report = await buildIndex([{ text: 'good' }, { text: 'bad', weight: -1 }], out, { onError: 'skip' })

  t.is(report.skipped, 1)
  t.is(report.entries, 1)
  const [reject] = readFileSync(`${out}.rejects.ndjson`, 'utf8').split('\n')
  t.like(JSON.parse(reject ?? ''), { file: '<records>', line: 2, field: 'weight' })
})

test('progress is reported, and its last report is the end', async (t) => {
  const out = join(temporaryFolder(t), 'out.mapahead')
  const seen: BuildProgress[] = []

  await buildIndex(manyRecords(50_000), out, { onProgress: (progress) => seen.push(progress) })

  t.is(seen.at(-1)?.records, 50_000)
  t.is(seen.at(-1)?.phase, 'write')
})

test('an error of the progress callback stops the build and is thrown again', async (t) => {
  const folder = temporaryFolder(t)
  const error = new Error('no interest')
  async function* endless(): AsyncGenerator<RecordInput> {
    for (let place = 0; ; place++) yield { text: `record ${place}` }
  }
  const onProgress = () => {
    throw error
  }
  t.is(await t.throwsAsync(buildIndex(endless(), join(folder, 'out'), { onProgress })), error)
  t.deepEqual(readdirSync(folder), [])
})

test('a signal that was aborted before keeps the build from starting', async (t) => {
  const folder = temporaryFolder(t)
  const aborted = await t.throwsAsync(buildIndex(PLACES, join(folder, 'out'), { signal: AbortSignal.abort() }), {
    any: true,
  })
  t.is((aborted as unknown as Error).name, 'AbortError')
  t.deepEqual(readdirSync(folder), [])
})

test('a signal stops a build that waits for its next record, and the old index stays', async (t) => {
  const folder = temporaryFolder(t)
  const out = join(folder, 'out.mapahead')
  await buildIndex(PLACES, out)
  const before = readFileSync(out)
  const controller = new AbortController()
  const waiting = new EventTarget()
  async function* stuck(): AsyncGenerator<RecordInput> {
    yield* manyRecords(20_000)
    setImmediate(() => waiting.dispatchEvent(new Event('waiting')))
    await new Promise(() => {})
  }

  const isWaiting = once(waiting, 'waiting')
  const build = buildIndex(stuck(), out, { signal: controller.signal })
  await isWaiting
  const reason = new Error('changed my mind')
  controller.abort(reason)

  t.is(await t.throwsAsync(build), reason)
  t.deepEqual(readdirSync(folder), ['out.mapahead'])
  t.deepEqual(readFileSync(out), before)
})

test('wrong arguments are refused before anything is written', async (t) => {
  const folder = temporaryFolder(t)
  const out = join(folder, 'out')
  const wrongOptions: [object, RegExp][] = [
    [{ knd: 'text' }, /knd.*kind, columns/],
    [{ kind: 'words' }, /kind must be text or literal/],
    [{ kind: 5 }, /kind must be a string/],
    [{ columns: { title: 'x' } }, /title.*text, id/],
    [{ columns: { payload: 'x' } }, /payload must be an array/],
    [{ quality: { whole: 0 } }, /whole/],
    [{ quality: { words: 1 } }, /words/],
    [{ memory: 5 }, /memory/],
    [{ threads: 0.5 }, /threads/],
    [{ onError: 'ignore' }, /onError/],
    [{ rejects: 'x' }, /rejects/],
    [{ format: 'xml' }, /format/],
    [{ onProgress: {} }, /onProgress/],
    [{ signal: {} }, /signal/],
  ]
  for (const [options, message] of wrongOptions) {
    await t.throwsAsync(buildIndex(PLACES, out, options as BuildOptions), { code: 'ERR_INVALID_OPTION', message })
  }
  for (const source of [undefined, null, 5, {}]) {
    await t.throwsAsync(buildIndex(source as unknown as string, out), { code: 'ERR_INVALID_ARGUMENT' })
  }
  await t.throwsAsync(buildIndex(PLACES, 5 as unknown as string), { code: 'ERR_INVALID_ARGUMENT' })
  t.deepEqual(readdirSync(folder), [])
})
