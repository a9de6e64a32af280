import { join } from 'node:path'
import test from 'ava'
import { buildIndex, SuggestIndex } from 'mapahead'
import { temporaryFolder } from '../support/fixtures.ts'
import { openLines } from '../support/ranked.ts'

const RECORDS = [
  {
    text: 'Köln',
    id: '1',
    weight: 9.5,
    aliases: [
      { text: 'koln', factor: 1 },
      { text: 'Cologne', factor: 0.25 },
      { text: 'COLOGNE', factor: 0.125 },
    ],
    contexts: { country: ['de', 'eu'], kind: ['city'] },
    season: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
    payload: { population: 1_084_831, tags: ['a', null] },
  },
  { text: '北京', weight: 3, aliases: [{ text: 'Beijing', factor: 0.1 }] },
  { text: 'plain', weight: 1 },
]

test('entries gives every record back, and a build of them is the same index', async (t) => {
  const folder = temporaryFolder(t)
  const [path, again] = [join(folder, 'first.mapahead'), join(folder, 'again.mapahead')]
  const options = { transliterate: true, synonyms: ['plain, simple', '# not a rule'], languages: ['en'] }
  const { generation } = await buildIndex(RECORDS, path, options)
  using index = await SuggestIndex.open(path)
  t.deepEqual([...index.entries()], RECORDS)
  t.deepEqual(index.synonyms(), ['plain, simple'])
  const report = await buildIndex(index.entries(), again, { ...options, synonyms: index.synonyms() })
  t.is(report.generation, generation)
})

test('entries come in batches whatever their number and size, and end at the last', async (t) => {
  const records = Array.from({ length: 5000 }, (_, number) => ({
    text: `entry ${String(number).padStart(4, '0')}`,
    weight: 5000 - number,
    ...(number % 500 === 0 && { payload: 'x'.repeat(300_000) }),
  }))
  const index = await openLines(t, records)
  t.deepEqual([...index.entries()], records)
  const empty = await openLines(t, [])
  t.deepEqual([...empty.entries()], [])
})

test('entries go on with the generation they began with, and begin on no closed index', async (t) => {
  const lines = ['Köln', '北京', 'plain'].map((text, number) => ({ text, weight: 3 - number }))
  const index = await openLines(t, lines)
  const entries = index.entries()
  t.is(entries.next().value?.text, 'Köln')
  index.close()
  t.deepEqual(
    [...entries].map(({ text }) => text),
    ['北京', 'plain'],
  )
  t.throws(() => index.entries().next(), { code: 'ERR_CLOSED' })
  t.throws(() => index.synonyms(), { code: 'ERR_CLOSED' })
})
