import { join } from 'node:path'
import test from 'ava'
import { buildIndex, type EntryId, type RecordInput, type SuggestIndex, type SuggestOptions } from 'mapahead'
import { openFixture, temporaryFolder } from '../support/fixtures.ts'

const LARGE = 9_007_199_254_740_993n

const RECORDS: readonly RecordInput[] = [
  { text: 'Door', id: 5n, weight: 9, contexts: { tenant: LARGE } },
  { text: 'Door handle', id: LARGE, weight: 5, contexts: { tenant: [7n, LARGE] } },
  { text: 'Door bell', id: -12, weight: 3, contexts: { tenant: 7 } },
]

function idsOf(index: SuggestIndex, options: SuggestOptions): (string | undefined)[] {
  return index.suggest('door', options).suggestions.map(({ id }) => id)
}

test('a BigInt is its digits wherever an id or a value of a context is given', async (t) => {
  const index = await openFixture(t, RECORDS)
  const [door, handle, bell] = ['5', '9007199254740993', '-12']
  t.deepEqual(idsOf(index, {}), [door, handle, bell])
  for (const id of [5n, 5, '5']) t.is(index.get(id)?.text, 'Door')
  t.is(index.get(LARGE)?.text, 'Door handle')
  t.is(index.get(-12n)?.text, 'Door bell')
  t.deepEqual(idsOf(index, { pin: [-12, LARGE] }), [bell, handle, door])
  t.deepEqual(idsOf(index, { exclude: { ids: [5, LARGE] } }), [bell])
  const boosts = {
    ids: new Map<EntryId, number>([
      [LARGE, 100],
      [-12n, 50],
      [5, 0],
    ]),
  }
  t.deepEqual(idsOf(index, { boosts }), [handle, bell, door])
  t.deepEqual(idsOf(index, { boosts: index.boosts(boosts) }), [handle, bell, door])
  t.deepEqual(idsOf(index, { filter: { tenant: LARGE } }), [door, handle])
  t.deepEqual(idsOf(index, { exclude: { contexts: { tenant: [7n] } } }), [door])
})

test('columns may name the members with BigInts', async (t) => {
  const record = { text: 'Door', key: LARGE, shop: [7n, 'a'], region: 3n } as unknown as RecordInput
  const columns = { id: 'key', contexts: { shop: 'shop', region: 'region' } }
  const index = await openFixture(t, [record], { columns })
  t.deepEqual(index.get(LARGE)?.contexts, { region: ['3'], shop: ['7', 'a'] })
})

/** Numbers that are no id: rounded ones, which may stand for several, and those that are none. */
const WRONG = [2 ** 53, -(2 ** 53), 1e20, Number.NaN, Number.POSITIVE_INFINITY]

test('a number that may stand for several ids, or for none, is refused wherever an id is given', async (t) => {
  const index = await openFixture(t, RECORDS)
  const expected = 'must be a string, a whole number below 2^53 or a BigInt, got '
  const shown = (id: number) => (Number.isFinite(id) ? `a number, ${id}` : `${id}`)
  const out = join(temporaryFolder(t), 'out')
  for (const id of WRONG) {
    const ways: readonly [string, () => unknown][] = [
      ['id', () => index.get(id)],
      ['pin[0]', () => index.suggest('', { pin: [id] })],
      ['exclude.ids[1]', () => index.suggest('', { exclude: { ids: ['a', id] } })],
    ]
    for (const [name, ask] of ways) t.throws(ask, { message: `${name} ${expected}${shown(id)}` })
    const boosts = { ids: new Map([[id, 2]]) }
    for (const boost of [() => index.boosts(boosts), () => index.suggest('', { boosts })]) {
      t.throws(boost, {
        code: 'ERR_INVALID_OPTION',
        message: /^boosts\.ids must be by ids, each a string, a whole number/,
      })
    }
    const built = buildIndex([{ text: 'a', id }], out)
    await t.throwsAsync(built, {
      code: 'ERR_INVALID_RECORD',
      message: `<records>:1: field id: ${expected}${shown(id)}`,
    })
  }
  t.throws(() => index.get(1.5), { code: 'ERR_INVALID_ARGUMENT', message: `id ${expected}a number, 1.5` })
  // @ts-expect-error: it is required
  t.throws(() => index.get(), { code: 'ERR_INVALID_ARGUMENT', message: /^id must be .* got undefined$/ })
})

test('a number that may stand for several values of a context is refused, in records and in requests', async (t) => {
  const index = await openFixture(t, RECORDS)
  const out = join(temporaryFolder(t), 'out')
  for (const tenant of WRONG) {
    const message = new RegExp(`must .*a finite number below 2\\^53 if it is whole, or a BigInt.* got .*${tenant}$`)
    t.throws(() => index.suggest('', { filter: { tenant } }), { code: 'ERR_INVALID_OPTION', message })
    t.throws(() => index.suggest('', { exclude: { contexts: { tenant: [tenant] } } }), { message })
    const built = buildIndex([{ text: 'a', contexts: { tenant: ['b', tenant] } }], out)
    await t.throwsAsync(built, { code: 'ERR_INVALID_RECORD', message })
  }
})

test('a bad member of a record is named with what arrived', async (t) => {
  const out = join(temporaryFolder(t), 'out')
  const bad: readonly [unknown, RegExp][] = [
    [{ text: 5 }, /^<records>:1: field text: must be a string, got a number, 5$/],
    [{ text: 5n }, /field text: must be a string, got a BigInt, 5$/],
    [{ text: ['a'] }, /field text: must be a string, got an array, \["a"\]$/],
    [{ text: true }, /field text: must be a string, got true$/],
    [{ text: 'a', id: true }, /field id: must be a string or a whole number, got true$/],
    [{ text: 'a', id: { $oid: '5' } }, /field id: must be a string or a whole number, got an object, \{"\$oid":"5"\}$/],
    [{ text: 'a', id: 1.5 }, /field id: must be a string or a whole number, got a number, 1\.5$/],
    [{ text: 'a', weight: '5 kg' }, /field weight: must be a number from 0, got "5 kg"$/],
    [{ text: 'a', weight: -5n }, /field weight: must be from 0 to 1e300, got "-5"$/],
    [{ text: 'a', weight: Number.NaN }, /field weight: must be a number from 0, got NaN$/],
    [{ text: 'a', aliases: 5 }, /field aliases: must be strings .* got a number, 5$/],
    [{ text: 'a', aliases: [5] }, /field aliases: must be strings .* got a number, 5$/],
    [{ text: 'a', aliases: [{ text: 'b', factor: 'x' }] }, /factor must be a number from 0 to 1, got "x"$/],
    [{ text: 'a', contexts: 'b' }, /field contexts: must be an object of values by field, got a string, "b"$/],
    [{ text: 'a', contexts: { city: true } }, /values of "city" must be strings or numbers, got true$/],
    [{ text: 'a', season: 5 }, /field season: .* got a number, 5$/],
    [{ text: 'a', season: [1, null] }, /field season: must have 12 numbers/],
    [{ text: 'a', payload: { n: 5n } }, /field payload: cannot be written as JSON: .*BigInt/],
  ]
  for (const [record, message] of bad) {
    const built = buildIndex([record as RecordInput], out)
    await t.throwsAsync(built, { code: 'ERR_INVALID_RECORD', message }, JSON.stringify(Object.keys(record as object)))
  }
})

test('arrays of holes end a build at once, however long they are', async (t) => {
  const out = join(temporaryFolder(t), 'out')
  const holes = () => Array<never>(2 ** 32 - 1)
  for (const field of ['aliases', 'season', 'contexts'] as const) {
    const record = { text: 'a', [field]: field === 'contexts' ? { city: holes() } : holes() }
    await t.throwsAsync(buildIndex([record], out), { code: 'ERR_INVALID_RECORD', message: /got undefined$/ })
  }
  await t.throwsAsync(buildIndex(holes(), out), { code: 'ERR_INVALID_RECORD', message: /got undefined$/ })
  for (const option of ['languages', 'layouts', 'synonyms']) {
    const built = buildIndex([{ text: 'a' }], out, { [option]: holes() })
    await t.throwsAsync(built, { code: 'ERR_INVALID_OPTION', message: `${option}[0] must be a string, got undefined` })
  }
})

test('a column is named by the option of JavaScript', async (t) => {
  const out = join(temporaryFolder(t), 'out')
  const record = { title: 'Bern' } as unknown as RecordInput
  await t.throwsAsync(buildIndex([record], out), {
    code: 'ERR_INVALID_RECORD',
    message:
      /field text: is missing; the record has "title"; name the one that holds the text with the option columns\.text, most likely "title"$/,
  })
  await t.throwsAsync(buildIndex([{ text: 'Bern' }], out, { columns: { id: 'key' } }), {
    code: 'ERR_MISSING_COLUMN',
    message: /there is no column "key" for columns\.id; no record has it/,
  })
})

test('a number out of range is told the same range on both sides', async (t) => {
  const index = await openFixture(t, RECORDS)
  const ranges = {
    limit: 'limit must be a whole number from 1 to 1000',
    offset: 'offset must be a whole number from 0 to 10000 less the limit',
    maxTier: 'maxTier must be a whole number from 0 to 3',
    maxCost: 'maxCost must be a number from 0 to 3',
  }
  for (const [name, range] of Object.entries(ranges)) {
    for (const wrong of [-1, 1e9]) {
      t.throws(() => index.suggest('', { [name]: wrong }), { message: `${range}, got ${wrong}` })
    }
  }
})
