import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { buildIndex, SuggestIndex, type SuggestOptions } from 'mapahead'
import { buildFixture, openFixture, overwrite, PLACES, temporaryFolder } from '../support/fixtures.ts'

const decoder = new TextDecoder('utf-8', { fatal: true })

function fromJson(index: SuggestIndex, query: string, options?: SuggestOptions): string {
  return decoder.decode(index.suggestJson(query, options))
}

test('an answer has the documented shape, and its keys their order', async (t) => {
  const index = await openFixture(t, PLACES)

  const answer = index.suggest('be', { limit: 2 })

  t.is(
    JSON.stringify(answer),
    JSON.stringify({
      query: 'be',
      suggestions: [
        {
          text: 'Berlin',
          id: 'b',
          score: 3426354,
          weight: 3426354,
          payload: { country: 'DE' },
          highlights: [{ start: 0, end: 2 }],
          match: { tier: 0, kind: 'prefix', via: [], surface: 'Berlin', cost: 0 },
        },
        {
          text: 'Bergen',
          score: 213585,
          weight: 213585,
          payload: [null, true, 1.5, 'ø'],
          highlights: [{ start: 0, end: 2 }],
          match: { tier: 0, kind: 'prefix', via: [], surface: 'Bergen', cost: 0 },
        },
      ],
      complete: true,
      generation: index.generation,
    }),
  )
  t.regex(answer.generation, /^[0-9a-f]{16}$/)
})

test('an alias that matched is named, and nothing of the text is highlighted', async (t) => {
  const index = await openFixture(t, PLACES)

  const [best] = index.suggest('бер').suggestions

  t.deepEqual(best?.highlights, [])
  t.deepEqual(best?.match, { tier: 0, kind: 'prefix', via: ['alias'], surface: 'Берлин', cost: 0 })
  t.is(best?.text, 'Berlin')
})

test('a form that was typed whole is of the kind whole', async (t) => {
  const index = await openFixture(t, PLACES)
  t.is(index.suggest('BERN').suggestions[0]?.match.kind, 'whole')
})

test('highlights count UTF-16 code units, so they slice the text', async (t) => {
  const texts = ['🍎 apple pie', 'Ægir', 'ǅungla', 'नमस्ते दुनिया', '𝒜 script', 'ﬁrst', 'Straße']
  const index = await openFixture(
    t,
    texts.map((text) => ({ text })),
  )

  const highlighted = (query: string) =>
    index
      .suggest(query)
      .suggestions.map(({ text, highlights }) => highlights.map(({ start, end }) => text.slice(start, end)))

  t.deepEqual(highlighted('app'), [['app']])
  t.deepEqual(highlighted('aeg'), [['Æg']])
  t.deepEqual(highlighted('नम'), [['नम']])
  t.deepEqual(highlighted('a s'), [['𝒜 s']])
  t.deepEqual(highlighted('fir'), [['ﬁr']])
  t.deepEqual(highlighted('strass'), [['Straß']])
})

test('suggestJson is the same as suggest, byte for byte', async (t) => {
  const index = await openFixture(t, PLACES)
  const queries = [
    '',
    'b',
    'be',
    'ber',
    'BER',
    'bern',
    'бер',
    'são',
    'sao',
    '東',
    'app',
    'nothing',
    '"\\\n\u0001',
    '\ud800',
    'a\ud800b',
    '𝒜',
  ]
  for (const query of queries) {
    for (const options of [undefined, {}, { limit: 1 }, { offset: 1 }, { limit: 2, offset: 3 }]) {
      t.is(fromJson(index, query, options), JSON.stringify(index.suggest(query, options)), JSON.stringify(query))
    }
  }
})

test('an answer of suggestJson of any size has memory of its own', async (t) => {
  // From none to more than the addon writes without a buffer, and around that.
  const sizes = [0, 100, 30_000, 32_000, 32_600, 33_000, 100_000]
  const index = await openFixture(
    t,
    sizes.map((size) => ({ text: `size ${size}`, payload: 'x'.repeat(size) })),
  )
  const asked = sizes.map((size) => {
    const query = `size ${size}`
    return { query, json: index.suggestJson(query, { maxTier: 0, limit: 1 }), plain: index.suggestJson(query) }
  })
  for (const { query, json, plain } of asked) {
    t.is(decoder.decode(json), JSON.stringify(index.suggest(query, { maxTier: 0, limit: 1 })), query)
    t.is(decoder.decode(plain), JSON.stringify(index.suggest(query)), query)
    // A caller may hand it over to another thread.
    t.is(json.buffer.byteLength, json.byteLength)
  }
})

test('weights of every size are the same in suggest and suggestJson', async (t) => {
  const weights = [0, 5e-324, 1e-7, 0.1, 1 / 3, 123456.789, 2 ** 53, 1e21, 1e300]
  const index = await openFixture(
    t,
    weights.map((weight) => ({ text: 'x', weight })),
  )

  const { suggestions } = index.suggest('')

  t.deepEqual(
    suggestions.map(({ weight }) => weight),
    weights.toReversed(),
  )
  t.is(fromJson(index, ''), JSON.stringify(index.suggest('')))
})

test('payloads of every JSON type come back', async (t) => {
  const payloads = [false, true, 0, -1.5, 1e300, '', 'text', '\u2028"\\', [], [[]], {}, { a: { b: [1] } }, 'ü', '𝒜']
  const index = await openFixture(
    t,
    payloads.map((payload, place) => ({ text: 'x', id: String(place), weight: payloads.length - place, payload })),
  )

  const { suggestions } = index.suggest('x', { limit: 100 })

  t.deepEqual(
    suggestions.map(({ payload }) => payload),
    payloads,
  )
  t.deepEqual(
    payloads.map((_, place) => index.get(String(place))?.payload),
    payloads,
  )
})

test('an answer of a thousand suggestions comes whole, and a small one after it too', async (t) => {
  const index = await openFixture(
    t,
    Array.from({ length: 1500 }, (_, place) => ({ text: `name ${place}`, weight: 1500 - place })),
  )

  const { suggestions } = index.suggest('', { limit: 1000 })

  t.deepEqual(
    suggestions.map(({ text }) => text),
    Array.from({ length: 1000 }, (_, place) => `name ${place}`),
  )
  t.is(index.suggest('name 7', { limit: 1 }).suggestions[0]?.text, 'name 7')
})

test('limit and offset cut the answer', async (t) => {
  const index = await openFixture(t, PLACES)
  const texts = (options: SuggestOptions) => index.suggest('', options).suggestions.map(({ text }) => text)

  const all = texts({ limit: 100 })

  t.is(all.length, PLACES.length)
  t.deepEqual(texts({ limit: 2, offset: 3 }), all.slice(3, 5))
  t.deepEqual(texts({ offset: 100 }), [])
})

test('an unknown option, or one of another type or range, is an error that names it', async (t) => {
  const index = await openFixture(t, PLACES)
  const wrong: [object, RegExp][] = [
    [
      { limt: 1 },
      /limt.*limit, offset, typos, maxTier, maxCost, costs, at, explain, total, distinct, filter, exclude, restrict, boosts, pin$/,
    ],
    [{ constructor: 1 }, /constructor/],
    [{ limit: '5' }, /limit must be a number, got a string, "5"/],
    [{ limit: null }, /limit must be a number, got null/],
    [{ limit: 0 }, /limit/],
    [{ limit: 1001 }, /limit/],
    [{ limit: 1.5 }, /limit.*1\.5/],
    [{ limit: Number.NaN }, /limit must be a whole number from 1 to 1000, got NaN/],
    [{ limit: 2 ** 53 }, /limit must be a whole number from 1 to 1000, got 9007199254740992$/],
    [{ limit: Number.POSITIVE_INFINITY }, /limit must be a whole number from 1 to 1000, got Infinity$/],
    [{ limit: 1e300 }, /limit must be a whole number from 1 to 1000, got 1e300$/],
    [{ offset: 1e300 }, /offset must be a whole number from 0 to 10000 less the limit, got 1e300$/],
    [{ limit: Number.NEGATIVE_INFINITY }, /limit.*-Infinity/],
    [Object.create({ typo: 'never' }), /typo/],
    [{ typos: 'sometimes' }, /^typos must be auto or never, got "sometimes"$/],
    [{ typos: false }, /^typos must be a string, got false$/],
    [{ costs: 'Unit' }, /^costs must be weighted or unit, got "Unit"$/],
    [{ costs: 1 }, /^costs must be a string, got a number, 1$/],
    [{ maxTier: '1' }, /^maxTier must be a number, got a string, "1"$/],
    [{ maxTier: 4 }, /^maxTier must be a whole number from 0 to 3, got 4$/],
    [{ maxTier: 1000 }, /^maxTier must be a whole number from 0 to 3, got 1000$/],
    [{ maxTier: 0.5 }, /^maxTier must be a whole number from 0 to 3, got 0\.5$/],
    [{ maxCost: null }, /^maxCost must be a number, got null$/],
    [{ maxCost: 3.5 }, /^maxCost must be a number from 0 to 3, got 3\.5$/],
    [{ maxCost: -1 }, /^maxCost must be a number from 0 to 3, got -1$/],
    [{ maxCost: Number.NaN }, /^maxCost must be a number from 0 to 3, got NaN$/],
    [{ maxCost: Number.POSITIVE_INFINITY }, /^maxCost must be a number from 0 to 3, got Infinity$/],
    [{ offset: -1 }, /offset.*-1/],
    [{ offset: Number.POSITIVE_INFINITY }, /offset/],
  ]
  for (const [options, message] of wrong) {
    t.throws(() => index.suggest('b', options as SuggestOptions), { code: 'ERR_INVALID_OPTION', message })
    t.throws(() => index.suggestJson('b', options as SuggestOptions), { code: 'ERR_INVALID_OPTION', message })
  }
})

test('arguments of another type are an error', async (t) => {
  const index = await openFixture(t, PLACES)
  for (const wrong of [undefined, null, 5, {}, ['b']]) {
    const query = wrong as unknown as string
    t.throws(() => index.suggest(query), { code: 'ERR_INVALID_ARGUMENT', message: /query must be a string/ })
    t.throws(() => index.suggestJson(query), { code: 'ERR_INVALID_ARGUMENT' })
    // A number is an id.
    if (wrong !== 5) t.throws(() => index.get(query), { code: 'ERR_INVALID_ARGUMENT', message: /^id must be/ })
  }
  for (const options of [5, null, [], ['limit']]) {
    t.throws(() => index.suggest('b', options as SuggestOptions), { code: 'ERR_INVALID_ARGUMENT' })
  }
})

test('an option is read once, also from a prototype', async (t) => {
  const index = await openFixture(t, PLACES)
  let reads = 0
  const options = {
    get limit() {
      reads += 1
      return reads === 1 ? 1 : Number.NaN
    },
  }
  t.is(index.suggest('', options).suggestions.length, 1)
  t.is(reads, 1)
  t.is(index.suggest('', Object.create({ limit: 2 })).suggestions.length, 2)
  t.is(index.suggest('', { limit: undefined }).suggestions.length, PLACES.length)
})

test('a query of over 1,000 characters has no suggestions, and comes back whole', async (t) => {
  const text = 'x'.repeat(1000)
  const index = await openFixture(t, [{ text }, { text: '🍎'.repeat(1000) }])
  t.is(index.suggest(text).suggestions.length, 1)
  t.is(index.suggest('🍎'.repeat(1000)).suggestions.length, 1)
  for (const query of [`${text}x`, '🍎'.repeat(1001), '🍎'.repeat(2000), 'x'.repeat(100_000)]) {
    const answer = index.suggest(query)
    t.deepEqual([answer.query, answer.suggestions, answer.complete], [query, [], true])
    t.is(fromJson(index, query), JSON.stringify(answer))
  }
})

test('payloads of a file come back parsed from suggest, and as they were written from suggestJson', async (t) => {
  const folder = temporaryFolder(t)
  const payloads = ['1e2', '{"a" : [1.0, -0]}', '"\\u0041"', '{"a":1,"a":2}', '{"__proto__":1}', '12345678901234567890']
  const lines = payloads.map((payload, place) => `{"text":"x","weight":${99 - place},"payload":${payload}}\n`)
  writeFileSync(join(folder, 'in.ndjson'), lines.join(''))
  await buildIndex(join(folder, 'in.ndjson'), join(folder, 'out'))
  using index = SuggestIndex.openSync(join(folder, 'out'))

  const { suggestions } = index.suggest('')
  const json = fromJson(index, '')

  t.deepEqual(
    suggestions.map(({ payload }) => payload),
    payloads.map((payload) => JSON.parse(payload)),
  )
  t.deepEqual(JSON.parse(json).suggestions, suggestions)
  for (const payload of payloads) t.true(json.includes(`"payload":${payload},`), payload)
})

for (const [what, damage] of [
  ['not JSON', '"bad"payload"'],
  ['not one JSON value', '"a" ,"b","c"'],
] as const) {
  test(`a damaged payload that is ${what} is an error that says so`, async (t) => {
    const path = await buildFixture(t, [{ text: 'x', id: 'x', payload: 'the payload' }])
    const bytes = readFileSync(path)
    bytes.write(damage.padEnd('"the payload"'.length), bytes.indexOf('"the payload"'))
    overwrite(path, bytes)
    using index = SuggestIndex.openSync(path)
    const calls = what === 'not JSON' ? [() => index.suggest('x'), () => index.get('x')] : [() => index.suggest('x')]
    for (const call of calls)
      t.throws(call, { code: 'ERR_CORRUPT', message: /fixture\.mapahead is corrupt: a payload/ })
  })
}

test('get finds an entry by its id, byte for byte', async (t) => {
  const index = await openFixture(t, [...PLACES, { text: 'replaced', id: '\ufffd' }])

  t.is(JSON.stringify(index.get('b')), '{"text":"Berlin","id":"b","weight":3426354,"payload":{"country":"DE"}}')
  t.deepEqual(index.get('bern'), { text: 'Bern', id: 'bern', weight: 121631 })
  t.deepEqual(index.get('são'), { text: 'São Paulo', id: 'são', weight: 10021295 })
  t.is(index.get('sa\u0303o'), undefined)
  t.is(index.get('\ufffd')?.text, 'replaced')
  t.is(index.get('\ud800'), undefined)
  t.is(index.get('B'), undefined)
  t.is(index.get(''), undefined)
})
