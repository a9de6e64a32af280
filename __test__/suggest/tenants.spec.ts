import test from 'ava'
import type { SuggestIndex, SuggestOptions, SuggestResult } from 'mapahead'
import { openLines } from '../support/ranked.ts'
import { makeLines, makeOptions, makeQuery, sequence } from '../support/tenants.ts'

/** What an answer tells, or the error in place of it. */
function told(index: SuggestIndex, query: string, options: SuggestOptions): Omit<SuggestResult, 'generation'> | string {
  try {
    const { generation, ...answer } = index.suggest(query, options)
    return answer
  } catch (error) {
    return String(error)
  }
}

test('behind a filter by tenant nothing about the entries of other tenants can be seen', async (t) => {
  const next = sequence(7)
  const lines = makeLines(next, 300)
  const shared = await openLines(t, lines)
  const alone = await openLines(
    t,
    lines.filter(({ contexts: { tenant } = {} }) => tenant === 'a'),
  )
  let found = 0
  for (let count = 0; count < 500; count += 1) {
    const [query, options] = [makeQuery(next), makeOptions(next, 320)]
    const walled = { ...options, filter: { ...options.filter, tenant: 'a' } }
    const answer = told(shared, query, walled)
    t.deepEqual(answer, told(alone, query, options), JSON.stringify({ query, options }))
    if (typeof answer !== 'string') found += answer.suggestions.length
  }
  t.true(found > 1000, `${found} suggestions compared`)
  for (const wrong of [{ limit: 0 }, { pin: Array(1001).fill('id 1') }, { boosts: { ids: { 'id 1': -1 } } }]) {
    t.is(typeof told(shared, 'door', { ...wrong, filter: { tenant: 'a' } }), 'string')
    t.deepEqual(told(shared, 'door', { ...wrong, filter: { tenant: 'a' } }), told(alone, 'door', wrong))
  }
})
