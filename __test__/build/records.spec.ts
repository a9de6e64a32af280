// Records as people have them: in arrays, with numbers as strings, with names that are a little off.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import test, { type ExecutionContext } from 'ava'
import { type BuildOptions, buildIndex, type RecordInput, SuggestIndex } from 'mapahead'
import { temporaryFolder } from '../support/fixtures.ts'

/** Builds from a file of this name and text, and returns the report. */
async function buildFile(t: ExecutionContext, name: string, text: string | Uint8Array, options?: BuildOptions) {
  const folder = temporaryFolder(t)
  writeFileSync(join(folder, name), text)
  return buildIndex(join(folder, name), join(folder, 'out.mapahead'), options)
}

async function textsOf(t: ExecutionContext, records: Iterable<unknown>, options?: BuildOptions) {
  const path = join(temporaryFolder(t), 'out.mapahead')
  await buildIndex(records as Iterable<RecordInput>, path, options)
  using index = SuggestIndex.openSync(path)
  return index.suggest('', { limit: 100 }).suggestions.map(({ text, weight }) => [text, weight])
}

const PLACES = [
  { text: 'Paris', weight: 2_100_000, aliases: ['Lutèce'], payload: ']},{', x: { box: [[1, 2], { note: ']},{' }] } },
  { text: '東京 "🍎"\n', weight: 0.5, contexts: { country: 'JP' } },
  { text: 'Rome\\' },
]

test('an array of objects is the index of the same records as NDJSON', async (t) => {
  const lines = PLACES.map((record) => `${JSON.stringify(record)}\n`).join('')
  const { generation } = await buildFile(t, 'places.ndjson', lines)
  const compact = JSON.stringify(PLACES)
  const escaped = compact.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
  const same: [string, string | Uint8Array][] = [
    ['places.json', compact],
    ['places.JSON', escaped],
    ['places.json', JSON.stringify(PLACES, null, 2)],
    ['places.json', JSON.stringify(PLACES, null, '\t').replaceAll('\n', '\r\n')],
    ['places.json', `\ufeff\n ${compact}\n\n`],
    ['places.json', `[\n${PLACES.map((record) => JSON.stringify(record)).join('\n,\n')}\n]`],
    ['places.json.gz', gzipSync(compact)],
    ['places.jsonl', compact],
    ['places.ndjson', `\n${compact}`],
    ['places', compact],
    ['places.dump', lines],
    ['places.json', lines],
    ['places.json', PLACES.map((record) => JSON.stringify(record, null, 2)).join('\n')],
    ['places.json', `${JSON.stringify(PLACES.slice(0, 1))}\n${JSON.stringify(PLACES.slice(1))}\n`],
  ]
  for (const [name, text] of same) t.is((await buildFile(t, name, text)).generation, generation, String(text))
  t.is((await buildFile(t, 'places.txt', compact, { format: 'json' })).generation, generation)
  t.is((await buildFile(t, 'empty.json', ' [ ] ')).entries, 0)
})

test('a bad record of an array is told with line and byte, and skipped like a line', async (t) => {
  const text = '[{"text":"a"},{"text":"b","weight":-1},\n  {"text": 5}, {"text":"c" "id":1}, "d", {"text":"e"}]'
  const error = await t.throwsAsync(buildFile(t, 'bad.json', text), { code: 'ERR_INVALID_RECORD' })
  t.like(error, { line: 1, position: 15, field: 'weight' })
  t.regex(error?.message ?? '', /bad\.json:1:15: field weight: must be from 0/)

  const folder = temporaryFolder(t)
  const [input, rejects] = [join(folder, 'bad.json'), join(folder, 'rejects')]
  writeFileSync(input, text)
  const report = await buildIndex(input, join(folder, 'out'), { onError: 'skip', rejects })
  t.like(report, { entries: 2, skipped: 4 })
  const lines = readFileSync(rejects, 'utf8').trimEnd().split('\n')
  const places = lines.map((line) => JSON.parse(line)).map(({ line, position, field }) => [line, position, field])
  t.deepEqual(places, [
    [1, 15, 'weight'],
    [2, 3, 'text'],
    [2, 16, 'record'],
    [2, 37, 'record'],
  ])
})

test('an array whose end cannot be told is an error at its place, whatever is skipped', async (t) => {
  const broken: [string, number, number, RegExp][] = [
    ['[{"text":"a"}', 1, 1, /an array that is never closed/],
    ['[{"text":"a"}\n {"text":"b"}]', 2, 2, /begins with '\{' where a comma/],
    ['[{"text":"a"},\n]', 2, 1, /begins with ']' where an object should be/],
    ['[{"text":"a"}] tail', 1, 16, /begins with 't' where the end of the input should be/],
    ['[{"text":"a"},{"text":"b', 1, 23, /a string here that is not closed/],
    ['[{"text":"a}\n]', 1, 10, /a string here that is not closed/],
    ['[{"text":["a"}, {"text":"b"}]', 1, 1, /an array that is never closed/],
  ]
  for (const [text, line, position, message] of broken) {
    const build = buildFile(t, 'bad.json', text, { onError: 'skip' })
    t.like(await t.throwsAsync(build, { code: 'ERR_INVALID_RECORD', message }), { line, position }, text)
  }
})

test('one object that holds the records is an error that says how to take them out', async (t) => {
  const held: [unknown, RegExp][] = [
    [
      { data: PLACES },
      /holds the records, in \.data; take them out first: jq -c '\.data\[\]' \S+held\.json > \S+held\.json\.ndjson$/,
    ],
    [{ total: 3, result: { records: PLACES } }, /jq -c '\.result\.records\[\]' \S+held\.json >/],
    [{ type: 'FeatureCollection', features: [{ type: 'Feature' }] }, /jq -c '\.features\[\]' \S+held\.json >/],
    [{ FR: { name: 'France' }, JP: { name: 'Japan' } }, /jq -c '\.\[\]' \S+held\.json >/],
  ]
  for (const [object, message] of held) {
    for (const space of [0, 2]) {
      const build = buildFile(t, 'held.json', JSON.stringify(object, null, space))
      await t.throwsAsync(build, { code: 'ERR_INVALID_RECORD', message })
    }
  }
  await t.throwsAsync(buildFile(t, 'texts.json', '["Paris","Rome"]'), { message: /write a text as \{"text": "…"\}/ })
})

test('weights may be strings and BigInts, as drivers of databases give numbers', async (t) => {
  const weights = ['12.5', ' 12 ', 11n, '1e1', '9', 8, '7.0', ' ', '', null, undefined]
  const texts = await textsOf(
    t,
    weights.map((weight, at) => ({ text: `t${at}`, weight })),
  )
  t.deepEqual(
    texts.map(([, weight]) => weight),
    [12.5, 12, 11, 10, 9, 8, 7, 1, 1, 1, 1],
  )
  t.deepEqual(await textsOf(t, [{ text: 'big', weight: 2n ** 80n }]), [['big', 2 ** 80]])
  for (const weight of ['1,000', '12 kg', 'many', '-1', -1n, true, {}, 'NaN', 'Infinity', '0x10', '1_000']) {
    const told = new RegExp(`^<records>:1: field weight: must be .*${weight === true ? 'true' : ''}`)
    await t.throwsAsync(textsOf(t, [{ text: 'a', weight }]), { code: 'ERR_INVALID_RECORD', message: told })
  }
})

test('names match but for case and white space, and the report says which were taken', async (t) => {
  const path = join(temporaryFolder(t), 'out.mapahead')
  const records = [
    { Text: 'a', ' WEIGHT ': 2, text: 'exact' },
    { TEXT: 'b', weight: '3' },
  ]
  const { taken, ignored } = await buildIndex(records as unknown as RecordInput[], path)
  t.deepEqual(taken, [
    { field: 'text', column: 'text' },
    { field: 'text', column: 'TEXT' },
    { field: 'weight', column: 'weight' },
    { field: 'weight', column: ' WEIGHT ' },
  ])
  t.deepEqual(ignored, { fields: [{ name: 'Text', records: 1 }], others: 0 })
  using index = SuggestIndex.openSync(path)
  t.deepEqual(
    index.suggest('').suggestions.map(({ text, weight }) => [text, weight]),
    [
      ['b', 3],
      ['exact', 2],
    ],
  )
  const nan = { text: 'a', Weight: Number.NaN }
  await t.throwsAsync(textsOf(t, [nan]), { message: /field weight: must be a number from 0, got NaN/ })
})

test('names that no field takes are counted, and those that look like one are told', async (t) => {
  const likes: [string, string | undefined][] = [
    ['weigth', 'weight'],
    ['Weights', 'weight'],
    ['popularity', 'weight'],
    ['score', 'weight'],
    ['alias', 'aliases'],
    ['alt_names', 'aliases'],
    ['synonyms', 'aliases'],
    ['context', 'contexts'],
    ['categories', 'contexts'],
    ['seasons', 'season'],
    ['metadata', 'payload'],
    ['uuid', 'id'],
    ['height', undefined],
    ['country', undefined],
    ['content', undefined],
  ]
  for (const [name, like] of likes) {
    const records = [{ text: 'a', [name]: 'x' }, { text: 'b' }, { text: 'c', [name]: 'x' }]
    const path = join(temporaryFolder(t), 'out.mapahead')
    const { ignored } = await buildIndex(records as RecordInput[], path)
    t.deepEqual(ignored.fields, [{ name, records: 2, ...(like && { like }) }])
  }
})

test('records without a weight beside numbers are told with the names of these', async (t) => {
  const build = (records: unknown[], options?: BuildOptions) =>
    buildIndex(records as RecordInput[], join(temporaryFolder(t), 'out.mapahead'), options)
  const cities = [
    { text: 'a', population: 5, lat: 1.5, zip: '01234', id: 1 },
    { text: 'b', population: '7', lat: 2.5, year: 1990 },
  ]
  t.deepEqual((await build(cities)).ignored.unweighted, { records: 2, beside: ['population'] })
  t.is((await build(cities, { columns: { weight: 'population' } })).ignored.unweighted, undefined)
  t.is((await build(cities, { columns: { payload: ['population'] } })).ignored.unweighted, undefined)
  t.is((await build([{ text: 'a', lat: 1, userId: 7 }])).ignored.unweighted, undefined)
  t.is(
    (
      await build([
        { text: 'a', weight: 1, views: 7 },
        { text: 'b', views: 7 },
      ])
    ).ignored.unweighted,
    undefined,
  )
})

test('aliases come from one member or several, as a string, an object or an array', async (t) => {
  const path = join(temporaryFolder(t), 'out.mapahead')
  const records: RecordInput[] = [
    { text: 'John F Kennedy Intl', aliases: 'JFK' },
    { text: 'Munich', aliases: { text: 'MUC', factor: '0.5' } },
    { text: 'Paris', aliases: ['CDG', ' ', null, '', { text: 'ORY' }] },
    { text: 'Bern', aliases: '  ' },
  ]
  await buildIndex(records, path)
  using index = SuggestIndex.openSync(path)
  for (const [query, text] of [
    ['jfk', 'John F Kennedy Intl'],
    ['muc', 'Munich'],
    ['cdg', 'Paris'],
    ['ory', 'Paris'],
  ] as const) {
    t.is(index.suggest(query).suggestions[0]?.text, text)
  }
  const several = join(temporaryFolder(t), 'out.mapahead')
  const city = { text: 'München', name_en: 'Munich', codes: ['MUC', 'EDDM'], name_it: null }
  const columns = { aliases: ['name_en', 'codes', 'name_it'] }
  const { taken, ignored } = await buildIndex([city], several, { columns })
  t.deepEqual(
    taken.map(({ field, column }) => `${field} ${column}`),
    ['text text', 'aliases name_en', 'aliases codes'],
  )
  t.deepEqual(ignored.fields, [])
  using cities = SuggestIndex.openSync(several)
  for (const query of ['munich', 'muc', 'eddm']) t.is(cities.suggest(query).suggestions[0]?.text, 'München')
})

test('members of objects fill fields by their paths, and an error suggests the path of the text', async (t) => {
  const countries = [
    { name: { common: 'Germany', native: { deu: { common: 'Deutschland' } } }, cca2: 'DE', at: { region: 'Europe' } },
    { name: { common: 'Peru', native: {} }, cca2: 'PE', at: { region: 'Americas', 'region.sub': 'South' } },
    { 'name.common': 'Chad', name: { common: 'not this one' }, at: { region: 'Africa' } },
  ]
  const json = JSON.stringify(countries)
  const error = await t.throwsAsync(buildFile(t, 'countries.json', json), { code: 'ERR_INVALID_RECORD' })
  t.like(error, { field: 'text', suggested: 'name.common', advice: ['name-column'] })
  t.regex(
    error?.message ?? '',
    /the record has "name\.common", "name\.native", "cca2", "at\.region"; .* likely "name\.common"$/,
  )
  const columns = {
    text: 'name.common',
    aliases: ['name.native.deu.common'],
    contexts: { region: 'at.region' },
    payload: ['cca2', 'at.region'],
  }
  for (const input of [json, countries.map((country) => JSON.stringify(country)).join('\n')]) {
    const out = join(temporaryFolder(t), 'out.mapahead')
    const file = join(temporaryFolder(t), 'countries.json')
    writeFileSync(file, input)
    const { taken, ignored } = await buildIndex(file, out, { columns })
    t.deepEqual(
      taken.map(({ field, column }) => `${field} ${column}`),
      [
        'text name.common',
        'aliases name.native.deu.common',
        'contexts.region at.region',
        'payload cca2',
        'payload at.region',
      ],
    )
    t.deepEqual(ignored.fields, [
      { name: 'at.region.sub', records: 1 },
      { name: 'name.common', records: 1 },
    ])
    using index = SuggestIndex.openSync(out)
    t.like(index.suggest('deutsch').suggestions[0], { text: 'Germany', payload: { cca2: 'DE', 'at.region': 'Europe' } })
    const african = index.suggest('', { filter: { region: 'Africa' } }).suggestions
    t.deepEqual(
      african.map(({ text }) => text),
      ['Chad'],
    )
  }
})
