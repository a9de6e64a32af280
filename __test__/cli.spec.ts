import { type ChildProcessWithoutNullStreams, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  createWriteStream,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  watch,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import test from 'ava'
import { buildIndex, SuggestIndex } from 'mapahead'
import { buildFixture, PLACES, temporaryFolder } from './fixtures.ts'

const MAIN = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url))

interface Outcome {
  code: number | null
  signal: NodeJS.Signals | null
  stdout: string
  stderr: string
}

function start(args: readonly string[], command = process.execPath, before: readonly string[] = [MAIN]) {
  return spawn(command, [...before, ...args])
}

async function outcome(child: ChildProcessWithoutNullStreams): Promise<Outcome> {
  const [stdout, stderr, [code, signal]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ])
  return { code, signal, stdout, stderr }
}

/** Runs the command line with `input` on standard input. */
async function mapahead(args: readonly string[], input = ''): Promise<Outcome> {
  const child = start(args)
  child.stdin.on('error', () => {}) // a command that fails does not read it
  child.stdin.end(input)
  return outcome(child)
}

const LINES = PLACES.map((record) => `${JSON.stringify(record)}\n`).join('')

test('help and version go to standard output, with exit code 0', async (t) => {
  for (const command of [[], ['build'], ['query'], ['get'], ['inspect'], ['verify']]) {
    const { code, stdout, stderr } = await mapahead([...command, '--help'])
    t.is(code, 0)
    t.regex(stdout, /Usage: mapahead/)
    t.regex(stdout, /Examples:\n {2}\$ /)
    for (const line of stdout.split('\n')) t.true(line.length <= 80, line)
    t.is(stderr, '')
    t.is((await mapahead(['help', ...command])).stdout, stdout)
  }
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))
  for (const flag of ['--version', '-V']) t.is((await mapahead([flag])).stdout, `${version}\n`)
})

test('wrong usage has exit code 2 and a message', async (t) => {
  const path = await buildFixture(t, PLACES)
  const wrong = [
    [],
    ['bogus'],
    ['build', 'input.csv'],
    ['build', 'input.csv', '-o', 'out', '--kind', 'words'],
    ['build', 'input.csv', '-o', 'out', '--memory', 'lots'],
    ['build', 'input.csv', '-o', 'out', '--memory', '1MiB'],
    ['query', path],
    ['query', path, 'b', '--limit', 'ten'],
    ['query', path, 'b', '--limit', '0'],
    ['query', path, 'b', '--limit', '0x2'],
    ['query', path, 'b', '--limit', ''],
    ['query', path, '-', '--limit', '0'],
    ['query', path, 'b', '--typos', 'never'],
    ['get', path],
  ]
  for (const args of wrong) {
    const { code, stdout, stderr } = await mapahead(args)
    t.is(code, 2, args.join(' '))
    t.is(stdout, '')
    t.not(stderr, '')
  }
})

test('an error names flags, not the options of JavaScript', async (t) => {
  const folder = temporaryFolder(t)
  const [csv, txt] = [join(folder, 'places.csv'), join(folder, 'places.txt')]
  for (const path of [csv, txt]) writeFileSync(path, 'id,name\n1,Bern\n')
  const path = await buildFixture(t, PLACES)
  const out = ['-o', join(folder, 'out')]
  const expected: [string[], RegExp][] = [
    [['build', csv, ...out, '--rejects', 'r'], /^mapahead: --rejects needs --on-error skip \[ERR_INVALID_OPTION\]\n$/],
    [['build', csv, ...out, '--memory', '1MiB'], /^mapahead: --memory must be at least 16MiB, got 1MiB \[/],
    [['build', csv, ...out, '--threads', '0'], /^mapahead: --threads must be a whole number from 1 to 256, got 0 \[/],
    [['build', csv, '-o', folder], /^mapahead: -o must be a path where/],
    [['build', csv, ...out], /no column "text" for --text; .* Choose one: --text name \[ERR_MISSING_COLUMN\]\n$/],
    [['build', '-', '--format', 'ndjson', ...out], /; the record has "name"\. Choose one: --text name \[/],
    [
      ['build', csv, ...out, '--settings', 'no.json'],
      /^mapahead: cannot read no\.json: no such file or directory \[ERR_IO\]\n/,
    ],
    [['build', csv, ...out, '--id', 'no', '--text', 'name'], /no column "no" for --id;/],
    [['build', txt, ...out], /; add --format ndjson, csv or tsv, or rename it/],
    [['query', path, 'b', '--limit', '0'], /^mapahead: --limit must be a whole number from 1 to 1000, got 0 \[/],
  ]
  for (const [args, message] of expected) t.regex((await mapahead(args, '{"name":"Bern"}\n')).stderr, message)
})

test('a usage error says what to do next', async (t) => {
  const expected: [string[], RegExp][] = [
    [['bogus'], /unknown command 'bogus'\nmapahead --help shows the commands\n$/],
    [['build', 'a.csv', '--out', 'b'], /\(Did you mean --output\?\)\nmapahead build --help shows the flags\n$/],
    [['query', 'file', 'new', 'york'], /Quote a text with spaces\.\n/],
    [['query', 'file', '-foo'], /Put -- before a text that begins with -: mapahead query FILE -- -x\n/],
  ]
  for (const [args, message] of expected) t.regex((await mapahead(args)).stderr, message)
  const path = await buildFixture(t, [{ text: '-foo' }])
  t.regex((await mapahead(['query', path, '--', '-foo'])).stdout, /^-foo /)
})

test('build, query, get, inspect and verify work together', async (t) => {
  const folder = temporaryFolder(t)
  const [input, out] = [join(folder, 'places.ndjson'), join(folder, 'places.mapahead')]
  writeFileSync(input, LINES)

  const built = await mapahead(['build', input, '-o', out, '--memory', '64M', '--threads', '2'])
  t.is(built.code, 0, built.stderr)
  t.is(built.stderr, '')
  t.regex(built.stdout, new RegExp(`entries +${PLACES.length}\n`))

  const queried = await mapahead(['query', out, 'ber', '--limit', '3'])
  t.is(queried.stdout, 'Berlin  17,131,770  b     (BER)\nBergen     213,585\nBern       121,631  bern\n')
  const got = await mapahead(['get', out, 'b'])
  t.is(got.stdout, 'text     Berlin\nid       b\nweight   3,426,354\npayload  {"country":"DE"}\n')
  const missing = await mapahead(['get', out, 'nobody'])
  t.deepEqual([missing.code, missing.stdout], [1, ''])
  const inspected = await mapahead(['inspect', out])
  t.regex(inspected.stdout, /kind +text\n/)
  t.regex(inspected.stdout, /section +bytes +bytes per entry\n/)
  const verified = await mapahead(['verify', out])
  t.regex(verified.stdout, /is sound/)
  t.is(verified.code, 0)
})

test('--json gives what the API gives', async (t) => {
  const folder = temporaryFolder(t)
  const out = join(folder, 'places.mapahead')
  const built = await mapahead(['build', '-', '--format', 'ndjson', '-o', out, '--json'], LINES)
  using index = SuggestIndex.openSync(out)

  t.like(JSON.parse(built.stdout), { entries: PLACES.length, generation: index.generation })
  const json = async (...args: string[]) => (await mapahead([...args, '--json'])).stdout
  t.is(await json('query', out, 'be', '--offset', '1'), `${JSON.stringify(index.suggest('be', { offset: 1 }))}\n`)
  t.is(await json('get', out, 'b'), `${JSON.stringify(index.get('b'))}\n`)
  t.is(await json('inspect', out), `${JSON.stringify(index.info)}\n`)
  t.is(await json('verify', out), `${JSON.stringify(await index.verify())}\n`)
})

test('query - answers one query a line', async (t) => {
  const path = await buildFixture(t, PLACES)
  using index = SuggestIndex.openSync(path)
  const queries = ['ber', '', 'são p', '東', 'nothing', 'bern ']
  const input = queries.map((query) => `${query}\n`).join('')

  const { code, stdout } = await mapahead(['query', path, '-', '--json'], input)

  t.is(code, 0)
  t.is(stdout, queries.map((query) => `${JSON.stringify(index.suggest(query))}\n`).join(''))
  const human = await mapahead(['query', path, '-'], '東\nnothing\n')
  t.is(human.stdout, '> 東\n  東京  9,000,000\n\n> nothing\n\n')
})

test('query - ends a line at a line feed alone, and takes a return before it away', async (t) => {
  const path = await buildFixture(t, PLACES)
  const { stdout } = await mapahead(['query', path, '-', '--json'], 'a\u2028b\r\nc\rd\n\nlast')
  const queries = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).query)
  t.deepEqual(queries, ['a\u2028b', 'c\rd', '', 'last'])
})

test('query - ends at an error, though its input is still open', async (t) => {
  const path = await buildFixture(t, [{ text: 'x', payload: 'a payload' }])
  const bytes = readFileSync(path)
  bytes.write('"a paylo"', bytes.indexOf('"a payload"'))
  writeFileSync(path, bytes)
  const child = start(['query', path, '-'])
  child.stdin.write('x\n')
  const { code, stderr } = await outcome(child)
  child.stdin.destroy()
  t.is(code, 1)
  t.regex(stderr, /\[ERR_CORRUPT\]\n$/)
})

test('wrong options of query - are an error before its input comes', async (t) => {
  const path = await buildFixture(t, PLACES)
  const child = start(['query', path, '-', '--limit', '0'])
  const { code } = await outcome(child)
  child.stdin.destroy()
  t.is(code, 2)
})

test('control characters are shown as escapes', async (t) => {
  const text = 'x\u001b[31mred\u009b2J\u007f\n\ty'
  const path = await buildFixture(t, [{ text, id: 'a\nb', aliases: ['\u0007bell'], payload: { '\u0085': '\u009b' } }])
  const shown = 'x\\x1b[31mred\\x9b2J\\x7f\\n\\ty'
  t.is((await mapahead(['query', path, 'x'])).stdout, `${shown}  1  a\\nb\n`)
  t.regex((await mapahead(['query', path, 'bell'])).stdout, /\(\\x07bell\)\n$/)
  t.is((await mapahead(['query', path, '-'], 'no\u001bthing\n')).stdout, '> no\\x1bthing\n\n')
  const { stdout } = await mapahead(['get', path, 'a\nb'])
  t.is(stdout, `text     ${shown}\nid       a\\nb\nweight   1\npayload  {"\\x85":"\\x9b"}\n`)
  t.regex((await mapahead(['get', path, '\u009b'])).stderr, /has the id "\\x9b"\n$/)
})

test('a reader of messages that has gone changes no exit code', async (t) => {
  const path = await buildFixture(t, PLACES)
  const cases: [string[], number][] = [
    [['get', path, 'nobody'], 1],
    [['query', `${path}.missing`, 'x'], 1],
    [['query', path, 'x', '--limit', 'ten'], 2],
    [['query', path, 'x', '--limit', '0'], 2],
  ]
  for (const [args, expected] of cases) {
    const child = start(args)
    child.stderr.destroy()
    const [code] = await once(child, 'close')
    t.is(code, expected, args.join(' '))
  }
})

test('settings come from a file, and flags go before it', async (t) => {
  const folder = temporaryFolder(t)
  const [settings, out] = [join(folder, 'settings.json'), join(folder, 'out')]
  const build = (...flags: string[]) =>
    mapahead(['build', '-', '--format', 'ndjson', '-o', out, '--settings', settings, ...flags], LINES)

  writeFileSync(settings, '{"kind":"literal","quality":{"whole":3}}')
  t.is((await build()).code, 0)
  using literal = SuggestIndex.openSync(out)
  t.like(literal.info, { kind: 'literal', quality: { whole: 3, prefix: 1 } })
  t.is((await build('--kind', 'text')).code, 0)
  using words = SuggestIndex.openSync(out)
  t.is(words.info.kind, 'text')

  const wrong = ['{"knd":"text"}', 'not JSON', '[]', '{"kind":5}', '{"kind":"words"}', '{"quality":{"whole":0}}']
  for (const content of wrong) {
    writeFileSync(settings, content)
    const { code, stderr } = await build()
    t.is(code, 2, content)
    t.regex(stderr, /^mapahead: .*settings\.json: .*\[ERR_INVALID_OPTION\]\n$/)
  }
  rmSync(settings)
  const { code, stderr } = await build()
  t.is(code, 1)
  t.regex(stderr, /^mapahead: cannot read .*settings\.json: .*\[ERR_IO\]\n$/)
})

test('skipped records are counted, and the rejects file is named', async (t) => {
  const folder = temporaryFolder(t)
  const [out, rejects] = [join(folder, 'out'), join(folder, 'bad.ndjson')]
  const flags = ['-', '--format', 'ndjson', '--on-error', 'skip', '--rejects', rejects, '-o', out]

  const { code, stdout } = await mapahead(['build', ...flags], '{"text":"good"}\n{"text":5}\nbroken\n')

  t.is(code, 0)
  t.regex(stdout, /skipped +2, see .*bad\.ndjson/)
  t.is(readFileSync(rejects, 'utf8').trim().split('\n').length, 2)
})

test('a missing file, a folder and something else are errors that name it, with exit code 1', async (t) => {
  const folder = temporaryFolder(t)
  const other = join(folder, 'other.txt')
  writeFileSync(other, 'not an index')
  for (const path of [join(folder, 'missing'), folder, other]) {
    for (const args of [
      ['query', path, 'x'],
      ['get', path, 'x'],
      ['inspect', path],
      ['verify', path],
    ]) {
      const { code, stdout, stderr } = await mapahead(args)
      t.deepEqual([code, stdout], [1, ''])
      t.true(stderr.startsWith('mapahead: ') && stderr.includes(path) && /\[ERR_\w+\]\n$/.test(stderr), stderr)
    }
  }
  const { code, stderr } = await mapahead(['build', join(folder, 'missing.csv'), '-o', join(folder, 'out')])
  t.is(code, 1)
  t.regex(stderr, /missing\.csv: No such file or directory/)
})

test('a reader that closes its pipe is no error', async (t) => {
  const path = await buildFixture(t, PLACES)
  const child = start(['query', path, '-', '--json'])
  child.stdin.on('error', () => {})
  const closed = once(child, 'close')
  const errors = text(child.stderr)
  child.stdout.once('data', () => child.stdout.destroy())
  child.stdin.end('ber\n'.repeat(100_000))

  const [code] = await closed

  t.is(code, 0)
  t.is(await errors, '')
})

const isLinux = process.platform === 'linux'
const onLinux = isLinux ? test : test.skip

onLinux('a full disk is an error, and the old index stays', async (t) => {
  const folder = temporaryFolder(t)
  const [input, out] = [join(folder, 'many.ndjson'), join(folder, 'out.mapahead')]
  await buildIndex(PLACES, out)
  const before = readFileSync(out)
  writeFileSync(input, manyLines(50_000))
  // A limit on the size of files acts as a full disk does, once its signal is ignored.
  const script = `trap '' XFSZ; ulimit -f 256; exec "$0" "$@"`
  const child = start([script, process.execPath, MAIN, 'build', input, '-o', out], 'bash', ['-c'])

  const { code, stderr } = await outcome(child)

  t.is(code, 1)
  t.regex(stderr, /cannot write .*File too large.*\[ERR_IO\]/)
  t.deepEqual(readdirSync(folder).toSorted(), ['many.ndjson', 'out.mapahead'])
  t.deepEqual(readFileSync(out), before)
})

onLinux('a full standard output is an error', async (t) => {
  const path = await buildFixture(t, PLACES)
  const child = start([`exec "$0" "$@" > /dev/full`, process.execPath, MAIN, 'inspect', path], 'bash', ['-c'])
  const { code, stderr } = await outcome(child)
  t.is(code, 1)
  t.regex(stderr, /no space left/)
})

onLinux('a file or folder without permission is an error', async (t) => {
  const folder = temporaryFolder(t)
  chmodSync(folder, 0o755)
  const [secret, locked] = [join(folder, 'secret.mapahead'), join(folder, 'locked')]
  await buildIndex(PLACES, secret)
  chmodSync(secret, 0o000)
  mkdirSync(locked, { mode: 0o555 })
  const input = join(folder, 'places.ndjson')
  writeFileSync(input, LINES)

  const opened = await outcome(withoutRoot(['query', secret, 'b']))
  t.is(opened.code, 1)
  t.regex(opened.stderr, /cannot open .*secret\.mapahead: Permission denied.*\[ERR_IO\]/)
  const built = await outcome(withoutRoot(['build', input, '-o', join(locked, 'out')]))
  t.is(built.code, 1)
  t.regex(built.stderr, /cannot write .*locked\/out: Permission denied.*\[ERR_IO\]/)
})

/** Starts the command line without the rights of root, which no permission stops. */
function withoutRoot(args: readonly string[]) {
  if (process.getuid?.() !== 0) return start(args)
  return start([process.execPath, MAIN, ...args], 'setpriv', ['--bounding-set=-all', '--inh-caps=-all', '--'])
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  onLinux(`${signal} in mid-build ends by that signal, keeps the old index and leaves nothing else`, async (t) => {
    const folder = temporaryFolder(t)
    const out = join(folder, 'out.mapahead')
    await buildIndex(PLACES, out)
    const before = readFileSync(out)
    const fifo = join(folder, 'input.ndjson')
    execFileSync('mkfifo', [fifo])

    const child = start(['build', fifo, '-o', out])
    const ended = outcome(child)
    // Opening the pipe to write waits for the build to open it to read: then it is under way.
    const input = createWriteStream(fifo)
    input.on('error', () => {})
    await once(input, 'open')
    input.write(manyLines(20_000))
    child.kill(signal)
    // The records go on, as those of a large file do, until the build has stopped to read.
    const feed = () => {
      while (!input.destroyed && input.write(manyLines(1000))) {}
    }
    input.on('drain', feed)
    feed()
    const { code, signal: endedBy, stderr } = await ended
    input.destroy()

    t.deepEqual([code, endedBy], [null, signal], stderr)
    t.is(stderr, `mapahead: stopped; ${out} was not written\n`)
    t.deepEqual(readdirSync(folder).toSorted(), ['input.ndjson', 'out.mapahead'])
    t.deepEqual(readFileSync(out), before)
  })
}

onLinux('a signal ends a build that waits for standard input', async (t) => {
  const folder = temporaryFolder(t)
  const watcher = watch(folder)
  const child = start(['build', '-', '--format', 'ndjson', '-o', join(folder, 'out.mapahead')])
  const ended = outcome(child)
  await once(watcher, 'change') // its temporary file: the build is under way
  watcher.close()
  child.kill('SIGTERM')

  const { signal } = await ended

  t.is(signal, 'SIGTERM')
  t.deepEqual(readdirSync(folder), [])
})

onLinux('a signal ends a build that waits for the writer of a pipe, or for what it writes', async (t) => {
  for (const isWritten of [false, true]) {
    const folder = temporaryFolder(t)
    const fifo = join(folder, 'input.ndjson')
    execFileSync('mkfifo', [fifo])
    const watcher = watch(folder)
    const child = start(['build', fifo, '-o', join(folder, 'out.mapahead')])
    const ended = outcome(child)
    await once(watcher, 'change') // its temporary file: the build is under way
    watcher.close()
    const input = isWritten ? createWriteStream(fifo) : undefined
    if (input) await once(input, 'open')
    child.kill('SIGTERM')

    const { signal } = await ended
    input?.destroy()

    t.is(signal, 'SIGTERM')
    t.deepEqual(readdirSync(folder), ['input.ndjson'])
  }
})

onLinux('records come from a pipe, in the format and compression that its name tells', async (t) => {
  const folder = temporaryFolder(t)
  const [fifo, out] = [join(folder, 'input.ndjson.gz'), join(folder, 'out.mapahead')]
  execFileSync('mkfifo', [fifo])
  const building = buildIndex(fifo, out)
  createWriteStream(fifo).end(gzipSync(LINES))
  t.is((await building).entries, PLACES.length)

  // Through cat, since what Node.js gives a child is a socket, which nothing can open.
  const build = [process.execPath, MAIN, 'build', '/dev/stdin', '--format', 'ndjson', '-o', out, '--json']
  const child = start([`cat | "$0" "$@"`, ...build], 'bash', ['-c'])
  child.stdin.end(LINES)
  const { stdout, stderr } = await outcome(child)
  t.is(JSON.parse(stdout).entries, PLACES.length, stderr)
})

test('standard input may come late, and be non-blocking', async (t) => {
  const out = join(temporaryFolder(t), 'out.mapahead')
  const index = new URL('../dist/index.js', import.meta.url)
  const script = `process.stdin.pause()
    const { buildIndex } = await import(${JSON.stringify(index)})
    const building = buildIndex('-', ${JSON.stringify(out)}, { format: 'ndjson' })
    console.log('ready')
    const { entries } = await building
    console.log(entries)
    process.exit()`
  const child = start([], process.execPath, ['--input-type=module', '--eval', script])
  child.stdout.once('data', () => child.stdin.end(LINES))
  const { stdout, stderr } = await outcome(child)
  t.is(stdout, `ready\n${PLACES.length}\n`, stderr)
})

function manyLines(count: number): string {
  return Array.from({ length: count }, (_, place) => `{"text":"record number ${place}"}\n`).join('')
}
