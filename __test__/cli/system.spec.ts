// What the operating system does to the command line: full disks, permissions, signals, pipes.
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, createWriteStream, mkdirSync, readdirSync, readFileSync, watch, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import test from 'ava'
import { buildIndex } from 'mapahead'
import { LINES, MAIN, outcome, start } from '../support/command.ts'
import { buildFixture, PLACES, temporaryFolder } from '../support/fixtures.ts'

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
  const index = new URL('../../dist/index.js', import.meta.url)
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
