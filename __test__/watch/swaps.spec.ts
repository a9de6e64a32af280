// An index that follows its file: what is renamed into its place takes over, or is refused.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import test, { type ExecutionContext } from 'ava'
import {
  buildIndex,
  type ErrorCode,
  type IndexEvents,
  type MapaheadError,
  SuggestIndex,
  type SwapEvent,
} from 'mapahead'
import { buildFixture, PLACES, temporaryFolder } from '../support/fixtures.ts'
import { mappingsOf } from '../support/memory-maps.ts'
import { until } from '../support/until.ts'

const onLinux = process.platform === 'linux' ? test : test.skip

const ALPHA = [{ text: 'alpha' }]
const BETA = [{ text: 'beta' }]
const GAMMA = [{ text: 'gamma' }]

/** Opens an index of PLACES that follows its file. */
async function openWatched(t: ExecutionContext): Promise<{ index: SuggestIndex; path: string }> {
  const path = await buildFixture(t, PLACES)
  const index = await SuggestIndex.open(path, { watch: true })
  t.teardown(() => index.close())
  return { index, path }
}

/** Waits for an event; the time limit of the test ends the wait. */
function next<Name extends keyof IndexEvents>(
  index: SuggestIndex,
  event: Name,
): Promise<Parameters<IndexEvents[Name]>[0]> {
  return new Promise((resolve) => {
    const listener = (value: SwapEvent | MapaheadError) => {
      index.off(event, listener)
      resolve(value as Parameters<IndexEvents[Name]>[0])
    }
    index.on(event, listener)
  })
}

/** Writes a file beside `path`, lets `make` fill it, and renames it to `path`. */
function publish(path: string, make: (file: string) => void): void {
  const temporary = `${path}.next`
  make(temporary)
  renameSync(temporary, path)
}

function texts(index: SuggestIndex): string[] {
  return index.suggest('').suggestions.map(({ text }) => text)
}

test('a new build at the path takes over', async (t) => {
  const { index, path } = await openWatched(t)
  const before = index.generation
  const swapped = next(index, 'swap')

  const { generation } = await buildIndex(ALPHA, path)

  t.deepEqual(await swapped, { generation, previous: before })
  t.is(index.generation, generation)
  t.is(index.info.entries, 1)
  t.deepEqual(texts(index), ['alpha'])
  t.is(JSON.parse(Buffer.from(index.suggestJson('alpha')).toString()).generation, generation)
  t.is(index.get('b'), undefined)
})

test('one that is opened on this thread follows its file too', async (t) => {
  const path = await buildFixture(t, PLACES)
  using index = SuggestIndex.openSync(path, { watch: true })
  const swapped = next(index, 'swap')
  await buildIndex(ALPHA, path)
  await swapped
  t.deepEqual(texts(index), ['alpha'])
})

test('without watch an index stays as it was opened', async (t) => {
  const { index, path } = await openWatched(t)
  using still = await SuggestIndex.open(path, { watch: false })
  const swapped = next(index, 'swap')
  await buildIndex(ALPHA, path)
  await swapped
  t.is(still.suggest('be').suggestions.length, 4)
})

test('of two renames in a row the last one wins', async (t) => {
  const { index, path } = await openWatched(t)
  const builds = await Promise.all(
    [ALPHA, BETA, GAMMA].map(async (records, i) => {
      const out = `${path}.${i}`
      return { out, ...(await buildIndex(records, out)) }
    }),
  )
  const last = builds.at(-1)?.generation
  const arrived = new Promise<void>((resolve) => {
    index.on('swap', ({ generation }) => {
      if (generation === last) resolve()
    })
  })

  for (const { out } of builds) renameSync(out, path)
  await arrived

  t.deepEqual(texts(index), ['gamma'])
})

test('a missing file is no error, and what comes in its place takes over', async (t) => {
  const { index, path } = await openWatched(t)
  index.on('swap-failed', (error) => t.fail(error.message))
  const next1 = `${path}.1`
  await buildIndex(ALPHA, next1)
  // A second index sees the same folder, so that its swap tells that this one had time to look.
  const other = await buildFixture(t, PLACES)
  using witness = await SuggestIndex.open(other, { watch: true })

  renameSync(path, `${path}.away`)
  for (const records of [ALPHA, BETA]) {
    const seen = next(witness, 'swap')
    await buildIndex(records, other)
    await seen
    t.is(index.suggest('be').suggestions.length, 4)
  }
  const swapped = next(index, 'swap')
  renameSync(next1, path)
  await swapped

  t.deepEqual(texts(index), ['alpha'])
})

onLinux('an equal file takes over without an event', async (t) => {
  const { index, path } = await openWatched(t)
  index.on('swap', () => t.fail())
  const answer = index.suggest('be')

  publish(path, (file) => copyFileSync(path, file))
  await until(() => mappingsOf(path).every((line) => !line.endsWith('(deleted)')))

  t.is(mappingsOf(path).length, 1)
  t.deepEqual(index.suggest('be'), answer)
})

const refused: [string, (path: string) => void, ErrorCode, RegExp][] = [
  ['a file that was cut short', (path) => publish(path, (file) => cut(path, file)), 'ERR_CORRUPT', /is corrupt/],
  ['damaged bytes', (path) => publish(path, (file) => damage(path, file)), 'ERR_CORRUPT', /is corrupt/],
  [
    'something else',
    (path) => publish(path, (file) => writeFileSync(file, 'no index '.repeat(100))),
    'ERR_NOT_AN_INDEX',
    /is not a mapahead index/,
  ],
  ['a folder', (path) => publishFolder(path), 'ERR_NOT_AN_INDEX', /it is not a regular file/],
]

function cut(path: string, file: string): void {
  writeFileSync(file, readFileSync(path).subarray(0, 500))
}

function damage(path: string, file: string): void {
  const bytes = readFileSync(path)
  bytes.write('Ber9en', bytes.indexOf('Bergen'))
  writeFileSync(file, bytes)
}

function publishFolder(path: string): void {
  renameSync(path, `${path}.away`)
  mkdirSync(path)
}

for (const [what, renameIn, code, message] of refused) {
  test(`${what} is refused once, the old index goes on, and a good one takes over later`, async (t) => {
    const { index, path } = await openWatched(t)
    const errors: MapaheadError[] = []
    index.on('swap-failed', (error) => errors.push(error))
    const failed = next(index, 'swap-failed')
    const answer = index.suggest('be')

    renameIn(path)
    const error = await failed

    t.true(error instanceof Error)
    t.is(error.code, code)
    t.regex(error.message, message)
    t.true(error.message.includes(path))
    t.deepEqual(index.suggest('be'), answer)

    const swapped = next(index, 'swap')
    await buildIndex(ALPHA, `${path}.good`)
    if (what === 'a folder') rmdirSync(path)
    renameSync(`${path}.good`, path)
    t.is((await swapped).previous, answer.generation)
    t.is(errors.length, 1)
    t.deepEqual(texts(index), ['alpha'])
  })
}

test('a file that is written in place takes over when it is whole', async (t) => {
  const { index, path } = await openWatched(t)
  const good = `${path}.good`
  await buildIndex(ALPHA, good)
  const bytes = readFileSync(good)

  const failed = next(index, 'swap-failed')
  publish(path, (file) => writeFileSync(file, bytes.subarray(0, 300)))
  await failed
  const swapped = next(index, 'swap')
  writeFileSync(path, bytes.subarray(300), { flag: 'a' })
  await swapped

  t.deepEqual(texts(index), ['alpha'])
})

test('a link to another file takes over, as a rename does', async (t) => {
  const folder = temporaryFolder(t)
  const [link, first, second] = ['current', 'first', 'second'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ]
  await buildIndex(ALPHA, first)
  await buildIndex(BETA, second)
  symlinkSync(first, link)
  using index = await SuggestIndex.open(link, { watch: true })
  const swapped = next(index, 'swap')

  publish(link, (file) => symlinkSync(second, file))
  await swapped

  t.deepEqual(texts(index), ['beta'])
})

test('a folder that is replaced with the file in it is followed', async (t) => {
  const folder = join(temporaryFolder(t), 'data')
  mkdirSync(folder)
  const path = join(folder, 'index')
  await buildIndex(ALPHA, path)
  using index = await SuggestIndex.open(path, { watch: true })
  const swapped = next(index, 'swap')

  renameSync(folder, `${folder}.away`)
  mkdirSync(folder)
  await buildIndex(BETA, path)
  await swapped

  t.deepEqual(texts(index), ['beta'])
})

test('after close no event comes, though a new file does', async (t) => {
  const { index, path } = await openWatched(t)
  using witness = await SuggestIndex.open(path, { watch: true })
  index.on('swap', () => t.fail())
  const swapped = next(witness, 'swap')
  index.close()
  await buildIndex(ALPHA, path)
  await swapped
  t.throws(() => index.suggest(''), { code: 'ERR_CLOSED' })
})

test('a verification that is under way ends well though its index is replaced', async (t) => {
  const { index, path } = await openWatched(t)
  const { bytes } = index.info
  const swapped = next(index, 'swap')
  await buildIndex(ALPHA, path)
  const verifying = index.verify()
  await swapped
  const report = await verifying
  t.true([bytes, index.info.bytes].includes(report.bytes))
})

onLinux('the file of before is unmapped', async (t) => {
  const { index, path } = await openWatched(t)
  for (const records of [ALPHA, BETA, GAMMA]) {
    const swapped = next(index, 'swap')
    await buildIndex(records, path)
    await swapped
    const lines = mappingsOf(path)
    t.is(lines.length, 1)
    t.notRegex(lines[0] ?? '', /\(deleted\)/)
  }
})

test('with copy and warm a new file is copied and warmed too', async (t) => {
  const path = await buildFixture(t, PLACES)
  using index = await SuggestIndex.open(path, { watch: true, copy: true, warm: true })
  const swapped = next(index, 'swap')
  await buildIndex(ALPHA, path)
  await swapped
  if (process.platform === 'linux') t.deepEqual(mappingsOf(path), [])
  t.deepEqual(texts(index), ['alpha'])
})

test('a listener that is taken off hears nothing', async (t) => {
  const { index, path } = await openWatched(t)
  const listener = () => t.fail()
  const swapped = next(index, 'swap')
  index.on('swap', listener).off('swap', listener)
  await buildIndex(ALPHA, path)
  await swapped
  t.pass()
})

test('events that there are not, and listeners that are no functions, are refused', async (t) => {
  const { index } = await openWatched(t)
  for (const name of ['on', 'off'] as const) {
    t.throws(() => index[name]('error' as 'swap', () => {}), {
      code: 'ERR_INVALID_ARGUMENT',
      message: /'error'; there are swap and swap-failed/,
    })
    t.throws(() => index[name]('swap', 'x' as unknown as () => void), { code: 'ERR_INVALID_ARGUMENT' })
  }
})

/** Runs a script of `processes`, and returns its exit code and what it wrote. */
async function run(script: string, path: string, command?: readonly string[]) {
  const file = fileURLToPath(new URL(`../support/processes/${script}`, import.meta.url))
  const [execPath, execArgv] = command === undefined ? [process.execPath, []] : [command[0], command.slice(1)]
  const child = fork(file, [path], { ...(execPath && { execPath }), execArgv: [...execArgv], silent: true })
  const output = Promise.all([child.stdout, child.stderr].map((stream) => (stream ? text(stream) : '')))
  return { child, ended: once(child, 'close'), output }
}

test('a process that has nothing else to do ends though it watches', async (t) => {
  const path = await buildFixture(t, PLACES)
  const { ended, output } = await run('watching.js', path)
  t.deepEqual(await ended, [0, null])
  t.deepEqual(await output, ['opened\n', ''])
})

test('what a listener throws is an uncaught exception, and the watch goes on', async (t) => {
  const path = await buildFixture(t, PLACES)
  const { child, ended, output } = await run('throwing-listener.js', path)
  await once(child, 'message')
  for (const records of [ALPHA, BETA]) {
    const told = once(child, 'message')
    await buildIndex(records, path)
    await told
  }
  child.send('end')
  await ended
  t.deepEqual(await output, ['uncaught: from a listener\nuncaught: from a listener\n', ''])
})

test('without a listener a file that cannot be used is a warning', async (t) => {
  const path = await buildFixture(t, PLACES)
  const { child, ended, output } = await run('warned.js', path)
  await once(child, 'message')
  publish(path, (file) => writeFileSync(file, 'no index '.repeat(100)))
  await ended
  const [stdout] = await output
  t.regex(stdout ?? '', /^ERR_NOT_AN_INDEX The index in use stays, .* is not a mapahead index/)
})

onLinux('a file without permission is refused, and takes over when it has got it', async (t) => {
  const path = await buildFixture(t, PLACES)
  chmodSync(dirname(path), 0o755)
  const isRoot = process.getuid?.() === 0
  const unprivileged = ['setpriv', '--bounding-set=-all', '--inh-caps=-all', '--', process.execPath]
  const { child, ended } = await run('telling.js', path, isRoot ? unprivileged : undefined)
  await once(child, 'message')
  const next1 = `${path}.1`
  await buildIndex(ALPHA, next1)
  chmodSync(next1, 0o000)

  const failed = once(child, 'message')
  renameSync(next1, path)
  const [refusal] = await failed
  t.like(refusal, { event: 'swap-failed', code: 'ERR_IO', entries: PLACES.length })
  t.regex(refusal.message, /Permission denied/)

  const swapped = once(child, 'message')
  chmodSync(path, 0o644)
  t.deepEqual((await swapped)[0], { event: 'swap', entries: 1 })
  child.send('end')
  await ended
})
