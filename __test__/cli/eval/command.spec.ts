import { once } from 'node:events'
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import test, { type ExecutionContext } from 'ava'
import type { RecordInput } from 'mapahead'
import { mapahead, start } from '../../support/command.ts'
import { buildFixture, temporaryFolder } from '../../support/fixtures.ts'

const PLACES: readonly RecordInput[] = [
  { text: 'Berlin', id: 'b', weight: 100, aliases: ['Spree-Athen'] },
  { text: 'Bergen', weight: 50 },
  { text: 'Bern', id: 'bern', weight: 30 },
  { text: 'Paris', weight: 20 },
  { text: 'Parma', weight: 10 },
]
// Bern comes first, and Berlin is gone.
const OTHERS: readonly RecordInput[] = [{ text: 'Bern', weight: 1000 }, ...PLACES.slice(1, 2), ...PLACES.slice(3)]

const QUERIES = `query\texpected\tkind
ber\tBern\tshort
ber\tBerlin\tshort
p\tParma|Paris\tshort
bern\tbern\twhole
x\tParis\twhole
pa\tParma\t
`

function write(t: ExecutionContext, text: string | Uint8Array = QUERIES, name = 'queries.tsv'): string {
  const path = join(temporaryFolder(t), name)
  writeFileSync(path, text)
  return path
}

test('help says what the figures mean, within 80 columns', async (t) => {
  const { code, stdout } = await mapahead(['eval', '--help'])
  t.is(code, 0)
  t.regex(stdout, /^Usage: mapahead eval \[options\] <file> <queries>\n/)
  for (const word of ['expected', 'MRR', '--compare', '--misses', '--costs', '--keystrokes'])
    t.true(stdout.includes(word))
  for (const line of stdout.split('\n')) t.true(line.length <= 80, line)
  t.regex((await mapahead(['--help'])).stdout, /\n {2}eval /)
})

test('the table has all queries and each kind, as computed by hand', async (t) => {
  const path = await buildFixture(t, PLACES)
  const { code, stdout, stderr } = await mapahead(['eval', path, write(t), '--keystrokes'])
  t.is(stderr, '')
  t.is(code, 0)
  const lines = stdout.split('\n').map((line) => line.trim().split(/ {2,}/))
  t.regex(stdout, /: 6 queries of .*queries\.tsv\n\n/)
  t.deepEqual(lines[2], ['queries', '@1 %', '@3 %', '@10 %', 'MRR', 'rank', 'saved', '%', 'p50 µs', 'p95', 'p99'])
  const figures = lines.slice(3, -1).map((cells) => cells.slice(0, 9))
  t.deepEqual(figures, [
    ['all', '6', '50.0', '83.3', '83.3', '0.639', '1.60', '1.50', '27.8'],
    // Wilson, by hand.
    ['95 %', '18.8–81.2', '43.6–97.0', '43.6–97.0'],
    [''],
    ['short', '3', '66.7', '100.0', '100.0', '0.778', '1.67', '2.33', '42.2'],
    ['95 %', '20.8–93.9', '43.9–100.0', '43.9–100.0'],
    ['whole', '2', '50.0', '50.0', '50.0', '0.500', '1.00', '0.00', '0.0'],
    ['95 %', '9.5–90.5', '9.5–90.5', '9.5–90.5'],
    ['(no kind)', '1', '0.0', '100.0', '100.0', '0.500', '2.00', '2.00', '40.0'],
    ['95 %', '0.0–79.3', '20.7–100.0', '20.7–100.0'],
  ])
})

test('a limit bounds what counts as found, and that of a row takes precedence', async (t) => {
  const path = await buildFixture(t, PLACES)
  const queries = write(t, 'query\texpected\tlimit\nber\tBern\t\nber\tBern\t3\n')
  const { stdout } = await mapahead(['eval', path, queries, '--limit', '2', '--json'])
  const { options, all } = JSON.parse(stdout)
  t.deepEqual(options, { limit: 2 })
  t.deepEqual([all.success, all.mrr, all.meanRank], [{ 1: 0, 2: 0 }, 1 / 6, 3])
})

test('another index is compared query by query', async (t) => {
  const [path, other] = [await buildFixture(t, PLACES), await buildFixture(t, OTHERS)]
  const compare = ['--compare', `index=${other}`, '--compare', 'limit=2']
  const queries = write(t)
  const { stdout, stderr } = await mapahead(['eval', path, queries, ...compare, '--json'])
  t.is(stderr, '')
  const report = JSON.parse(stdout)
  t.deepEqual([report.index, report.queries, report.unknown, report.incomplete], [path, queries, 0, 0])
  t.deepEqual(
    report.compared.map(({ settings, index, options }: Record<string, unknown>) => [settings, index, options]),
    [
      [`index=${other}`, other, {}],
      ['limit=2', undefined, { limit: 2 }],
    ],
  )
  const [index, limit] = report.compared
  // Bern is first now; Berlin, and the id of Bern, are gone.
  const lostAndGained = ({ lost, gained }: Record<string, unknown>) => [lost, gained]
  t.deepEqual(lostAndGained(index.all.changes[1]), [2, 1])
  t.deepEqual(lostAndGained(index.all.changes[3]), [2, 0])
  t.is(index.all.changes[3].difference, -2 / 6)
  t.is(index.all.success[1], 2 / 6)
  t.deepEqual(lostAndGained(limit.all.changes[3]), [1, 0])
  t.deepEqual(
    index.kinds.map(({ kind, changes }: { kind: string; changes: Record<string, Record<string, number>> }) => [
      kind,
      ...lostAndGained(changes[1] ?? {}),
    ]),
    [
      ['short', 1, 1],
      ['whole', 1, 0],
      ['', 0, 0],
    ],
  )

  const shown = (await mapahead(['eval', path, queries, '--compare', 'limit=2'])).stdout
  t.regex(
    shown,
    /\nall +6 +50\.0 +83\.3 +83\.3 .*\n {2}95 % .*\n {2}limit=2 +50\.0 +66\.7 +66\.7 .*\n {2}95 % .*\n +0\.0 +-16\.7 +-16\.7 +-0\.056 +-0\.35\n/,
  )
  t.regex(shown, /\nlimit=2 changes\n/)
  t.regex(shown, /\nall +@1 +0 \(0\.0 %\) +0 \(0\.0 %\) +0\.00 .* 1\.000 {2}no change\n/)
  t.regex(shown, /\n +@3 +1 \(16\.7 %\) +0 \(0\.0 %\) +-16\.67 +-\d+\.\d+ to \+\d+\.\d+ +0\.500 {2}may be chance\n/)
})

test('every setting of a query can be compared, and is in the report', async (t) => {
  const path = await buildFixture(t, PLACES)
  const flags = ['--typos', 'never', '--max-tier', '1', '--max-cost', '1.5', '--costs', 'unit']
  const compare = ['--compare', 'typos=auto,max-tier=2,max-cost=3,costs=weighted,limit=5']
  const { stdout, stderr } = await mapahead(['eval', path, write(t), ...flags, ...compare, '--json'])
  t.is(stderr, '')
  const { options, compared } = JSON.parse(stdout)
  t.deepEqual(options, { typos: 'never', maxTier: 1, maxCost: 1.5, costs: 'unit' })
  t.deepEqual(compared[0].options, { typos: 'auto', maxTier: 2, maxCost: 3, costs: 'weighted', limit: 5 })
  const shown = (await mapahead(['eval', path, write(t), ...flags])).stdout
  t.regex(shown, /^.* of .*queries\.tsv, --typos never, --max-tier 1, --max-cost 1\.5, --costs unit\n/)
})

test('the misses are TSV that eval reads again', async (t) => {
  const [path, other] = [await buildFixture(t, PLACES), await buildFixture(t, OTHERS)]
  const rows = `${QUERIES}spr\tParis\t\nq\tPari\t\n`
  const misses = join(temporaryFolder(t), 'misses.tsv')
  const compare = ['--compare', `index=${other}`]
  const { code } = await mapahead(['eval', path, write(t, rows), '--misses', misses, ...compare])
  t.is(code, 0)
  const lines = readFileSync(misses, 'utf8').split('\n')
  t.deepEqual(lines, [
    `query\texpected\tkind\tlimit\trank\tknown\tinstead\ttier\tmatch\tvia\tcost\tsurface\trank: index=${other}`,
    'ber\tBern\tshort\t\t3\t\tBerlin\t0\tprefix\t\t0\tBerlin\t1',
    'ber\tBerlin\tshort\t\t1\t\t\t\t\t\t\t\t',
    'bern\tbern\twhole\t\t1\t\t\t\t\t\t\t\t',
    'x\tParis\twhole\t\t\t\t\t\t\t\t\t\t',
    'pa\tParma\t\t\t2\t\tParis\t0\tprefix\t\t0\tParis\t2',
    'spr\tParis\t\t\t\t\tBerlin\t0\tprefix\talias\t0\tSpree-Athen\t',
    'q\tPari\t\t\t\tno\t\t\t\t\t\t\t',
    '',
  ])
  const again = JSON.parse((await mapahead(['eval', path, misses, '--json'])).stdout)
  t.is(again.all.queries, 7)
})

test('what an index lacks altogether is told, since no setting finds it', async (t) => {
  const path = await buildFixture(t, PLACES)
  const queries = write(t, 'query\texpected\nber\tBerlim|c\npar\tPar\u0007\nber\tBerlin\nxx\tbern\nxx\tParis\n')
  const { code, stdout } = await mapahead(['eval', path, queries])
  t.is(code, 0)
  t.true(stdout.endsWith('\n2 queries expect what the index does not have, the first on line 2: "Berlim|c"\n'), stdout)
})

test('the misses are written though nobody reads the figures, and the figures though the misses are not', async (t) => {
  const path = await buildFixture(t, PLACES)
  const folder = temporaryFolder(t)
  const misses = join(folder, 'misses.tsv')
  const child = start(['eval', path, write(t), '--misses', misses])
  child.stdout.destroy()
  t.is((await once(child, 'exit'))[0], 0)
  t.regex(readFileSync(misses, 'utf8'), /\nx\tParis\t/)
  const { code, stdout, stderr } = await mapahead(['eval', path, write(t), '--misses', folder])
  t.is(code, 1)
  t.regex(stdout, /\nall +6 /)
  t.regex(stderr, /^mapahead: cannot write /)
})

test('queries come from standard input and from gzip as well', async (t) => {
  const path = await buildFixture(t, PLACES)
  const figures = (stdout: string) => {
    const { kinds, all } = JSON.parse(stdout)
    return [kinds, all].flat().map(({ latencyUs, ...figures }) => figures)
  }
  const plain = await mapahead(['eval', path, write(t), '--json'])
  const piped = await mapahead(['eval', path, '-', '--json'], QUERIES)
  const zipped = await mapahead(['eval', path, write(t, gzipSync(QUERIES), 'queries.tsv.gz'), '--json'])
  t.deepEqual(figures(piped.stdout), figures(plain.stdout))
  t.deepEqual(figures(zipped.stdout), figures(plain.stdout))
  const { p50, p95, p99 } = JSON.parse(plain.stdout).all.latencyUs
  t.true(p50 > 0 && p50 <= p95 && p95 <= p99)
})

test('an error says what is wrong, in the words of the command line', async (t) => {
  const path = await buildFixture(t, PLACES)
  const folder = temporaryFolder(t)
  const queries = write(t)
  const limits = write(t, 'query\texpected\tlimit\nb\tBern\t5\nb\tBern\t0\n')
  const cut = write(t, gzipSync(QUERIES).subarray(0, 40), 'cut.tsv.gz')
  const link = join(folder, 'link.mapahead')
  symlinkSync(path, link)
  const zstd = write(t, Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0), 'queries.tsv.zst')
  const expected: [string[], number, RegExp][] = [
    [[path], 2, /missing required argument 'queries'/],
    [[path, queries, '--limit', '0'], 2, /^mapahead: --limit must be a whole number from 1 to 1000, got 0 \[/],
    [[path, queries, '--compare', 'unit'], 2, /'unit' is invalid\. It must be NAME=VALUE, such as costs=unit\./],
    [[path, queries, '--compare', 'cost=unit'], 2, /There is no cost; there are index, limit, typos, max-tier, /],
    [[path, queries, '--compare', 'limit=1,limit=2'], 2, /It has limit twice\./],
    [[path, queries, '--compare', 'limit=ten'], 2, /It must be a number\./],
    [
      [path, queries, '--compare', 'limit=0'],
      2,
      /^mapahead: --compare limit=0: limit must be a whole number from 1 to /,
    ],
    [[path, queries, '--compare', 'max-tier=7'], 2, /: max-tier must be a whole number from 0 to 3, got 7 \[/],
    [[path, queries, '--compare', 'costs=equal'], 2, /: costs must be weighted or unit, got "equal" \[/],
    [[path, queries, '--compare', `index=${join(folder, 'no')}`], 1, /\[ERR_IO\]\n$/],
    [
      [path, queries, '--misses', link],
      2,
      /^mapahead: --misses would write over .*fixture\.mapahead, which is an input \[/,
    ],
    [[queries, queries, '--compare', `index=${path}`, '--misses', path], 2, /which is an input \[/],
    [
      [path, queries, '--misses', queries],
      2,
      /^mapahead: --misses would write over .*queries\.tsv, which is an input \[/,
    ],
    [
      [path, queries, '--misses', folder],
      1,
      /^mapahead: cannot write .*: illegal operation on a directory \[ERR_IO\]\n$/,
    ],
    [
      [path, limits],
      1,
      /queries\.tsv:3: column limit: must be a whole number from 1 to 1000, got 0 \[ERR_INVALID_RECORD\]\n$/,
    ],
    [[path, join(folder, 'no.tsv')], 1, /^mapahead: cannot read .*no\.tsv: no such file or directory \[ERR_IO\]\n$/],
    [[path, folder], 1, /^mapahead: cannot read .*: illegal operation on a directory \[ERR_IO\]\n$/],
    [
      [path, cut],
      1,
      /^mapahead: cannot decompress .*cut\.tsv\.gz: unexpected end of file; get a complete copy \[ERR_IO\]\n$/,
    ],
    [[path, zstd], 1, /zst: is compressed by zstd, which eval does not read; decompress it, or use gzip \[/],
    [[queries, queries], 1, /\[ERR_NOT_AN_INDEX\]\n$/],
  ]
  for (const [args, code, message] of expected) {
    const outcome = await mapahead(['eval', ...args])
    t.is(outcome.code, code, `${args.join(' ')}: ${outcome.stderr}`)
    t.regex(outcome.stderr, message)
  }
})
