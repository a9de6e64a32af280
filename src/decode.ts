import type { NativeIndex } from '../src/binding.cjs'
import { failure } from './errors.ts'
import type { Highlight, Suggestion, SuggestResult } from './types.ts'

// The layout is specified in crates/node/src/packed.rs; the two files change together.
const HEADER_LENGTH = 3
const SUGGESTION_LENGTH = 11
const WHOLE = 1
const ALIAS = 2

/** What the addon writes numbers into. One is enough: an answer is decoded before the next is asked for. */
let numbers = new Float64Array(HEADER_LENGTH + 64 * SUGGESTION_LENGTH)

/** Past this many UTF-16 code units a query has over 1,000 characters, whatever they are. */
const LONGEST_QUERY = 2000

/**
 * Asks `native`, and cuts its packed answer into objects.
 *
 * The strings in these share the memory of one: whoever keeps one text keeps the texts, ids and
 * surfaces of the same answer, but not its payloads.
 *
 * @param path - The index file, for messages.
 */
export function suggestPacked(
  native: NativeIndex,
  path: string,
  generation: string,
  query: string,
  limit: number | undefined,
  offset: number | undefined,
): SuggestResult {
  // The answer to a query that is too long is empty, so its end need not be converted.
  const asked = query.length > LONGEST_QUERY ? query.slice(0, LONGEST_QUERY + 1) : query
  let packed = native.suggest(asked, numbers, limit, offset)
  const count = at(0)
  const needed = HEADER_LENGTH + count * SUGGESTION_LENGTH
  if (needed > numbers.length) {
    numbers = new Float64Array(needed)
    packed = native.suggest(asked, numbers, limit, offset)
  }
  const complete = at(1) === 1
  return { query: query.toWellFormed(), suggestions: decode(packed, path, count), complete, generation }
}

/**
 * Parses JSON that is stored in the index at `path`.
 *
 * @throws `ERR_CORRUPT` if it is none, since a build stores nothing else.
 */
export function parsePayload(json: string, path: string): unknown {
  try {
    return JSON.parse(json)
  } catch (error) {
    throw corruptPayload(path, 'not JSON', error)
  }
}

function corruptPayload(path: string, reason: string, cause?: unknown): Error {
  const message = `${path} is corrupt: a payload is ${reason}; restore it from a copy or build it again`
  return failure('ERR_CORRUPT', message, cause)
}

function parsePayloads(json: string, path: string): unknown[] {
  const payloads = parsePayload(json, path)
  if (Array.isArray(payloads) && payloads.length === at(2)) return payloads
  throw corruptPayload(path, 'more than one JSON value')
}

function decode(packed: string | [texts: string, payloads: string], path: string, count: number): Suggestion[] {
  const joined = typeof packed === 'string' ? packed : packed[0]
  const payloads = typeof packed === 'string' ? [] : parsePayloads(packed[1], path)
  let position = 0
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
