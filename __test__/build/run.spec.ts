import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import test from 'ava'
import { type BuildOptions, type BuildProgress, buildIndex, type RecordInput, SuggestIndex } from 'mapahead'
import { PLACES, temporaryFolder } from '../support/fixtures.ts'

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
      for (;;) yield* manyRecords(1000)
    } finally {
      await new Promise(setImmediate)
      isClosed = true
    }
  }
  await t.throwsAsync(buildIndex(records(), out), { code: 'ERR_INVALID_RECORD', message: /^<records>:2: field text/ })
  t.true(isClosed)
})

/** An iterable whose `next` is given, and that counts the calls of `return`. */
function countingReturns(next: () => Promise<IteratorResult<RecordInput>>) {
  const records = {
    returns: 0,
    [Symbol.asyncIterator]: () => ({
      next,
      async return() {
        records.returns += 1
        return { done: true as const, value: undefined }
      },
    }),
  }
  return records
}

test('an iterable whose next fails is not closed, as for await does not', async (t) => {
  const out = join(temporaryFolder(t), 'out')
  const error = new Error('no next')
  const rejecting = countingReturns(() => Promise.reject(error))
  const throwing = countingReturns(() => {
    throw error
  })
  for (const records of [rejecting, throwing]) {
    t.is(await t.throwsAsync(buildIndex(records, out)), error)
    t.is(records.returns, 0)
  }
})

test('an iterable that waits for its next record is closed when a signal stops the build, and not awaited', async (t) => {
  const controller = new AbortController()
  const records = countingReturns(() => {
    controller.abort()
    return new Promise(() => {})
  })
  const build = buildIndex(records, join(temporaryFolder(t), 'out'), { signal: controller.signal })
  t.is(await t.throwsAsync(build, { any: true }), controller.signal.reason)
  t.is(records.returns, 1)
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

const MAPPED = { text: 'name', weight: 'people' }

/** Records that JSON cannot hold as they are, and what their error says. */
const UNWRITABLE: [unknown, RegExp][] = [
  [{ text: 'a', weight: Number.NaN }, /^<records>:2: field weight: must be a number from 0, got NaN$/],
  [{ text: 'a', weight: Number.POSITIVE_INFINITY }, /^<records>:2: field weight: .*Infinity$/],
  [{ text: 'a', aliases: ['b', { text: 'c', factor: Number.NaN }] }, /^<records>:2: field aliases: factor .*NaN$/],
  [{ text: 'a', payload: 1n }, /^<records>:2: field payload: .*BigInt/],
  [{ text: 'half \ud800' }, /^<records>:2: field text: .*half of a surrogate pair in "half \\ud800"$/],
  [{ text: 'a', id: '\udc00' }, /^<records>:2: field id: .*surrogate/],
  [null, /^<records>:2: field record: must be an object, got null$/],
  [undefined, /^<records>:2: field record: must be an object, got undefined$/],
  [5, /^<records>:2: field record: must be an object, got a number, 5$/],
  ['a', /^<records>:2: field record: must be an object, got a string, "a"$/],
  [[], /^<records>:2: field record: must be an object, got an array$/],
]

test('what JSON cannot hold is refused, not changed', async (t) => {
  const out = join(temporaryFolder(t), 'out')
  for (const [record, message] of UNWRITABLE) {
    const records = [{ text: 'good' }, record as RecordInput]
    await t.throwsAsync(buildIndex(records, out), { code: 'ERR_INVALID_RECORD', message })
  }
  await t.throwsAsync(
    buildIndex([{ name: 'a', people: Number.NaN } as unknown as RecordInput], out, { columns: MAPPED }),
    {
      code: 'ERR_INVALID_RECORD',
      message: '<records>:1: field weight: must be a number from 0, got NaN',
    },
  )
})

test('what JSON cannot hold is skipped and counted if bad records are', async (t) => {
  const out = join(temporaryFolder(t), 'out')
  const records = [...UNWRITABLE.map(([record]) => record as RecordInput), { text: 'good' }]

  const report = await buildIndex(records, out, { onError: 'skip' })

  t.is(report.skipped, UNWRITABLE.length)
  t.is(report.entries, 1)
  t.is(report.rejects, `${out}.rejects.ndjson`)
  const rejects = readFileSync(report.rejects ?? '', 'utf8')
    .trimEnd()
    .split('\n')
  t.deepEqual(
    rejects.map((reject) => JSON.parse(reject).line),
    UNWRITABLE.map((_, place) => place + 1),
  )
})

test('an iterable without records gives an index without entries, but an empty array is ambiguous', async (t) => {
  const out = join(temporaryFolder(t), 'out')
  t.is((await buildIndex(new Set<RecordInput>(), out)).entries, 0)
  using index = SuggestIndex.openSync(out)
  t.deepEqual(index.suggest('').suggestions, [])
  await t.throwsAsync(buildIndex([], out), { code: 'ERR_INVALID_ARGUMENT', message: /empty array.*new Set\(\)/ })
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
    message: /"title" for columns\.text.*"name", "people", "country", "lat"/,
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

test('a promise of the progress callback that rejects stops the build like an error', async (t) => {
  const folder = temporaryFolder(t)
  const error = new Error('no interest, later')
  async function* endless(): AsyncGenerator<RecordInput> {
    for (let place = 0; ; place++) yield { text: `record ${place}` }
  }
  const onProgress = async () => {
    throw error
  }
  t.is(await t.throwsAsync(buildIndex(endless(), join(folder, 'out'), { onProgress })), error)
  t.deepEqual(readdirSync(folder), [])
})

test('an error of the last progress report is thrown too, when the index is in place', async (t) => {
  const out = join(temporaryFolder(t), 'out')
  const error = new Error('at the end')
  const isDone = ({ steps, stepsTotal }: BuildProgress) => stepsTotal > 0 && steps === stepsTotal && existsSync(out)
  for (const isAsync of [false, true]) {
    const onProgress = (progress: BuildProgress) => {
      if (!isDone(progress)) return
      if (isAsync) return Promise.reject(error)
      throw error
    }
    rmSync(out, { force: true })
    t.is(await t.throwsAsync(buildIndex(PLACES, out, { onProgress })), error)
    t.true(existsSync(out))
  }
})

test('a signal of another class stops a build', async (t) => {
  class OtherSignal extends EventTarget {
    aborted = false
    reason: unknown
  }
  const signal = new OtherSignal()
  const reason = new Error('elsewhere')
  async function* stuck(): AsyncGenerator<RecordInput> {
    setImmediate(() => {
      Object.assign(signal, { aborted: true, reason })
      signal.dispatchEvent(new Event('abort'))
    })
    await new Promise(() => {})
  }
  const build = buildIndex(stuck(), join(temporaryFolder(t), 'out'), { signal: signal as unknown as AbortSignal })
  t.is(await t.throwsAsync(build), reason)
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
    [
      { quality: { word: 1 } },
      /quality has no option "word"; there are whole, prefix, words, slippedWords, verbatim, typoBase, dropBase$/,
    ],
    [{ quality: { words: 2 } }, /^quality\.words must be at most quality\.prefix, got 2$/],
    [{ quality: { typoBase: '4' } }, /^quality\.typoBase must be a number, got "4"$/],
    [{ languages: 'ru' }, /^languages must be an array of strings, got a string, "ru"$/],
    [{ layouts: ['us', 1] }, /^layouts\[1\] must be a string, got a number, 1$/],
    [{ synonyms: 5 }, /^synonyms must be a path or an array of strings, got a number, 5$/],
    [{ synonyms: ['a, b', 5] }, /^synonyms\[1\] must be a string, got a number, 5$/],
    [{ synonymFactor: 2 }, /^synonymFactor must be a number from 0 to 1, got 2$/],
    [{ transliterate: 'yes' }, /^transliterate must be true or false, got a string, "yes"$/],
    [{ inside: 1 }, /^inside must be true or false, got a number, 1$/],
    [{ typos: 'never' }, /^typos must be an object, got a string, "never"$/],
    [{ typos: { insert: 1 } }, /typos has no option "insert"; there are edit, dropped,/],
    [{ typos: { swap: 4 } }, /^typos\.swap must be a number from 0\.015625 to 3, got 4$/],
    [{ typos: { first: Number.NaN } }, /^typos\.first must be a finite number, got NaN$/],
    [
      { typos: { letters: { ab: { c: 1 } } } },
      /^typos\.letters must be costs of one letter typed for another.*"ab" typed for "c"$/,
    ],
    [{ typos: { letters: { 1: { l: 1 } } } }, /^typos\.letters must be costs of letters, since digits/],
    [{ typos: { letters: { É: { a: 1 } } } }, /^typos\.letters must be costs of letters as keys have them: "e", got/],
    [{ typos: { letters: { e: { a: 5 } } } }, /^typos\.letters must be costs from 0\.015625 to 3, got 5 for "e" typed/],
    [{ typos: { letters: { e: { a: '1' } } } }, /^typos\.letters\.e\.a must be a number, got "1"$/],
    [{ typos: { letters: { e: 1 } } }, /^typos\.letters\.e must be an object, got 1$/],
    [{ typos: { budgets: [] } }, /^typos\.budgets must be an object, got an array$/],
    [{ typos: { budgets: { opn: [] } } }, /^typos\.budgets has no option "opn"; there are open, closed$/],
    [{ typos: { budgets: { open: [5] } } }, /^typos\.budgets\.open\[0\] must be an object, got 5$/],
    [
      { typos: { budgets: { closed: [{ from: 3, edits: 1 }] } } },
      /^typos\.budgets\.closed\[0\]\.cost must be given, got nothing$/,
    ],
    [
      { typos: { budgets: { open: [{ from: 3, edits: 1, cost: 1, cheap: true }] } } },
      /typos\.budgets\.open\[0\] has no option "cheap"/,
    ],
    [
      { typos: { budgets: { open: [{ from: 3, edits: 3, cost: 1 }] } } },
      /^typos\.budgets\.open\.edits must be a whole number from 0 to 2/,
    ],
    [
      { typos: { budgets: { closed: [{ from: 3.5, edits: 1, cost: 1 }] } } },
      /^typos\.budgets\.closed\[0\]\.from must be a whole number.*3\.5$/,
    ],
    [{ memory: 5 }, /memory/],
    [{ memory: Number.NaN }, /memory must be a finite number, got NaN/],
    [{ threads: 1e300 }, /threads must be a whole number from 1 to 256/],
    [Object.create({ knd: 'text' }), /knd/],
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
  for (const options of [null, 5, []]) {
    await t.throwsAsync(buildIndex(PLACES, out, options as BuildOptions), { code: 'ERR_INVALID_ARGUMENT' })
  }
  await t.throwsAsync(buildIndex(PLACES, 5 as unknown as string), { code: 'ERR_INVALID_ARGUMENT' })
  t.deepEqual(readdirSync(folder), [])
})
