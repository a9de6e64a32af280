import test from 'ava'
import type { BoostOptions, SuggestIndex, Suggestion } from 'mapahead'
import { type Line, NEUTRAL, openLines, SERVICES } from '../support/ranked.ts'

const PLACES: readonly Line[] = [
  { text: 'New York', id: 'nyc', weight: 8, aliases: ['Big Apple'] },
  { text: 'Ремонт холодильника', weight: 5 },
  { text: 'Москва', weight: 3 },
  { text: 'Harry', weight: 2 },
]
const OPTIONS = { languages: ['en', 'ru'], layouts: ['us', 'ru'], synonyms: ['new york, gotham'] }

function explain(index: SuggestIndex, query: string): Suggestion & { explain: NonNullable<Suggestion['explain']> } {
  const [first] = index.suggest(query, { explain: true, limit: 1, at: NEUTRAL }).suggestions
  if (first?.explain === undefined) throw new Error(`nothing is explained for ${query}`)
  return { ...first, explain: first.explain }
}

test('an explanation has the documented shape, and its keys their order', async (t) => {
  const index = await openLines(t, PLACES, OPTIONS)
  const { explain: explanation, score, match } = explain(index, 'yrok new')
  t.is(
    JSON.stringify(explanation),
    JSON.stringify({
      factor: 1,
      season: 1,
      contexts: 1,
      boost: 1,
      quality: 0.005,
      slips: 10_000 ** -0.375,
      dropped: 1,
      pinned: false,
      readAs: ['yrok', 'new'],
      words: [
        { typed: 'new', word: 'new', byStem: false, cost: 0, edits: [] },
        {
          typed: 'yrok',
          word: 'york',
          byStem: false,
          cost: 0.375,
          edits: [{ kind: 'swapped', typed: 'ro', meant: 'or', cost: 0.375 }],
        },
      ].reverse(),
    }),
  )
  t.is(match.cost, 0.375)
  t.is(score, 8 * (0.005 * 10_000 ** -0.375))
})

test('edits are named with what makes them likely', async (t) => {
  const index = await openLines(t, PLACES, OPTIONS)
  const edits = (query: string) => explain(index, query).explain.words.flatMap(({ edits }) => edits)
  t.deepEqual(edits('hsrry'), [{ kind: 'replaced', because: 'neighbor', typed: 's', meant: 'a', cost: 0.75 }])
  t.deepEqual(edits('hary '), [{ kind: 'dropped', because: 'halved', typed: '', meant: 'r', cost: 0.375 }])
  t.deepEqual(edits('harrry'), [{ kind: 'added', because: 'doubled', typed: 'r', meant: '', cost: 0.5 }])
  t.deepEqual(edits('hazrry'), [{ kind: 'added', typed: 'z', meant: '', cost: 1 }])
  t.deepEqual(edits('harry'), [])
})

test('a layout, a stem and a synonym are told', async (t) => {
  const index = await openLines(t, PLACES, OPTIONS)
  const layout = explain(index, 'vjcrd')
  t.deepEqual(layout.explain.layout, { typed: 'us', meant: 'ru' })
  t.deepEqual(layout.explain.readAs, ['москв'])
  const stem = explain(index, 'ремонт холодильников')
  t.deepEqual(
    stem.explain.words.map(({ typed, word, byStem }) => [typed, word, byStem]),
    [
      ['ремонт', 'ремонт', false],
      ['холодильников', 'холодильника', true],
    ],
  )
  t.false('layout' in stem.explain)
  const synonym = explain(index, 'gotham')
  t.deepEqual([synonym.match.via, synonym.explain.factor], [['synonym'], 0.05])
  t.is(explain(index, 'big a').explain.factor, 0.1)
})

test('the factors are those of the season, the boosts and the pins, and make the score', async (t) => {
  const index = await openLines(t, SERVICES)
  const boosts = { contexts: { category: { doors: 2 }, city: { moscow: 0.5 } }, ids: { handle: 7 } }
  for (const prepared of [boosts, index.boosts(boosts)]) {
    const { suggestions } = index.suggest('door', { explain: true, at: '2026-04-15', boosts: prepared, pin: ['oak'] })
    t.deepEqual(
      suggestions.map(({ id, explain }) => [id, explain?.season, explain?.contexts, explain?.boost, explain?.pinned]),
      [
        ['oak', 1, 1, 1, true],
        ['handle', 5, 1, 7, false],
        ['door', 1, 1, 1, false],
        ['bell', 1, 1, 1, false],
      ],
    )
    for (const { score, weight, explain } of suggestions) {
      if (explain === undefined) return t.fail()
      const { factor, season, contexts, boost, quality, slips, dropped } = explain
      t.is(score, weight * factor * season * contexts * boost * (quality * slips * dropped))
    }
  }
})

test('explained answers are those without explanations otherwise, and as JSON', async (t) => {
  const lines = PLACES.map((line, place) => ({ ...line, payload: place === 0 ? { a: [1e2, 'ø'] } : undefined }))
  const index = await openLines(t, lines, OPTIONS)
  for (const query of ['', 'new', 'yrok new', 'vjcrd', 'nothing', '\ud800ha', 'x'.repeat(3000)]) {
    const options = { at: NEUTRAL, total: true }
    const explained = index.suggest(query, { ...options, explain: true })
    const json = Buffer.from(index.suggestJson(query, { ...options, explain: true })).toString()
    t.is(JSON.stringify(explained), json)
    for (const suggestion of explained.suggestions) {
      t.deepEqual(Object.keys(suggestion).at(-1), 'explain')
      delete suggestion.explain
    }
    t.is(JSON.stringify(explained), JSON.stringify(index.suggest(query, { ...options, explain: false })))
  }
})

test('a score past all numbers is Infinity, explained or not', async (t) => {
  const index = await openLines(t, [{ text: 'Door', weight: 1e300, id: 'door', contexts: { a: 1, b: 1, c: 1 } }])
  const contexts = { a: { 1: 1000 }, b: { 1: 1000 }, c: { 1: 1000 } }
  const score = (boosts: BoostOptions, explain: boolean) =>
    index.suggest('door', { boosts, explain }).suggestions[0]?.score
  for (const explain of [false, true]) {
    t.is(score({ contexts }, explain), Number.POSITIVE_INFINITY)
    // Nothing times infinity is nothing.
    t.is(score({ contexts, ids: { door: 0 } }, explain), 0)
  }
  const json = Buffer.from(index.suggestJson('door', { boosts: { contexts } })).toString()
  t.is(JSON.parse(json).suggestions[0].score, null)
})
