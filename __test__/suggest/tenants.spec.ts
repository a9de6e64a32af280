import test from 'ava'
import type { SuggestIndex, SuggestOptions, SuggestResult } from 'mapahead'
import { type Line, openLines } from '../support/ranked.ts'

const WORDS = ['door', 'doors', 'doorbell', 'oak', 'new', 'newcastle', 'window', 'watch', 'apple', 'dresser']
const TENANTS = ['a', 'b', 'c']

/** A fixed sequence that looks random. */
function sequence(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

function makeLines(next: (below: number) => number): Line[] {
  const word = () => WORDS[next(WORDS.length)] ?? ''
  return Array.from({ length: 300 }, (_, number) => ({
    text: Array.from({ length: 1 + next(3) }, word).join(' '),
    id: `id ${number}`,
    weight: next(50),
    aliases: next(3) === 0 ? [`${word()} ${word()}`] : [],
    contexts: { tenant: TENANTS[next(TENANTS.length)] ?? '', color: ['red', 'blue', 'green'][next(3)] ?? '' },
    season: Array.from({ length: 12 }, () => next(8) / 2),
  }))
}

function makeQuery(next: (below: number) => number): string {
  const letters = [...Array.from({ length: 1 + next(2) }, () => WORDS[next(WORDS.length)] ?? '').join(' ')]
  letters.length = 1 + next(letters.length)
  // Every second query has a slip.
  if (next(2) === 0) letters.splice(next(letters.length), next(2), 'abcdeo'[next(6)] ?? '')
  return letters.join('') + (next(4) === 0 ? ' ' : '')
}

function makeOptions(next: (below: number) => number): SuggestOptions {
  const id = () => `id ${next(320)}`
  const some = <Value>(make: () => Value): Value | undefined => (next(3) === 0 ? make() : undefined)
  return {
    limit: 1 + next(12),
    offset: some(() => next(5)),
    maxTier: some(() => next(3) as 0 | 1 | 2),
    filter: some(() => ({ color: next(2) === 0 ? 'red' : ['blue', 'nothing'] })),
    exclude: some(() => ({ ids: [id(), id(), id()], contexts: next(3) === 0 ? { color: 'green' } : {} })),
    boosts: some(() => ({ ids: { [id()]: 1000, [id()]: 0 }, contexts: { color: { blue: next(9) } } })),
    pin: some(() => [id(), id(), id()]),
    at: `2026-${String(1 + next(12)).padStart(2, '0')}-${String(1 + next(28)).padStart(2, '0')}`,
    explain: some(() => true),
    total: some(() => true),
  }
}

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
  const lines = makeLines(next)
  const shared = await openLines(t, lines)
  const alone = await openLines(
    t,
    lines.filter(({ contexts: { tenant } = {} }) => tenant === 'a'),
  )
  let found = 0
  for (let count = 0; count < 500; count += 1) {
    const [query, options] = [makeQuery(next), makeOptions(next)]
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
