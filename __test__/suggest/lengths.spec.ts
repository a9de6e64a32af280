import test from 'ava'
import { isMapaheadError, type SuggestIndex, type SuggestOptions } from 'mapahead'
import { NEUTRAL, openLines, SERVICES } from '../support/ranked.ts'

/** Counts how often anything of an array is read. */
function watched(length: number): { items: string[]; reads: () => number } {
  let reads = 0
  const items = new Proxy(Array<string>(length), {
    get(target, name) {
      if (typeof name === 'string' && name !== 'length') reads += 1
      return Reflect.get(target, name)
    },
  })
  return { items, reads: () => reads }
}

/** Every option that holds texts, made of an array of them. */
const OPTIONS: readonly [name: string, most: number, unit: string, make: (items: string[]) => SuggestOptions][] = [
  ['pin', 1000, 'ids', (pin) => ({ pin })],
  ['exclude.ids', 10_000, 'ids', (ids) => ({ exclude: { ids } })],
  ['filter', 10_000, 'values', (city) => ({ filter: { city } })],
  ['exclude.contexts', 10_000, 'values', (city) => ({ exclude: { contexts: { city } } })],
]

const LONGEST = 2 ** 32 - 1

function both(index: SuggestIndex, options: SuggestOptions): (() => unknown)[] {
  return [() => index.suggest('door', options), () => index.suggestJson('door', options)]
}

test('an array that is too long is refused before an item of it is read', async (t) => {
  const index = await openLines(t, SERVICES)
  for (const [name, most, unit, make] of OPTIONS) {
    for (const length of [most + 1, 1_000_000, LONGEST]) {
      const { items, reads } = watched(length)
      const message = `${name} must be at most ${most} ${unit}, got ${length}`
      for (const ask of both(index, make(items))) t.throws(ask, { code: 'ERR_INVALID_OPTION', message })
      t.is(reads(), 0, name)
    }
  }
})

test('an array with holes within the limit is told its first hole', async (t) => {
  const index = await openLines(t, SERVICES)
  const holes = Array<string>(5)
  holes[0] = 'door'
  t.throws(() => index.suggest('', { pin: holes }), { message: /^pin\[1\] must be a string, .* got undefined$/ })
  t.throws(() => index.suggest('', { filter: { city: holes } }), { message: /^filter\.city must be .* got undefined$/ })
})

test('a set and a generator are read like an array, and one without an end up to its limit', async (t) => {
  const index = await openLines(t, SERVICES)
  const ids = (options: SuggestOptions) =>
    index.suggest('door', { at: NEUTRAL, ...options }).suggestions.map(({ id }) => id)
  t.deepEqual(ids({ pin: new Set(['oak', 'handle']) }), ['oak', 'handle', 'door', 'bell'])
  t.deepEqual(ids({ filter: { city: new Set(['perm']) } }), ['oak'])
  t.deepEqual(ids({ exclude: { ids: new Set(['oak', 'bell']) } }), ['door', 'handle'])
  for (const [name, most, unit, make] of OPTIONS) {
    let read = 0
    const endless: Iterable<string> = {
      *[Symbol.iterator]() {
        for (; ; read += 1) yield `${read}`
      },
    }
    const message = `${name} must be at most ${most} ${unit}, got more`
    t.throws(() => index.suggest('door', make(endless as string[])), { code: 'ERR_INVALID_OPTION', message })
    t.is(read, most, name)
  }
})

test('an iterator that fails, or returns nothing of use, is an error with a code', async (t) => {
  const index = await openLines(t, SERVICES)
  const bad: readonly [unknown, RegExp][] = [
    [
      {
        [Symbol.iterator]() {
          throw new Error('boom')
        },
      },
      /got one that fails: boom$/,
    ],
    [{ [Symbol.iterator]: () => 5 }, /got one that fails: /],
    [{ [Symbol.iterator]: 5 }, /got one that fails: /],
    [{ [Symbol.iterator]: () => ({ next: () => 5 }) }, /got one that fails: /],
    [
      new Proxy([], {
        get: (_, name) => {
          if (name === 'length') throw new Error('boom')
        },
      }),
      /got one that fails: boom$/,
    ],
    [new Proxy([], { get: (_, name) => (name === 'length' ? Number.NaN : 'x') }), /got NaN$/],
  ]
  for (const [items, message] of bad) {
    for (const [, , , make] of OPTIONS) {
      const error = t.throws(() => index.suggest('door', make(items as string[])), {
        code: 'ERR_INVALID_OPTION',
        message,
      })
      t.true(isMapaheadError(error))
    }
  }
  const cause = t.throws(() => index.suggest('door', { pin: bad[0]?.[0] as string[] }))?.cause
  t.is((cause as Error).message, 'boom')
})

test('boosts are refused by their number before one is read, in a request and in a prepared set', async (t) => {
  const index = await openLines(t, SERVICES)
  const lookedAt = (count: number) => {
    let reads = 0
    const ids: Record<string, number> = {}
    for (let id = 0; id < count; id += 1) {
      Object.defineProperty(ids, `id${id}`, { enumerable: true, get: () => (reads += 1) })
    }
    return { ids, reads: () => reads }
  }
  const request = lookedAt(1001)
  const message = 'boosts.ids must be at most 1000 ids, got 1001; prepare a set for more'
  for (const ask of both(index, { boosts: { ids: request.ids } }))
    t.throws(ask, { code: 'ERR_INVALID_OPTION', message })
  const prepared = lookedAt(100_001)
  t.throws(() => index.boosts({ ids: prepared.ids }), { message: 'boosts.ids must be at most 100000 ids, got 100001' })
  const values = lookedAt(1001)
  for (const boost of [
    () => index.suggest('', { boosts: { contexts: { city: values.ids } } }),
    () => index.boosts({ contexts: { city: values.ids } }),
  ]) {
    t.throws(boost, { message: 'boosts.contexts must be at most 1000 values, got 1001' })
  }
  t.deepEqual([request.reads(), prepared.reads(), values.reads()], [0, 0, 0])
})

test('a map that only calls itself one is refused with a code, and one that lies about its size is not believed', async (t) => {
  const index = await openLines(t, SERVICES)
  const fake = { [Symbol.toStringTag]: 'Map' } as unknown as Map<string, number>
  t.throws(() => index.suggest('', { boosts: { ids: fake } }), { code: 'ERR_INVALID_OPTION', message: /got a Map$/ })
  class Small extends Map<string, number> {
    override get size(): number {
      return 1
    }
  }
  const lying = new Small(Array.from({ length: 1001 }, (_, id): [string, number] => [`${id}`, 1]))
  t.throws(() => index.suggest('', { boosts: { ids: lying } }), {
    message: /^boosts\.ids must be at most 1000 ids, got 1001/,
  })
})

test('a field without values counts as one, so that fields are bounded too', async (t) => {
  const index = await openLines(t, SERVICES)
  const fields = Object.fromEntries(Array.from({ length: 10_001 }, (_, field) => [`f${field}`, []]))
  t.throws(() => index.suggest('', { filter: fields }), { message: 'filter must be at most 10000 values, got 10001' })
})

test('a text that is longer than any in an index is not sent there, and finds nothing', async (t) => {
  const index = await openLines(t, SERVICES)
  const long = 'x'.repeat(2 ** 20)
  const count = (options: SuggestOptions) => index.suggest('door', options).suggestions.length
  t.is(count({ filter: { city: long } }), 0)
  t.is(count({ exclude: { ids: Array<string>(1000).fill(long) }, pin: [long], boosts: { ids: { [long]: 2 } } }), 4)
  t.throws(() => index.suggest('', { filter: { [long]: 'x' } }), {
    message: /^filter must be by fields .* got "x{60}"…$/,
  })
})
