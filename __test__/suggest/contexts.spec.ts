import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { type BuildOptions, buildIndex, type RecordInput, SuggestIndex } from 'mapahead'
import { mapahead } from '../support/command.ts'
import { openFixture, temporaryFolder } from '../support/fixtures.ts'

const WARM = [0.5, 0.5, 1, 1, 2, 4, 8, 4, 2, 1, 0.5, 0.5]
const NEUTRAL = Array<number>(12).fill(1)

const SERVICES: readonly RecordInput[] = [
  {
    text: 'Установка кондиционеров',
    id: '1',
    contexts: { city: ['perm', 'moscow'], floor: [10, 5, 5.0], tenant: 7, shop: null, tag: [] },
    season: 'warm',
  },
  { text: 'Установка дверей', id: '2', contexts: { city: 'moscow' }, season: [...NEUTRAL.slice(1), 1.1] },
  { text: 'Уборка', id: '3', season: NEUTRAL },
]

test('an entry has its contexts as texts and its season in numbers, those that are none left out', async (t) => {
  const index = await openFixture(t, SERVICES, { seasons: { warm: WARM } })

  t.deepEqual(index.get('1'), {
    text: 'Установка кондиционеров',
    id: '1',
    weight: 1,
    contexts: { city: ['moscow', 'perm'], floor: ['10', '5'], tenant: ['7'] },
    season: WARM,
  })
  const { season = [] } = index.get('2') ?? {}
  t.deepEqual(season.slice(0, 11), NEUTRAL.slice(1))
  t.true(Math.abs((season[11] ?? 0) - 1.1) <= 1.1 * 0.000_25)
  t.deepEqual(index.get('3'), { text: 'Уборка', id: '3', weight: 1 })
  await index.verify()
})

test('info has the fields with the number of their values, and the seasons as they were given', async (t) => {
  const seasons = { warm: WARM, exactly: NEUTRAL.map(() => 1.1) }
  const index = await openFixture(t, SERVICES, { seasons })

  t.deepEqual(index.info.contexts, [
    { field: 'city', values: 2 },
    { field: 'floor', values: 2 },
    { field: 'tenant', values: 1 },
  ])
  t.deepEqual(index.info.seasons, seasons)
  const plain = await openFixture(t, [{ text: 'a' }])
  t.deepEqual([plain.info.contexts, plain.info.seasons], [[], {}])
})

test('a number is the same value as its text, however it is written', async (t) => {
  const numbers = [0.1 + 0.2, 1e21, 1.5e-7, 1e300, -0, 2 ** 53 - 1, 1 / 3]
  const records = numbers.map((number, place) => ({ text: 'a', id: `${place}`, contexts: { n: number } }))
  const index = await openFixture(t, records)

  for (const [place, number] of numbers.entries()) t.deepEqual(index.get(`${place}`)?.contexts, { n: [String(number)] })
})

test('a whole number of more digits than JavaScript keeps is refused, since several would be one value', async (t) => {
  const build = openFixture(t, [{ text: 'a', contexts: { tenant: 2 ** 53 + 2 } }])
  await t.throwsAsync(build, {
    code: 'ERR_INVALID_RECORD',
    message: /below 2\^53 if it is whole, or a BigInt, got a number, 9007199254740994$/,
  })
})

test('columns map contexts and seasons, of files and of records', async (t) => {
  const folder = temporaryFolder(t)
  const [csv, out] = [join(folder, 'services.csv'), join(folder, 'out')]
  const months = NEUTRAL.map((_, month) => `m${month}`)
  writeFileSync(csv, `name,id,town,${months}\nWindows,1,perm|omsk,${WARM}\nDoors,2,,${months.map(() => '')}\n`)
  const columns = { text: 'name', contexts: { city: 'town' }, season: months }

  await buildIndex(csv, out, { columns })

  using index = SuggestIndex.openSync(out)
  const windows = { text: 'Windows', id: '1', weight: 1, contexts: { city: ['omsk', 'perm'] }, season: WARM }
  t.deepEqual(index.get('1'), windows)
  t.deepEqual(index.get('2'), { text: 'Doors', id: '2', weight: 1 })
  const record = { name: 'Windows', id: '1', town: ['omsk', 'perm'], profile: 'warm' } as unknown as RecordInput
  const mapped = { columns: { ...columns, season: 'profile' }, seasons: { warm: WARM } }
  t.deepEqual((await openFixture(t, [record], mapped)).get('1'), windows)
})

const BAD: readonly [Record<string, unknown>, RegExp][] = [
  [{ season: 'cold' }, /field season: "cold" is no profile; the option seasons defines "warm"$/],
  [{ season: WARM.slice(1) }, /field season: must have 12 numbers, January to December, got 11$/],
  [{ season: [...WARM.slice(1), -1] }, /field season: must have numbers from 0 to 100, got "-1"$/],
  [{ season: [...WARM.slice(1), Number.NaN] }, /field season: must have numbers from 0 to 100, got NaN$/],
  [{ contexts: { city: true } }, /field contexts: the values of "city" must be strings or numbers, got true$/],
  [{ contexts: { n: Number.NaN } }, /field contexts: must have values, each a string, a finite number .*, got NaN$/],
  [{ contexts: { n: [1, Number.POSITIVE_INFINITY] } }, /field contexts: must have values, .* got Infinity$/],
  [{ contexts: 'city' }, /field contexts: must be an object of values by field, got a string, "city"$/],
]

test('contexts and seasons out of their form are bad records, which can be skipped', async (t) => {
  const out = join(temporaryFolder(t), 'out')
  const records = BAD.map(([fields]) => ({ text: 'a', ...fields }) as RecordInput)
  for (const [place, [, message]] of BAD.entries()) {
    const build = buildIndex(records.slice(place, place + 1), out, { seasons: { warm: WARM } })
    await t.throwsAsync(build, { code: 'ERR_INVALID_RECORD', message })
  }
  const report = await buildIndex([...records, { text: 'good' }], out, { onError: 'skip', seasons: { warm: WARM } })
  t.deepEqual([report.skipped, report.entries], [BAD.length, 1])
})

test('wrong options of contexts and seasons are refused', async (t) => {
  const out = join(temporaryFolder(t), 'out')
  const wrong: [unknown, RegExp][] = [
    [{ seasons: { warm: WARM.slice(1) } }, /^seasons\.warm must be an array of length 12, got 11 items$/],
    [{ seasons: { warm: [...WARM, 1] } }, /^seasons\.warm must be an array of length 12, got 13 items$/],
    [{ seasons: { warm: [...WARM.slice(1), 101] } }, /^seasons must be 12 numbers .*, got 101 in "warm"$/],
    [{ seasons: { '': WARM } }, /^seasons must be named by 1 to 100 characters, got 0$/],
    [{ seasons: { warm: 'hot' } }, /^seasons\.warm must be an array of length 12, got "hot"$/],
    [{ columns: { contexts: { city: 5 } } }, /^columns\.contexts\.city must be a string, got 5$/],
    [
      { columns: { contexts: { '': 'x' } } },
      /^columns\.contexts must be columns by the names of fields, got a field must have/,
    ],
    [
      { columns: { season: ['a', 'b'] } },
      /^columns\.season must be one column .*, or twelve with numbers, got 2 columns$/,
    ],
    [{ columns: { season: 5 } }, /^columns\.season must be a string or an array of strings, got 5$/],
  ]
  for (const [options, message] of wrong) {
    const build = buildIndex([{ text: 'a' }], out, options as BuildOptions)
    await t.throwsAsync(build, { code: 'ERR_INVALID_OPTION', message })
  }
})

test('flags map contexts and seasons, and get and inspect show them', async (t) => {
  const folder = temporaryFolder(t)
  const [csv, settings, out] = [join(folder, 'a.csv'), join(folder, 'settings.json'), join(folder, 'out')]
  writeFileSync(csv, 'text,id,city_id,kind,profile\nDoors,1,perm|omsk,5,warm\nWindows,2,omsk,,\n')
  writeFileSync(settings, JSON.stringify({ seasons: { warm: WARM } }))
  const flags = ['--context', 'city=city_id', '--context', 'kind=kind', '--season', 'profile']

  const built = await mapahead(['build', csv, ...flags, '--settings', settings, '-o', out])

  t.is(built.code, 0, built.stderr)
  const season = '0.5 0.5 1 1 2 4 8 4 2 1 0.5 0.5'
  const doors = ['text          Doors', 'id            1', 'weight        1', 'context city  omsk, perm']
  t.is(
    (await mapahead(['get', out, '1'])).stdout,
    [...doors, 'context kind  5', `season        ${season}`, ''].join('\n'),
  )
  const { stdout } = await mapahead(['inspect', out])
  t.regex(stdout, /\n {2}contexts +city \(2 values\), kind \(1 value\)\n/)
  t.true(stdout.includes(`warm: ${season}\n`), stdout)
})

test('wrong flags of contexts and seasons say what to write', async (t) => {
  const folder = temporaryFolder(t)
  const csv = join(folder, 'a.csv')
  writeFileSync(csv, 'text,season\nDoors,warm\n')
  const wrong: [string[], RegExp][] = [
    [['--context', 'city'], /It must be FIELD=COLUMN, such as city=city_id\./],
    [['--context', 'a=text', '--context', 'a=season'], /The field a has a column already\./],
    [['--context', 'city=town'], /there is no column "town" for --context; the header has "text", "season"/],
    [['--season', 'a,b'], /^mapahead: --season must be one column with names of profiles, or twelve/],
    [[], /"warm" is no profile: seasons in the file of --settings defines none \[ERR_INVALID_RECORD\]\n$/],
  ]
  for (const [flags, message] of wrong) {
    const { code, stderr } = await mapahead(['build', csv, ...flags, '-o', join(folder, 'out')])
    t.regex(stderr, message)
    t.not(code, 0)
  }
})
