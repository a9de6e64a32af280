// What `mapahead build` takes for records, and what it says of those that it did not use.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { SuggestIndex } from 'mapahead'
import { ignoredLine } from '../../src/cli/text/ignored.ts'
import { mapahead } from '../support/command.ts'
import { temporaryFolder } from '../support/fixtures.ts'

test('standard input that begins as JSON needs no format', async (t) => {
  const out = join(temporaryFolder(t), 'out')
  const generations = new Set<string>()
  for (const [input, ...flags] of [
    ['[{"text":"a"},{"text":"b"}]'],
    [' \n[\n {"text":"a"},\n {"text":"b"}\n]\n'],
    ['{"text":"a"}\n{"text":"b"}\n'],
    ['{\n"text":"a"}\n{\n"text":"b"}\n'],
    ['[{"text":"a"},{"text":"b"}]', '--format', 'json'],
    ['[{"text":"a"},{"text":"b"}]', '--format', 'ndjson'],
    ['text\na\nb\n', '--format', 'csv'],
  ] as const) {
    const { code, stdout, stderr } = await mapahead(['build', '-', ...flags, '-o', out, '--json'], input)
    t.deepEqual([code, stderr], [0, ''], input)
    generations.add(JSON.parse(stdout).generation)
  }
  t.is(generations.size, 1)
  const table = await mapahead(['build', '-', '-o', out], 'text\na\n')
  t.is(table.code, 1)
  t.regex(table.stderr, /<stdin>: its format is not known; add --format ndjson, json, csv or tsv \[/)
  const bad = await mapahead(['build', '-', '-o', out], '[{"text":"a"},\n{"text":1}]')
  t.regex(bad.stderr, /^mapahead: <stdin>:2:1: field text: must be a string/)
})

test('a build tells in one line what it did not use, and --json has it too', async (t) => {
  const out = join(temporaryFolder(t), 'out')
  const input = '{"text":"Aaa","weigth":1,"city":"x"}\n{"text":"Aab","weigth":900}\n{"Text":"Aac","city":"y"}\n'
  const told = await mapahead(['build', '-', '-o', out], input)
  const line =
    'mapahead: not used: "weigth" (like "weight") in 2 records, "city" in 2 records; 2 records have no weight, ' +
    'but "weigth" holds numbers: --weight weigth takes one\n'
  t.deepEqual([told.code, told.stderr], [0, line])

  const json = await mapahead(['build', '-', '-o', out, '--json'], input)
  t.is(json.stderr, line)
  const { ignored, taken } = JSON.parse(json.stdout)
  t.deepEqual(ignored, {
    fields: [
      { name: 'weigth', records: 2, like: 'weight' },
      { name: 'city', records: 2 },
    ],
    others: 0,
    unweighted: { records: 2, beside: ['weigth'] },
  })
  t.deepEqual(taken, [
    { field: 'text', column: 'text' },
    { field: 'text', column: 'Text' },
  ])
  const all = await mapahead(['build', '-', '-o', out, '--weight', 'weigth', '--payload', 'city'], input)
  t.deepEqual([all.code, all.stderr], [0, ''])
})

test('a line lists as many names as one can read, without what a terminal obeys', (t) => {
  const fields = Array.from({ length: 8 }, (_, at) => ({ name: `c${at}\u001b`, records: 1 }))
  const line = ignoredLine({ ignored: { fields, others: 12_000 }, taken: [] })
  t.regex(line ?? '', /^not used: "c0\\u001b" in 1 record, .* and 3 more; members of further names 12,000 times$/)
  t.is(ignoredLine({ ignored: { fields: [], others: 0 }, taken: [] }), undefined)
})

test('the line adds flags that can be pasted, for fields that nothing filled', (t) => {
  const line = (names: [string, string?][], filled: string[] = [], beside?: string[]) => {
    const fields = names.map(([name, like]) => ({ name, records: 2, ...(like !== undefined && { like }) }))
    const unweighted = beside === undefined ? {} : { unweighted: { records: 2, beside } }
    const taken = filled.map((field) => ({ field, column: field }))
    return ignoredLine({ ignored: { fields, others: 0, ...unweighted }, taken }) ?? ''
  }
  const cases: [told: string, flags: RegExp | undefined][] = [
    [line([['alias', 'aliases']]), /; --aliases alias takes it$/],
    [line([['tags', 'aliases'], ['city']]), /; --aliases tags takes it$/],
    [
      line([
        ['alias_en', 'aliases'],
        ['alias_de', 'aliases'],
      ]),
      /; --aliases "alias_en,alias_de" takes them$/,
    ],
    [line([['alt names', 'aliases']]), /; --aliases "alt names" takes it$/],
    [
      line([
        ['uuid', 'id'],
        ['key', 'id'],
      ]),
      /; --id uuid takes it$/,
    ],
    [line([['seasons', 'season']]), /; --season seasons takes it$/],
    [
      line([
        ['meta', 'payload'],
        ['extra', 'payload'],
      ]),
      /; --payload "meta,extra" takes them$/,
    ],
    [
      line([
        ['uuid', 'id'],
        ['tags', 'aliases'],
      ]),
      /; --id uuid takes it; --aliases tags takes it$/,
    ],
    [line([['Pop. 2020']], [], ['Pop. 2020']), /: --weight "Pop\. 2020" takes one$/],
    [line([['$pop']], [], ['$pop']), /: --weight '\$pop' takes one$/],
    [line([['a\u001b[2J']], [], ['a\u001b[2J']), /: --weight COLUMN takes one$/],
    // The flag would take the place of the column that filled the field.
    [line([['alias', 'aliases']], ['aliases']), undefined],
    [line([['a,alias', 'aliases']]), undefined],
    [line([['city']]), undefined],
    // A context needs the name of its field too.
    [line([['category', 'contexts']]), undefined],
  ]
  for (const [told, flags] of cases) {
    if (flags === undefined) t.notRegex(told, /--/)
    else t.regex(told, flags)
    t.notRegex(told, /\p{Cc}/u)
  }
})

test('a record without a text suggests the member that has one, and not a code', async (t) => {
  const out = join(temporaryFolder(t), 'out')
  for (const [input, flag, column] of [
    ['{"code":"DE","name":"Germany","n":5}', '--text name', 'name'],
    ['[{"iso":"DE","id":1,"title":"Germany"}]', '--text title', 'title'],
    ['{"aka":"DE","Country Name":"Germany"}', '--text "Country Name"', 'Country Name'],
  ] as const) {
    const { stderr } = await mapahead(['build', '-', '--format', 'json', '-o', out], input)
    t.true(stderr.includes(`Choose one: ${flag} [`), stderr)
    const { code } = await mapahead(['build', '-', '--format', 'json', '-o', out, '--text', column], input)
    t.is(code, 0)
  }
})

test('a flag of columns that comes twice adds to the first, and none is lost', async (t) => {
  const folder = temporaryFolder(t)
  const [csv, out] = [join(folder, 'cities.csv'), join(folder, 'out')]
  writeFileSync(csv, 'text,name_en,name_de,land,size\nMünchen,Munich,Minga,DE,3\n')
  const once = ['--aliases', 'name_en,name_de', '--payload', 'land,size']
  const twice = ['--aliases', 'name_en', '--aliases', 'name_de', '--payload', 'land', '--payload', 'size']
  const generations = new Set<string>()
  for (const flags of [once, twice]) {
    const { stdout } = await mapahead(['build', csv, '-o', out, '--json', ...flags])
    generations.add(JSON.parse(stdout).generation)
  }
  t.is(generations.size, 1)
})

test('--aliases takes several columns', async (t) => {
  const folder = temporaryFolder(t)
  const [csv, out] = [join(folder, 'cities.csv'), join(folder, 'out')]
  writeFileSync(csv, 'text,name_en,name_de\nBrno,,Brünn\nPraha,Prague|Praga,Prag\n')
  const { code, stderr } = await mapahead(['build', csv, '--aliases', 'name_en,name_de', '-o', out])
  t.deepEqual([code, stderr], [0, ''])
  using index = SuggestIndex.openSync(out)
  for (const query of ['prague', 'praga', 'prag ']) t.is(index.suggest(query).suggestions[0]?.text, 'Praha')
  t.is(index.suggest('brünn').suggestions[0]?.text, 'Brno')
})

test('the command that an error about an object suggests builds the file', async (t) => {
  const out = join(temporaryFolder(t), 'out')
  const input = JSON.stringify([
    { hex: '#000000', title: { en: 'Nylon' }, area: 7, isOpen: 1, code: '007' },
    { hex: '#512bd4', title: { en: 'Dot Env' }, aliases: { dup: [{ title: 'x' }], aka: ['Dotenv'] }, area: 180 },
  ])
  const flags: string[] = []
  for (const expected of ['--text title.en', '--aliases aliases.aka']) {
    const { code, stderr } = await mapahead(['build', '-', ...flags, '-o', out], input)
    const [, suggested = ''] = /\. Choose one: (.*) \[ERR_INVALID_RECORD\]\n$/.exec(stderr) ?? []
    t.deepEqual([code, suggested], [1, expected], stderr)
    flags.push(...suggested.split(' '))
  }
  const { code, stderr } = await mapahead(['build', '-', ...flags, '-o', out], input)
  t.is(code, 0)
  t.regex(stderr, /"aliases\.dup" in 1 record; 2 records have no weight, but "area" holds numbers: --weight area takes/)
  using index = SuggestIndex.openSync(out)
  t.is(index.suggest('dotenv').suggestions[0]?.text, 'Dot Env')
})
