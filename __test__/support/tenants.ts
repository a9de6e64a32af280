// Records of several tenants, and requests that try to see more than their own.
import type { SuggestOptions } from 'mapahead'
import type { Line } from './ranked.ts'

const WORDS = ['door', 'doors', 'doorbell', 'oak', 'new', 'newcastle', 'window', 'watch', 'apple', 'dresser']
export const TENANTS = ['a', 'b', 'c'] as const

/** A fixed sequence that looks random. */
export function sequence(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

/** So many records, each of one tenant. */
export function makeLines(next: (below: number) => number, count: number): Line[] {
  const word = () => WORDS[next(WORDS.length)] ?? ''
  return Array.from({ length: count }, (_, number) => ({
    text: Array.from({ length: 1 + next(3) }, word).join(' '),
    id: `id ${number}`,
    weight: next(50),
    aliases: next(3) === 0 ? [`${word()} ${word()}`] : [],
    contexts: { tenant: TENANTS[next(TENANTS.length)] ?? '', color: ['red', 'blue', 'green'][next(3)] ?? '' },
    season: Array.from({ length: 12 }, () => next(8) / 2),
  }))
}

/** A query of some words, every second one with a slip. */
export function makeQuery(next: (below: number) => number): string {
  const letters = [...Array.from({ length: 1 + next(2) }, () => WORDS[next(WORDS.length)] ?? '').join(' ')]
  letters.length = 1 + next(letters.length)
  if (next(2) === 0) letters.splice(next(letters.length), next(2), 'abcdeo'[next(6)] ?? '')
  return letters.join('') + (next(4) === 0 ? ' ' : '')
}

/** Options with ids of all tenants. */
export function makeOptions(next: (below: number) => number, ids: number): SuggestOptions {
  const id = () => `id ${next(ids)}`
  const some = <Value>(make: () => Value): Value | undefined => (next(3) === 0 ? make() : undefined)
  return {
    limit: 1 + next(12),
    offset: some(() => next(5)),
    maxTier: some(() => next(4) as 0 | 1 | 2 | 3),
    filter: some(() => ({ color: next(2) === 0 ? 'red' : ['blue', 'nothing'] })),
    exclude: some(() => ({ ids: [id(), id(), id()], contexts: next(3) === 0 ? { color: 'green' } : {} })),
    boosts: some(() => ({ ids: { [id()]: 1000, [id()]: 0 }, contexts: { color: { blue: next(9) } } })),
    pin: some(() => [id(), id(), id()]),
    at: `2026-${String(1 + next(12)).padStart(2, '0')}-${String(1 + next(28)).padStart(2, '0')}`,
    explain: some(() => true),
    total: some(() => true),
    distinct: some(() => true),
  }
}

/** The same, and now and then a filter, an exclusion or a boost by a tenant, mostly another one. */
export function reaching(next: (below: number) => number, options: SuggestOptions): SuggestOptions {
  const tenant = () => TENANTS[next(TENANTS.length)] ?? ''
  const reached = { ...options }
  if (next(3) === 0) reached.filter = { ...options.filter, tenant: next(2) === 0 ? tenant() : [tenant(), tenant()] }
  if (next(4) === 0) reached.exclude = { ...options.exclude, contexts: { tenant: tenant() } }
  if (next(4) === 0) reached.boosts = { contexts: { tenant: { [tenant()]: 1 + next(999) } } }
  return reached
}
