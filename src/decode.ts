import type { NativeIndex } from '../src/binding.cjs'
import type { Highlight, Suggestion, SuggestResult } from './types.ts'

// The layout is specified in crates/node/src/packed.rs; the two files change together.
const HEADER_LENGTH = 3
const SUGGESTION_LENGTH = 11
const WHOLE = 1
const ALIAS = 2

/** What the addon writes numbers into. One is enough: an answer is decoded before the next is asked for. */
let numbers = new Float64Array(HEADER_LENGTH + 64 * SUGGESTION_LENGTH)

/** Asks `native`, and cuts its packed answer into objects. */
export function suggestPacked(
  native: NativeIndex,
  generation: string,
  query: string,
  limit: number | undefined,
  offset: number | undefined,
): SuggestResult {
  let joined = native.suggest(query, numbers, limit, offset)
  const count = at(0)
  const needed = HEADER_LENGTH + count * SUGGESTION_LENGTH
  if (needed > numbers.length) {
    numbers = new Float64Array(needed)
    joined = native.suggest(query, numbers, limit, offset)
  }
  const complete = at(1) === 1
  return { query: query.toWellFormed(), suggestions: decode(joined, count), complete, generation }
}

function decode(joined: string, count: number): Suggestion[] {
  let position = at(2)
  const payloads: unknown[] = position === 0 ? [] : JSON.parse(joined.slice(0, position))
  let nextPayload = 0
  const suggestions: Suggestion[] = []
  for (let first = HEADER_LENGTH; suggestions.length < count; first += SUGGESTION_LENGTH) {
    let end = position + at(first)
    const text = joined.slice(position, end)
    const idLength = at(first + 1)
    const surfaceLength = at(first + 2)
    const hasPayload = at(first + 5) === 1
    const idStart = end
    if (idLength >= 0) end += idLength
    position = surfaceLength < 0 ? end : end + surfaceLength
    const score = at(first + 3)
    const weight = at(first + 4)
    const start = at(first + 6)
    const highlights: Highlight[] = start < 0 ? [] : [{ start, end: at(first + 7) }]
    const kindAndVia = at(first + 9)
    const match: Suggestion['match'] = {
      tier: at(first + 8),
      kind: (kindAndVia & WHOLE) === 0 ? 'prefix' : 'whole',
      via: (kindAndVia & ALIAS) === 0 ? [] : ['alias'],
      surface: surfaceLength < 0 ? text : joined.slice(end, position),
      cost: at(first + 10),
    }
    // Written out, so that the keys have one order and the engine few shapes.
    if (idLength >= 0) {
      const id = joined.slice(idStart, end)
      if (hasPayload) {
        suggestions.push({ text, id, score, weight, payload: payloads[nextPayload++], highlights, match })
      } else {
        suggestions.push({ text, id, score, weight, highlights, match })
      }
    } else if (hasPayload) {
      suggestions.push({ text, score, weight, payload: payloads[nextPayload++], highlights, match })
    } else {
      suggestions.push({ text, score, weight, highlights, match })
    }
  }
  return suggestions
}

function at(position: number): number {
  return numbers[position] ?? 0
}
