import test from 'ava'
import { createFetchHandler, type SuggestOptions } from 'mapahead'
import { openLines } from '../support/ranked.ts'

const CARDS = [
  ...Array.from({ length: 20 }, (_, number) => ({ text: 'card', id: `c${number}`, weight: 100 + number })),
  { text: 'Card', id: 'capital', weight: 50 },
  { text: 'carpet', id: 'carpet', weight: 5 },
]

test('distinct shows each text once, in pages, totals, pins and JSON', async (t) => {
  const index = await openLines(t, CARDS)
  const ids = (options: SuggestOptions) =>
    index.suggest('car', { distinct: true, ...options }).suggestions.map(({ id }) => id)
  t.is(index.suggest('car').suggestions.filter(({ text }) => text === 'card').length, 10)
  t.deepEqual(ids({}), ['c19', 'capital', 'carpet'])
  t.deepEqual(ids({ limit: 1, offset: 1 }), ['capital'])
  t.deepEqual(ids({ pin: ['c3', 'c4'] }), ['c3', 'capital', 'carpet'])
  t.deepEqual(ids({ exclude: { ids: ['c19', 'c18'] } }), ['c17', 'capital', 'carpet'])
  t.deepEqual(ids({ boosts: { ids: { c0: 10 } } }), ['c0', 'capital', 'carpet'])
  const boosts = index.boosts({ ids: { c7: 10 } })
  t.deepEqual(ids({ boosts }), ['c7', 'capital', 'carpet'])
  const total = (distinct: boolean) => index.suggest('car', { distinct, total: true }).total
  t.deepEqual([total(true)?.value, total(false)?.value], [3, 22])
  const json = Buffer.from(index.suggestJson('car', { distinct: true })).toString()
  t.is(JSON.parse(json).suggestions.length, 3)
})

test('distinct must be true or false', async (t) => {
  const index = await openLines(t, CARDS)
  // @ts-expect-error: a wrong type.
  t.throws(() => index.suggest('car', { distinct: 1 }), {
    code: 'ERR_INVALID_OPTION',
    message: /distinct must be true or false/,
  })
})

test('one query of a batch may be distinct and the next not, also where answers are kept', async (t) => {
  const index = await openLines(t, CARDS)
  const fetch = createFetchHandler(index)
  const queries = [{ query: 'car', distinct: true }, { query: 'car' }, { query: 'car', distinct: true }]
  const request = { method: 'POST', body: JSON.stringify({ queries }), headers: { 'content-type': 'application/json' } }
  const response = await fetch(new Request('http://localhost/suggest', request))
  const { answers } = (await response.json()) as { answers: { suggestions: unknown[] }[] }
  t.deepEqual(
    answers.map(({ suggestions }) => suggestions.length),
    [3, 10, 3],
  )
  const count = async (search: string) => {
    const answer = await fetch(new Request(`http://localhost/suggest?q=car${search}`))
    return ((await answer.json()) as { suggestions: unknown[] }).suggestions.length
  }
  t.deepEqual(
    [await count('&distinct'), await count(''), await count('&distinct=true'), await count('&distinct=false')],
    [3, 10, 3, 10],
  )
})
