// Equal texts are told apart by fields of their payloads: `query --show`.
import { spawnSync } from 'node:child_process'
import { stripVTControlCharacters } from 'node:util'
import test from 'ava'
import type { RecordInput } from 'mapahead'
import { widthOf } from '../../src/cli/text/cells.ts'
import { styledSuggestions } from '../../src/cli/text/suggestions.ts'
import { complaintsOfFields, shownField, shownFields } from '../../src/shown-fields.ts'
import { MAIN, mapahead } from '../support/command.ts'
import { buildFixture, openFixture } from '../support/fixtures.ts'

const LONDONS: readonly RecordInput[] = [
  { text: 'London', weight: 7_556_900, payload: { country: 'United Kingdom', region: { code: 'ENG' } } },
  { text: 'London', weight: 346_765, payload: { country: 'Canada', region: { code: '08' } } },
  { text: 'London', weight: 10_060, payload: { country: 'United States', region: { code: 'OH' } } },
  { text: 'Londrina', weight: 9, payload: { country: 'Brazil' } },
]

test('a field is a member, a way through members, an item, or the payload itself', (t) => {
  const payload = {
    name: 'x',
    year: 1999,
    isOpen: false,
    nothing: null,
    empty: '',
    'a.b': 'its own',
    a: { b: 'inside', c: { d: 'deep' } },
    codes: ['LON', 'LCY', null, 7],
    size: { w: 1 },
  }
  const expected: [string, string][] = [
    ['name', 'x'],
    ['year', '1999'],
    ['isOpen', 'false'],
    ['nothing', ''],
    ['empty', ''],
    ['a.b', 'its own'],
    ['a.c.d', 'deep'],
    ['a.c.e', ''],
    ['codes', 'LON, LCY, 7'],
    ['codes.1', 'LCY'],
    ['codes.length', ''],
    ['name.length', ''],
    ['toString', ''],
    ['__proto__', ''],
    ['size', '{"w":1}'],
    ['absent', ''],
  ]
  for (const [name, text] of expected) t.is(shownField(payload, name), text, name)
  t.is(shownField('plain text', '.'), 'plain text')
  t.is(shownField(12.5, '.'), '12.5')
  t.is(shownField('plain text', 'name'), '')
  t.is(shownField(undefined, 'name'), '')
  t.is(shownField(undefined, '.'), '')
  t.deepEqual(shownFields(payload, ['year', 'absent', 'name']), ['1999', 'x'])
})

test('a field that no payload has is told, with the fields that there are', (t) => {
  const payloads = [{ country: 'GB', zone: 1 }, undefined, { country: 'CA' }]
  t.deepEqual(complaintsOfFields(payloads, ['country', 'contry']), [
    'none of the best entries has "contry" to show; their payloads have "country", "zone"',
  ])
  t.deepEqual(complaintsOfFields(['a text'], ['country', '.']), [
    'none of the best entries has "country" to show; their payloads have no fields',
  ])
  t.deepEqual(complaintsOfFields([], ['country']), [])
})

test('query shows fields beside the text, to a pipe as columns without a heading', async (t) => {
  const path = await buildFixture(t, LONDONS)
  const { code, stdout, stderr } = await mapahead(['query', path, 'lon', '--show', 'country,region.code'])
  t.deepEqual([code, stderr], [0, ''])
  t.is(
    stdout,
    'London    United Kingdom  ENG  7,556,900\n' +
      'London    Canada          08     346,765\n' +
      'London    United States   OH      10,060\n' +
      'Londrina  Brazil                       9\n',
  )
  const many = await mapahead(['query', path, '-', '--show', 'country', '--show', 'region.code'], 'londri\nlondon\n')
  t.regex(many.stdout, /^> londri\n {2}Londrina {2}Brazil {2}9\n\n> london\n {2}London {2}United Kingdom {2}ENG /)
})

test('an explanation has the fields in its heading', async (t) => {
  const path = await buildFixture(t, LONDONS)
  const { stdout } = await mapahead(['query', path, 'london', '--explain', '--show', 'region.code,country'])
  const headings = stdout.split('\n').filter((line) => /^\d\./.test(line))
  t.deepEqual(headings, ['1. London, ENG, United Kingdom', '2. London, 08, Canada', '3. London, OH, United States'])
})

test('on a terminal the fields have headings, take the place of the payload, and stay within its width', async (t) => {
  const payload = { note: 'n'.repeat(60), more: 'm'.repeat(60), third: 'o'.repeat(60), bell: '\u0007' }
  const index = await openFixture(t, [...LONDONS, { text: `London ${'x'.repeat(60)}`, payload }])
  const { suggestions } = index.suggest('lon')
  const show = ['country', 'region.code', 'note', 'more', 'third', 'bell']
  const lines = (width: number) => stripVTControlCharacters(styledSuggestions(suggestions, width, show)).split('\n')
  const wide = lines(400)
  t.regex(wide[0] ?? '', /^text +country +region.code +note +more +third +bell +score$/)
  t.true(wide.some((line) => line.includes('\\x07')))
  for (const width of [40, 60, 80, 120]) {
    for (const line of lines(width)) t.true(widthOf(line) <= width, line)
  }
  const narrow = lines(60)
  t.regex(narrow[0] ?? '', /^text +country +region.code/)
  t.true(narrow[1]?.includes('United'))
})

test('a field with a slip in its name is told, and an empty name is refused', async (t) => {
  const path = await buildFixture(t, LONDONS)
  const slip = await mapahead(['query', path, 'london', '--show', 'contry'])
  t.is(slip.code, 0)
  t.is(
    slip.stderr,
    'mapahead: none of the best entries has "contry" to show; their payloads have "country", "region"\n',
  )
  const empty = spawnSync(process.execPath, [MAIN, 'query', path, 'london', '--show', 'country,'], { encoding: 'utf8' })
  t.is(empty.status, 2)
  t.regex(empty.stderr, /--show <fields>.*It must be FIELD or FIELD,FIELD, such as country\./)
})

test('JSON holds the payload anyhow, so --show and --json exclude each other', async (t) => {
  const path = await buildFixture(t, LONDONS)
  const { code, stdout, stderr } = await mapahead(['query', path, 'london', '--show', 'country', '--json'])
  t.deepEqual([code, stdout], [2, ''])
  t.regex(stderr, /'--show <fields>' cannot be used with option '--json'/)
})
