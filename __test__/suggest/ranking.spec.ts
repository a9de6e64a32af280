import { createRequire } from 'node:module'
import test from 'ava'
import { Boosts, SuggestIndex, type SuggestOptions } from 'mapahead'
import { buildLines, NEUTRAL, openLines, SERVICES } from '../support/ranked.ts'

function idsOf(index: SuggestIndex, query: string, options: SuggestOptions): (string | undefined)[] {
  return index.suggest(query, { at: NEUTRAL, ...options }).suggestions.map(({ id }) => id)
}

test('the season of the day decides which comes first', async (t) => {
  const index = await openLines(t, SERVICES)
  const first = (at: Date | string) => {
    const [best] = index.suggest('door', { at }).suggestions
    return [best?.id, best?.score]
  }
  t.deepEqual(first('2026-10-15'), ['door', 50])
  t.deepEqual(first('2026-04-15'), ['handle', 40])
  t.deepEqual(first('2026-01-15'), ['door', 10])
  // Half of the way from 3 to 5.
  t.deepEqual(first('2026-09-30'), ['door', 40])
  t.deepEqual(first(new Date(Date.UTC(2026, 9, 15, 23, 59))), ['door', 50])
  t.deepEqual(first('2026-10-15T23:59:59.999Z'), ['door', 50])
  t.deepEqual(first('2026-10-14T23:30:00-02:00'), ['door', 50])
  t.deepEqual(first('2026-10-16T01:30+0200'), ['door', 50])
  t.deepEqual(first('2026-10-15T00:00'), ['door', 50])
})

test('the day is today by default', async (t) => {
  const index = await openLines(t, SERVICES)
  const before = new Date()
  const found = index.suggest('door')
  const days = [before, new Date()].map((at) => index.suggest('door', { at }))
  // Midnight may have come between.
  t.true(days.some((answer) => JSON.stringify(answer) === JSON.stringify(found)))
})

test('a filter lets pass only what it names: of several values of a field one must fit, of several fields each', async (t) => {
  const index = await openLines(t, SERVICES)
  const ids = (filter: SuggestOptions['filter']) => idsOf(index, '', { filter })
  t.deepEqual(ids({ city: 'omsk' }), ['door', 'bell'])
  t.deepEqual(ids({ city: ['omsk', 'perm'] }), ['door', 'bell', 'oak'])
  t.deepEqual(ids({ city: 'moscow', category: ['doors', 'bells'] }), ['door', 'handle'])
  t.deepEqual(ids({ zone: 7 }), ['door', 'handle'])
  t.deepEqual(ids({ zone: ['7', 0.5] }), ['door', 'bell', 'handle'])
  t.deepEqual(ids({ city: 'nowhere' }), [])
  t.deepEqual(ids({ city: [] }), [])
  t.deepEqual(ids({}), ['door', 'bell', 'handle', 'oak', 'window'])
})

test('what is excluded never comes', async (t) => {
  const index = await openLines(t, SERVICES)
  const ids = (exclude: SuggestOptions['exclude']) => idsOf(index, 'door', { exclude })
  t.deepEqual(ids({ ids: ['door', 'nobody'] }), ['bell', 'handle', 'oak'])
  t.deepEqual(ids({ contexts: { category: ['handles', 'bells'], city: 'perm' } }), ['door'])
  t.deepEqual(ids({ contexts: { zone: 7 }, ids: ['oak'] }), ['bell'])
  t.deepEqual(ids({ contexts: { city: 'nowhere' } }), ['door', 'bell', 'handle', 'oak'])
  t.deepEqual(ids({}), ['door', 'bell', 'handle', 'oak'])
})

test('boosts multiply scores: the largest of a field, the product over fields, and that of the entry', async (t) => {
  const index = await openLines(t, SERVICES)
  const scores = (boosts: SuggestOptions['boosts']) =>
    Object.fromEntries(index.suggest('door', { boosts, at: NEUTRAL }).suggestions.map(({ id, score }) => [id, score]))
  t.deepEqual(scores({ ids: { oak: 100, bell: 0 } }), { oak: 200, door: 10, handle: 8, bell: 0 })
  t.deepEqual(scores({ ids: new Map([['oak', 100]]) }), { oak: 200, door: 10, bell: 9, handle: 8 })
  t.deepEqual(scores({ contexts: { category: { doors: 2, handles: 3 }, city: { moscow: 0.5 } } }), {
    handle: 12,
    door: 10,
    bell: 9,
    oak: 2,
  })
  t.deepEqual(scores({ contexts: { zone: { 7: 3 } }, ids: { door: 2 } }), { door: 60, handle: 24, bell: 9, oak: 2 })
  t.deepEqual(scores({}), { door: 10, bell: 9, handle: 8, oak: 2 })
})

test('pinned entries come first in their order, if they match and pass', async (t) => {
  const index = await openLines(t, SERVICES)
  const ids = (options: SuggestOptions) => idsOf(index, 'door', options)
  t.deepEqual(ids({ pin: ['oak', 'nobody', 'handle', 'oak'] }), ['oak', 'handle', 'door', 'bell'])
  t.deepEqual(ids({ pin: ['window'] }), ['door', 'bell', 'handle', 'oak'])
  t.deepEqual(ids({ pin: ['oak', 'handle'], filter: { city: 'moscow' } }), ['handle', 'door'])
  t.deepEqual(ids({ pin: ['oak', 'handle'], exclude: { ids: ['handle'] } }), ['oak', 'door', 'bell'])
  t.deepEqual(ids({ pin: ['oak', 'handle'], limit: 2, offset: 1 }), ['handle', 'door'])
  t.deepEqual(ids({ pin: [] }), ['door', 'bell', 'handle', 'oak'])
})

test('a total counts all pages, exactly or as a bound', async (t) => {
  const index = await openLines(t, SERVICES)
  const answer = index.suggest('door', { limit: 1, total: true })
  t.deepEqual(Object.keys(answer), ['query', 'suggestions', 'complete', 'generation', 'total'])
  t.deepEqual(answer.total, { value: 4, relation: 'exact' })
  t.deepEqual(index.suggest('door', { filter: { city: 'omsk' }, total: true }).total, { value: 2, relation: 'exact' })
  t.deepEqual(index.suggest('nothing', { total: true }).total, { value: 0, relation: 'exact' })
  t.deepEqual(index.suggest('x'.repeat(3000), { total: true }).total, { value: 0, relation: 'exact' })
  t.false('total' in index.suggest('door', { total: false }))

  const many = await openLines(
    t,
    Array.from({ length: 10_001 }, (_, number) => ({ text: `door ${number}` })),
  )
  t.deepEqual(many.suggest('door', { total: true }).total, { value: 10_000, relation: 'at-least' })
})

const EVERY: SuggestOptions = {
  limit: 3,
  filter: { city: ['moscow', 'omsk', 'perm'] },
  exclude: { ids: ['bell'], contexts: { category: 'windows' } },
  boosts: { contexts: { category: { handles: 4 } }, ids: { oak: 3 } },
  pin: ['oak'],
  at: '2026-05-01',
  total: true,
}

test('every option at once gives the same as JSON, prepared, and through require', async (t) => {
  const path = await buildLines(t, SERVICES)
  using index = await SuggestIndex.open(path)
  const answer = index.suggest('door', EVERY)
  t.deepEqual(
    answer.suggestions.map(({ id, score }) => [id, score]),
    [
      ['oak', 6],
      ['handle', 160],
      ['door', 10],
    ],
  )
  t.deepEqual(answer.total, { value: 3, relation: 'exact' })
  t.is(Buffer.from(index.suggestJson('door', EVERY)).toString(), JSON.stringify(answer))
  const boosts = index.boosts(EVERY.boosts as Parameters<SuggestIndex['boosts']>[0])
  t.deepEqual(index.suggest('door', { ...EVERY, boosts }), answer)
  t.is(Buffer.from(index.suggestJson('door', { ...EVERY, boosts })).toString(), JSON.stringify(answer))

  const required: typeof import('mapahead') = createRequire(import.meta.url)('mapahead')
  using again = required.SuggestIndex.openSync(path)
  t.deepEqual(again.suggest('door', EVERY), answer)
  t.deepEqual(again.suggest('door', { ...EVERY, boosts: again.boosts({ ids: { oak: 3 } }) }).suggestions[0]?.score, 6)
})

test('a prepared set goes on when the index is swapped for another generation', async (t) => {
  const index = await openLines(t, SERVICES)
  const boosts = index.boosts({ ids: { oak: 100, new: 50 }, contexts: { city: { omsk: 2 } } })
  t.true(boosts instanceof Boosts)
  t.deepEqual(idsOf(index, 'door', { boosts }), ['oak', 'door', 'bell', 'handle'])
  const added = { text: 'Door to the new house', id: 'new', weight: 3, contexts: { city: 'omsk' } }
  const next = await openLines(t, [...SERVICES, added])
  t.deepEqual(idsOf(next, 'door', { boosts }), ['new', 'oak', 'door', 'bell', 'handle'])
  // The one of before is still there.
  t.deepEqual(idsOf(index, 'door', { boosts }), ['oak', 'door', 'bell', 'handle'])
  const other = await openLines(t, [{ text: 'Door', contexts: { tenant: 'a' } }])
  t.throws(() => other.suggest('door', { boosts }), {
    code: 'ERR_INVALID_OPTION',
    message: 'boosts.contexts must be by fields of the index, which has tenant, got "city"',
  })
})

test('a request takes 1,000 boosts of ids, a prepared set 100,000', async (t) => {
  const lines = Array.from({ length: 3000 }, (_, number) => ({ text: `door ${number}`, id: `${number}` }))
  const index = await openLines(t, lines)
  const boosts = (count: number) => ({
    ids: new Map(Array.from({ length: count }, (_, number): [string, number] => [`${number}`, number / 1000])),
  })
  t.deepEqual(idsOf(index, 'door', { boosts: boosts(1000), limit: 1 }), ['1000'])
  t.throws(() => index.suggest('door', { boosts: boosts(1001) }), {
    code: 'ERR_INVALID_OPTION',
    message: 'boosts.ids must be at most 1000 ids, got 1001; prepare a set for more',
  })
  t.deepEqual(idsOf(index, 'door', { boosts: index.boosts(boosts(100_000)), limit: 2 }), ['2999', '2998'])
  t.throws(() => index.boosts(boosts(100_001)), {
    code: 'ERR_INVALID_OPTION',
    message: /at most 100000 ids, got 100001/,
  })
})

/** Options that are wrong, though types may allow them, with what the error says. */
const WRONG: readonly [unknown, string | RegExp][] = [
  [{ filter: 'omsk' }, 'filter must be an object, got a string, "omsk"'],
  [{ filter: null }, 'filter must be an object, got null'],
  [{ filter: new Map([['city', 'omsk']]) }, 'filter must be an object, got a Map'],
  [{ filter: ['omsk'] }, 'filter must be an object, got an array'],
  // A variable that was not set must not let everything pass.
  [
    { filter: { city: undefined } },
    'filter.city must be a string, a finite number below 2^53 if it is whole, or a BigInt, or several in an array, got undefined',
  ],
  [{ filter: { city: ['omsk', null] } }, /^filter\.city must be .* got null$/],
  [{ filter: { city: Number.NaN } }, /^filter\.city must be .* got NaN$/],
  [{ filter: { city: true } }, /^filter\.city must be .* got true$/],
  [{ filter: { town: 'omsk' } }, 'filter must be by fields of the index, which has category, city, zone, got "town"'],
  [{ filter: JSON.parse('{"__proto__": "omsk"}') }, /^filter must be by fields of the index, .* got "__proto__"$/],
  [{ filter: { '\ud800': 'omsk' } }, 'filter must be by fields of the index, got "\\ud800"'],
  [{ filter: { city: Array(10_001).fill('omsk') } }, 'filter must be at most 10000 values, got 10001'],
  [{ exclude: ['door'] }, 'exclude must be an object, got an array'],
  [{ exclude: { id: ['door'] } }, 'exclude has no option "id"; there are ids, contexts'],
  [{ exclude: { ids: 'door' } }, 'exclude.ids must be an array of ids, got a string, "door"'],
  [
    { exclude: { ids: ['door', 1.5] } },
    'exclude.ids[1] must be a string, a whole number below 2^53 or a BigInt, got a number, 1.5',
  ],
  [{ exclude: { ids: Array(10_001).fill('x') } }, 'exclude.ids must be at most 10000 ids, got 10001'],
  [{ exclude: { contexts: { city: {} } } }, /^exclude\.contexts\.city must be .* got an object$/],
  [{ exclude: { contexts: { town: 'omsk' } } }, /^exclude\.contexts must be by fields of the index, .* got "town"$/],
  [{ boosts: { door: 3 } }, 'boosts has no option "door"; there are contexts, ids'],
  [{ boosts: 3 }, 'boosts must be an object, got a number, 3'],
  [{ boosts: { ids: { door: -1 } } }, 'boosts.ids must be numbers from 0 to 1000, got -1 for "door"'],
  [{ boosts: { ids: { door: 1000.5 } } }, 'boosts.ids must be numbers from 0 to 1000, got 1000.5 for "door"'],
  [{ boosts: { ids: { door: Number.NaN } } }, 'boosts.ids must be finite numbers, got NaN for "door"'],
  [{ boosts: { ids: { door: '3' } } }, 'boosts.ids must be finite numbers, got a string, "3" for "door"'],
  [
    { boosts: { ids: new Map([[7.5, 3]]) } },
    'boosts.ids must be by ids, each a string, a whole number below 2^53 or a BigInt, got a number, 7.5',
  ],
  [{ boosts: { ids: ['door'] } }, 'boosts.ids must be an object, got an array'],
  [{ boosts: { contexts: { city: 3 } } }, 'boosts.contexts.city must be an object, got a number, 3'],
  [{ boosts: { contexts: { city: { omsk: 1001 } } } }, /^boosts\.contexts must be numbers .* got 1001 for "omsk"$/],
  [{ boosts: { contexts: { town: { omsk: 2 } } } }, /^boosts\.contexts must be by fields of .* got "town"$/],
  [{ pin: 'door' }, 'pin must be an array of ids, got a string, "door"'],
  [{ pin: [undefined] }, /^pin\[0\] must be a string, .* got undefined$/],
  [{ pin: Array(1001).fill('x') }, 'pin must be at most 1000 ids, got 1001'],
  [{ at: 'soon' }, 'at must be a day such as "2026-01-15", got "soon"; give a Date or an ISO string'],
  [{ at: '2026-02-30' }, /^at must be a day .* got "2026-02-30"; give a Date/],
  [{ at: '2026-01-15T25:00Z' }, /^at must be a day .* got "2026-01-15T25:00Z"; give/],
  [{ at: new Date('soon') }, /^at must be a day .* got an invalid Date; give/],
  [{ at: 1_768_435_200_000 }, /^at must be a day .* got a number, 1768435200000; give a Date or an ISO string$/],
  [{ at: '0000-01-15' }, /^at must be a day of the years 1 to 9999, got day -\d+ from 1970-01-01$/],
  [{ at: new Date(8.64e15) }, /^at must be a day of the years 1 to 9999, got day 100000000 from/],
  [{ explain: 'yes' }, 'explain must be true or false, got a string, "yes"'],
  [{ total: 1 }, 'total must be true or false, got a number, 1'],
  [
    { filters: {} },
    /^suggest(Json)? has no option "filters"; there are limit, .* at, .* filter, exclude, restrict, boosts, pin$/,
  ],
]

test('a wrong option is an error that names it, whichever way it goes', async (t) => {
  const index = await openLines(t, SERVICES)
  for (const [options, message] of WRONG) {
    const expected = { code: 'ERR_INVALID_OPTION', message }
    t.throws(() => index.suggest('door', options as SuggestOptions), expected, JSON.stringify(options))
    t.throws(() => index.suggestJson('door', options as SuggestOptions), expected, JSON.stringify(options))
    const explained = { explain: true, ...(options as SuggestOptions) }
    t.throws(() => index.suggest('door', explained), expected, JSON.stringify(options))
  }
})

test('an index without contexts says so', async (t) => {
  const index = await openLines(t, [{ text: 'Door', id: 'door' }])
  t.throws(() => index.suggest('door', { filter: { city: 'omsk' } }), {
    code: 'ERR_INVALID_OPTION',
    message: 'filter must be left out, since the index has no contexts, got "city"',
  })
  t.is(index.suggest('door', { filter: {}, boosts: { ids: { door: 2 } } }).suggestions[0]?.score, 20)
})

test('halves of surrogate pairs are ids and values that no index has', async (t) => {
  const index = await openLines(t, [{ text: 'Door', id: '\ufffd', contexts: { city: '\ufffd' } }])
  const count = (options: SuggestOptions) => index.suggest('door', options).suggestions.length
  t.is(count({ filter: { city: '\ufffd' } }), 1)
  t.is(count({ filter: { city: '\ud800' } }), 0)
  t.is(count({ exclude: { ids: ['\udc00'], contexts: { city: '\udc00' } } }), 1)
  t.is(count({ exclude: { ids: ['\ufffd'] } }), 0)
  const boosts = { ids: { '\ud800': 5 }, contexts: { city: { '\ud800': 5 } } }
  t.is(index.suggest('door', { boosts }).suggestions[0]?.score, 10)
})

test('each option is read once, so that what was checked is what is used', async (t) => {
  const index = await openLines(t, SERVICES)
  const changing = (...values: unknown[]) => ({ get: () => values.shift(), enumerable: true })
  const ids = (properties: PropertyDescriptorMap) =>
    index.suggest('door', Object.defineProperties({}, properties)).suggestions.map(({ id }) => id)
  const at = changing(NEUTRAL, 'soon')
  t.deepEqual(ids({ at, filter: changing({ city: 'perm' }, {}), pin: changing(['oak'], 7) }), ['oak'])
  const boosts = Object.defineProperties({}, { ids: changing({ oak: 100 }, 7) })
  const exclude = Object.defineProperties({}, { ids: changing(['door'], 7), contexts: changing({ city: 'omsk' }, 7) })
  const options = { at: { value: NEUTRAL }, boosts: { value: boosts }, exclude: { value: exclude } }
  t.deepEqual(ids(options), ['oak', 'handle'])
  const filter: Record<string, string> = Object.defineProperties({}, { city: changing('perm', 'omsk') })
  t.deepEqual(idsOf(index, 'door', { filter }), ['oak'])
})

test('a prepared set is made by an index that is open', async (t) => {
  // @ts-expect-error: the constructor is private
  t.throws(() => new Boosts({ ids: {} }), { code: 'ERR_INVALID_ARGUMENT', message: /use index\.boosts\(map\)/ })
  const index = await openLines(t, SERVICES)
  t.throws(() => index.boosts({ ids: { door: -1 } }), { code: 'ERR_INVALID_OPTION', message: /^boosts\.ids must be/ })
  // @ts-expect-error: it is required
  t.throws(() => index.boosts(), { code: 'ERR_INVALID_OPTION', message: 'boosts must be an object, got undefined' })
  const [boosts, empty] = [index.boosts({ ids: { oak: 1000 } }), index.boosts({})]
  t.deepEqual(idsOf(index, 'door', { boosts: empty, limit: 1 }), ['door'])
  index.close()
  t.throws(() => index.suggest('door', { boosts }), { code: 'ERR_CLOSED' })
  t.throws(() => index.suggest('door', { filter: { city: 'omsk' } }), { code: 'ERR_CLOSED' })
  t.throws(() => index.boosts({}), { code: 'ERR_CLOSED' })
})
