import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import test from 'ava'
import { SuggestIndex } from 'mapahead'
import { LINES, mapahead, outcome, start } from '../support/command.ts'
import { buildFixture, overwrite, PLACES, temporaryFolder } from '../support/fixtures.ts'

test('help and version go to standard output, with exit code 0', async (t) => {
  for (const command of [[], ['build'], ['query'], ['get'], ['inspect'], ['verify'], ['serve']]) {
    const { code, stdout, stderr } = await mapahead([...command, '--help'])
    t.is(code, 0)
    t.regex(stdout, /Usage: mapahead/)
    t.regex(stdout, /Examples:\n {2}\$ /)
    for (const line of stdout.split('\n')) t.true(line.length <= 80, line)
    t.is(stderr, '')
    t.is((await mapahead(['help', ...command])).stdout, stdout)
  }
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
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
    ['query', path, 'b', '--typos', 'sometimes'],
    ['query', path, 'b', '--max-tier', '4'],
    ['query', path, 'b', '--max-cost', '-1'],
    ['query', path, '-', '--max-cost', '4'],
    ['build', 'input.csv', '-o', 'out', '--language'],
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
    [['build', txt, ...out], /; add --format ndjson, json, csv or tsv, or rename it/],
    [['query', path, 'b', '--limit', '0'], /^mapahead: --limit must be a whole number from 1 to 1000, got 0 \[/],
    [['query', path, 'b', '--max-tier', '4'], /^mapahead: --max-tier must be a whole number from 0 to 3, got 4 \[/],
    [['query', path, 'b', '--max-cost', '3.5'], /^mapahead: --max-cost must be a number from 0 to 3, got 3\.5 \[/],
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
  overwrite(path, bytes)
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
