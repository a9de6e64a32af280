// The type of payloads is told once, and flows to all that has one; `tsc --noEmit` holds most of this.
import test from 'ava'
import { createHandler, type Entry, SuggestIndex, type Suggestion, type SuggestResult } from 'mapahead'
import { buildFixture } from '../support/fixtures.ts'

interface City {
  country: string
}

/** Is `true` where two types are the same, and no type that `true` belongs to where they are not. */
type Same<Left, Right> =
  (<T>() => T extends Left ? 1 : 2) extends <T>() => T extends Right ? 1 : 2 ? true : { left: Left; right: Right }

/** Compiles where `Condition` is `true`. */
function holds<Condition extends true>(): Condition {
  return true as Condition
}

test('the payloads of an index have the type that it is opened with', async (t) => {
  const path = await buildFixture(t, [{ text: 'Berlin', id: 'b', payload: { country: 'DE' } satisfies City }])
  const index = await SuggestIndex.open<City>(path)
  t.teardown(() => index.close())
  t.true(holds<Same<typeof index, SuggestIndex<City>>>())

  const answer = index.suggest('ber', { explain: false })
  t.true(holds<Same<typeof answer, SuggestResult<City>>>())
  const [found] = answer.suggestions
  t.true(holds<Same<typeof found, Suggestion<City> | undefined>>())
  t.is(found?.payload?.country, 'DE')
  // @ts-expect-error A city has no such member.
  t.is(found?.payload?.mayor, undefined)

  const entry = index.get('b')
  t.true(holds<Same<typeof entry, Entry<City> | undefined>>())
  t.is(entry?.payload?.country, 'DE')

  const sync = SuggestIndex.openSync<City>(path)
  t.teardown(() => sync.close())
  t.true(holds<Same<typeof sync, SuggestIndex<City>>>())
  t.is(sync.suggest('ber').suggestions[0]?.payload?.country, 'DE')
})

test('without a type they are unknown, and what takes any index takes one with a type', async (t) => {
  const path = await buildFixture(t, [{ text: 'Berlin', payload: { country: 'DE' } }])
  const index = await SuggestIndex.open(path)
  t.teardown(() => index.close())
  t.true(holds<Same<typeof index, SuggestIndex>>())
  t.true(holds<Same<SuggestIndex, SuggestIndex<unknown>>>())
  // @ts-expect-error Or all of these would hold.
  t.true(holds<Same<SuggestIndex, SuggestIndex<City>>>())
  const payload = index.suggest('ber').suggestions[0]?.payload
  t.true(holds<Same<typeof payload, unknown>>())
  // @ts-expect-error Nobody said what it is.
  t.is(payload?.country, 'DE')

  const cities: SuggestIndex<City> = SuggestIndex.openSync(path)
  t.teardown(() => cities.close())
  const any: SuggestIndex = cities
  t.is(typeof createHandler(cities), 'function')
  t.is(typeof createHandler(any), 'function')
  // @ts-expect-error Another type of payloads is another index.
  const people: SuggestIndex<{ name: string }> = cities
  t.is(any, people)
})
