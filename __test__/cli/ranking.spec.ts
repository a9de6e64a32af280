import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import type { Edit } from 'mapahead'
import { widthOf } from '../../src/cli/text/cells.ts'
import { editText, explainedSuggestions } from '../../src/cli/text/explained.ts'
import { mapahead } from '../support/command.ts'
import { temporaryFolder } from '../support/fixtures.ts'
import { buildLines, type Line, NEUTRAL, openLines, SERVICES } from '../support/ranked.ts'

/** The ids that a command line shows. */
async function idsOf(...args: string[]): Promise<string[]> {
  const { stdout, stderr } = await mapahead(['query', ...args, '--at', NEUTRAL, '--json'])
  if (stderr !== '') throw new Error(stderr)
  return JSON.parse(stdout).suggestions.map(({ id }: { id: string }) => id)
}

test('filters, exclusions, boosts and pins are flags that may be there several times', async (t) => {
  const path = await buildLines(t, SERVICES)
  t.deepEqual(await idsOf(path, 'door', '--filter', 'city=omsk', '--filter', 'city=perm'), ['door', 'bell', 'oak'])
  t.deepEqual(await idsOf(path, '', '--filter', 'city=moscow', '--filter', 'zone=7'), ['door', 'handle'])
  t.deepEqual(await idsOf(path, 'door', '--exclude', 'category=doors', '--exclude-id', 'bell'), ['oak'])
  t.deepEqual(await idsOf(path, 'door', '--boost', 'category=handles:2', '--boost', 'city=perm:20.5'), [
    'oak',
    'handle',
    'door',
    'bell',
  ])
  t.deepEqual(await idsOf(path, 'door', '--boost-id', 'bell:0', '--boost-id', 'oak:6', '--limit', '2'), ['oak', 'door'])
  t.deepEqual(await idsOf(path, 'door', '--pin', 'oak', '--pin', 'handle', '--limit', '3'), ['oak', 'handle', 'door'])
})

test('a value may hold what separates, and a field have any name', async (t) => {
  const lines = [
    { text: 'Door', id: 'a:b', contexts: { url: 'a=b:c', constructor: 'x' } },
    { text: 'Doors', id: 'other' },
  ]
  const path = await buildLines(t, lines)
  t.deepEqual(await idsOf(path, 'door', '--filter', 'url=a=b:c'), ['a:b'])
  t.deepEqual(await idsOf(path, 'door', '--filter', 'constructor=x'), ['a:b'])
  t.deepEqual(await idsOf(path, 'door', '--boost', 'url=a=b:c:0'), ['other', 'a:b'])
  t.deepEqual(await idsOf(path, 'door', '--boost-id', 'a:b:0'), ['other', 'a:b'])
})

test('a season is that of --at, and a total is counted', async (t) => {
  const path = await buildLines(t, SERVICES)
  const october = await mapahead(['query', path, 'door', '--at', '2026-10-15', '--limit', '1', '--total'])
  t.is(october.stdout, 'Door repair  50  door\n4 entries match.\n')
  const april = await mapahead(
    ['query', path, '-', '--at', '2026-04-15', '--limit', '1', '--total'],
    'door\nwin\nxyz\n',
  )
  t.is(
    april.stdout,
    '> door\n  Door handles  40  handle\n  4 entries match.\n\n' +
      '> win\n  Windows  1  window\n  One entry matches.\n\n> xyz\n  0 entries match.\n\n',
  )
})

const MALFORMED: readonly [string[], RegExp][] = [
  [['--filter', 'omsk'], /'--filter <field=value>' argument 'omsk' is invalid\. It must be FIELD=VALUE, such as/],
  [['--filter', '=omsk'], /It must be FIELD=VALUE/],
  [['--filter', 'city='], /It must be FIELD=VALUE/],
  [['--exclude', 'city'], /'--exclude <field=value>' argument 'city' is invalid\. It must be FIELD=VALUE/],
  [['--boost', 'city=omsk'], /It must be FIELD=VALUE:NUMBER, such as category=doors:3\./],
  [['--boost', 'city=omsk:much'], /It must be FIELD=VALUE:NUMBER/],
  [['--boost', 'omsk:3'], /It must be FIELD=VALUE:NUMBER/],
  [['--boost-id', 'door'], /It must be ID:NUMBER, such as 2950159:3\./],
  [['--boost-id', 'door:-3'], /It must be ID:NUMBER/],
  [
    ['--filter', 'town=omsk'],
    /^mapahead: --filter must be by fields of the index, which has category, city, zone, got "town" \[/,
  ],
  [['--exclude', 'town=omsk'], /^mapahead: --exclude must be by fields of the index/],
  [['--boost', 'town=omsk:2'], /^mapahead: --boost must be by fields of the index/],
  [['--boost', 'city=omsk:1001'], /^mapahead: --boost must be numbers from 0 to 1000, got 1001 for "omsk" \[/],
  [['--boost-id', 'door:1001'], /^mapahead: --boost-id must be numbers from 0 to 1000, got 1001 for "door" \[/],
  [['--at', 'soon'], /^mapahead: --at must be a day such as "2026-01-15", got "soon" \[ERR_INVALID_OPTION\]\n/],
]

test('a malformed flag is wrong usage, with what it must be', async (t) => {
  const path = await buildLines(t, SERVICES)
  for (const [flags, message] of MALFORMED) {
    const { code, stdout, stderr } = await mapahead(['query', path, 'door', ...flags])
    t.is(code, 2, flags.join(' '))
    t.is(stdout, '')
    t.regex(stderr.replace('error: ', ''), message)
  }
})

const PLACES: readonly Line[] = [
  { text: 'New York', id: 'nyc', weight: 8_175_133 },
  { text: 'Newcastle upon Tyne', weight: 192_382 },
  { text: 'Ремонт холодильника', weight: 5 },
  { text: 'Москва', weight: 3 },
]
const OPTIONS = { languages: ['en', 'ru'], layouts: ['us', 'ru'], synonyms: ['new york, gotham'] }

test('--explain shows a table for each suggestion', async (t) => {
  const path = await buildLines(t, PLACES, OPTIONS)
  const explained = async (...args: string[]) => (await mapahead(['query', path, ...args, '--explain'])).stdout
  t.is(
    await explained('yrok new', '--boost-id', 'nyc:2', '--pin', 'nyc'),
    `1. New York
   id        nyc
   tier      2, with slips
   matched   the text: words in any order
   read as   yrok new
   slip      typed yrok, meant york: swapped or (0.375)
   pinned    yes: it comes first whatever its score
   weight      8,175,133  of the entry
   factor            × 1  of the text
   season            × 1  of the entry on that day
   contexts          × 1  boosts of its contexts
   boost             × 2  of the entry itself
   quality       × 0.005  for words in any order, with slips
   slips     × 0.0316228  for the cost 0.375
   dropped           × 1  none
   score       = 2,585.2
`,
  )
  t.is(
    (await explained('vjcrdf', '--offset', '0')).split('   weight')[0],
    `1. Москва
   tier      1, relaxed
   matched   the text: typed whole
   via       layout
   layout    typed on us, meant on ru
   read as   москва
`,
  )
  t.regex(
    await explained('ремонт холодильников', '--limit', '1'),
    /\n {3}stem {6}typed холодильников, found холодильника, a form of the same word\n/,
  )
  t.regex(
    await explained('newcsatl', '--limit', '1'),
    /\n {3}slip {6}typed newcsatl, meant (the start of )?newcastle: swapped as \(0\.375\)/,
  )
  t.regex(await explained('gotham'), /\n {3}matched {3}gotham: typed whole\n {3}via {7}synonym\n/)
  const two = await explained('new', '--offset', '1', '--limit', '2')
  t.regex(two, /^2\. Newcastle upon Tyne\n/)
  for (const line of two.split('\n')) t.true(line.length <= 80, line)
})

test('on a terminal an explanation is cut to its width', async (t) => {
  const index = await openLines(t, [{ text: `New ${'York '.repeat(40)}`, weight: 2 }])
  const { suggestions } = index.suggest('new yrok', { explain: true })
  t.is(suggestions.length, 1)
  const lines = explainedSuggestions(suggestions, { first: 1, show: [], width: 40 }).split('\n')
  t.true(lines.every((line) => widthOf(line) <= 40))
  t.true(lines[0]?.includes('…'))
  t.false(explainedSuggestions(suggestions, { first: 1, show: [] }).includes('…'))
})

test('every edit is told in words', (t) => {
  const edits: [Edit, string][] = [
    [
      { kind: 'replaced', because: 'neighbor', typed: 'п', meant: 'р', cost: 0.75 },
      'substituted р by п, a neighboring key',
    ],
    [
      { kind: 'replaced', because: 'sound', typed: 'f', meant: 'ph', cost: 0.625 },
      'substituted ph by f, which sounds alike',
    ],
    [{ kind: 'replaced', typed: 'b', meant: 'o', cost: 1 }, 'substituted o by b'],
    [{ kind: 'dropped', because: 'halved', typed: '', meant: 'r', cost: 0.375 }, 'left out r of a double'],
    [{ kind: 'dropped', typed: '', meant: 'e', cost: 0.5 }, 'left out e'],
    [{ kind: 'added', because: 'doubled', typed: 'r', meant: '', cost: 0.375 }, 'doubled r'],
    [{ kind: 'added', typed: 'z', meant: '', cost: 1 }, 'added z'],
    [{ kind: 'added', because: 'spacing', typed: ' ', meant: '', cost: 0.5 }, 'added a separator'],
    [{ kind: 'dropped', because: 'spacing', typed: '', meant: ' ', cost: 0.5 }, 'left out a separator'],
    [{ kind: 'swapped', typed: 'ro', meant: 'or', cost: 0.375 }, 'swapped or'],
    [{ kind: 'dropped', because: 'letters', typed: '', meant: 'h', cost: 0.25 }, 'left out h, by the costs of letters'],
  ]
  for (const [edit, text] of edits) t.is(editText(edit), text)
})

test('eval asks on the day and behind the filter of a row, and keeps both with what it missed', async (t) => {
  const path = await buildLines(t, SERVICES)
  const folder = temporaryFolder(t)
  const [queries, misses] = [join(folder, 'queries.tsv'), join(folder, 'misses.tsv')]
  writeFileSync(
    queries,
    'query\texpected\tat\tcontexts\n' +
      'door\tdoor\t2026-10-15\t\n' +
      'door\thandle\t2026-04-15\t\n' +
      'door\thandle\t2026-04-15\tcity=moscow;city=omsk;zone=7\n' +
      'door\toak\t\tcity=perm\n' +
      'door\tbell\t2026-10-15\tcity=omsk\n',
  )
  const { code, stdout, stderr } = await mapahead(['eval', path, queries, '--json', '--misses', misses])
  t.is(stderr, '')
  t.is(code, 0)
  t.regex(stdout, /"queries":5/)
  const [header, ...rows] = readFileSync(misses, 'utf8').trimEnd().split('\n')
  t.regex(header ?? '', /\tsurface\tat\tcontexts$/)
  t.is(rows.length, 1)
  t.regex(rows[0] ?? '', /^door\tbell\t.*\t2026-10-15\tcity=omsk$/)
  // What it wrote is what it reads.
  t.is((await mapahead(['eval', path, misses, '--json'])).code, 0)
})

test('eval names the row of a day or a filter that is none', async (t) => {
  const path = await buildLines(t, SERVICES)
  const run = (cells: string) => mapahead(['eval', path, '-'], `query\texpected\tat\tcontexts\ndoor\toak\t${cells}\n`)
  const expected: [string, string][] = [
    ['soon\t', 'column at: must be a day such as "2026-01-15", got "soon"'],
    ['\tomsk', 'column contexts: must be FIELD=VALUE, with ; between several, got "omsk"'],
    ['\tcity=omsk;', 'column contexts: must be FIELD=VALUE, with ; between several, got "city=omsk;"'],
    ['\ttown=omsk', 'column contexts: must be by fields of the index, which has category, city, zone, got "town"'],
  ]
  for (const [cells, message] of expected) {
    const { code, stderr } = await run(cells)
    t.is(code, 1)
    t.is(stderr, `mapahead: <stdin>:2: ${message} [ERR_INVALID_RECORD]\n`)
  }
})
