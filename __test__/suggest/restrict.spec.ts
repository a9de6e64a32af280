// What a request may see besides what it asks for, and entries behind a filter.
import test from 'ava'
import type { GetOptions, SuggestOptions } from 'mapahead'
import { openLines } from '../support/ranked.ts'

const DOORS = [
  { text: 'door', id: '1', contexts: { tenant: 'a', color: 'red' } },
  { text: 'doors', id: '2', contexts: { tenant: ['a', 'b'] } },
  { text: 'doorbell', id: '3', weight: 9, contexts: { tenant: 'b' } },
]

test('an entry must pass the filter and the restriction, whatever both name', async (t) => {
  const index = await openLines(t, DOORS)
  const ids = (options: SuggestOptions) => index.suggest('door', options).suggestions.map(({ id }) => id)
  const restrict = { filter: { tenant: 'a' } }
  t.deepEqual(ids({ restrict }), ['1', '2'])
  t.deepEqual(ids({ restrict, filter: { tenant: 'b' } }), ['2'])
  t.deepEqual(ids({ restrict, filter: { color: 'red' } }), ['1'])
  t.deepEqual(ids({ restrict, exclude: { ids: ['1'] } }), ['2'])
  t.deepEqual(ids({ restrict: { ...restrict, exclude: { ids: ['2'] } }, pin: ['3', '2'] }), ['1'])
  t.deepEqual(ids({ restrict: { exclude: { contexts: { tenant: 'b' } } } }), ['1'])
  // Somebody may have nothing to exclude today, which is no slip.
  t.deepEqual(ids({ restrict: { exclude: { ids: [] } } }).length, 3)
})

test('get finds what passes its options, and nothing else', async (t) => {
  const index = await openLines(t, DOORS)
  const text = (id: string, options?: GetOptions) => index.get(id, options)?.text
  t.is(text('3'), 'doorbell')
  t.is(text('3', {}), 'doorbell')
  t.is(text('3', { filter: { tenant: ['b', 'c'] } }), 'doorbell')
  t.is(text('3', { filter: { tenant: 'a' } }), undefined)
  t.is(text('3', { filter: { tenant: [] } }), undefined)
  t.is(text('3', { exclude: { ids: ['3'] } }), undefined)
  t.is(text('2', { filter: { tenant: 'a' }, exclude: { contexts: { tenant: 'b' } } }), undefined)
  t.deepEqual(index.get('1', { filter: { tenant: 'a' } }), index.get('1'))
  for (const [options, message] of [
    [{ filter: { tennant: 'a' } }, /^filter must be by fields of the index, which has color, tenant, got "tennant"/],
    [{ filters: {} }, /^get has no option "filters"; there are filter, exclude/],
    [{ filter: { tenant: undefined } }, /^filter\.tenant must be a string/],
    [{ exclude: { ids: Array(10_001).fill('x') } }, /^exclude\.ids must be at most 10000 ids, got 10001/],
  ] as const) {
    for (const id of ['1', 'nobody'])
      t.throws(() => index.get(id, options as never), { code: 'ERR_INVALID_OPTION', message })
  }
  t.throws(() => index.get('1', null as never), { code: 'ERR_INVALID_ARGUMENT' })
})

test('a restriction that is not understood is an error, and never an open one', async (t) => {
  const index = await openLines(t, DOORS)
  const filter = { tenant: 'a' }
  for (const [restrict, message] of [
    [undefined, /^restrict must be an object, got undefined/],
    [null, /^restrict must be an object, got null/],
    [{}, /^restrict must be a filter by a field, an exclusion, or both, got neither/],
    [{ filter: {} }, /^restrict must be a filter by a field/],
    [{ exclude: { contexts: {} } }, /^restrict must be a filter by a field/],
    [{ filter: undefined, exclude: { ids: ['1'] } }, /^restrict\.filter must be given or left out, got undefined/],
    [{ filter, exclude: { ids: undefined } }, /^restrict\.exclude\.ids must be given or left out, got undefined/],
    [{ filter, exclude: new Map() }, /^restrict\.exclude must be an object, got a Map/],
    [{ filter, only: 'b' }, /^restrict has no option "only"; there are filter, exclude/],
    [{ filter: { tennant: 'a' } }, /^restrict\.filter must be by fields of the index/],
    [{ filter: { tenant: Array(10_001).fill('a') } }, /^restrict\.filter must be at most 10000 values, got 10001/],
    [{ exclude: { ids: Array(1001).fill('a') } }, /^restrict\.exclude\.ids must be at most 1000 ids, got 1001/],
  ] as const) {
    for (const name of ['suggest', 'suggestJson'] as const) {
      t.throws(() => index[name]('door', { restrict } as never), { code: 'ERR_INVALID_OPTION', message })
    }
  }
})

test('a request that uses up its limits takes nothing from its restriction', async (t) => {
  const index = await openLines(t, DOORS)
  const exclude = { ids: Array.from({ length: 1000 }, (_, place) => `nobody ${place}`) }
  const asked = { filter: { tenant: Array(10_000).fill('b') }, exclude }
  const restrict = { filter: { tenant: Array(10_000).fill('a') }, exclude }
  t.deepEqual(
    index.suggest('door', { ...asked, restrict }).suggestions.map(({ id }) => id),
    ['2'],
  )
})
