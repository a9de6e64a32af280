import { failure } from '../errors.ts'
import type { NativeIndex } from '../native/addon.ts'
import { preparedBoosts } from './boosts.ts'
import { REQUEST_LENGTH, type Request, writeRequest } from './request/read.ts'
import type { Highlight, Match, Suggestion, SuggestResult, Via } from './suggestion.ts'

// The layout is specified in crates/node/src/packed.rs; the two files change together.
const ANSWER = REQUEST_LENGTH
const FIRST = ANSWER + 6
const SUGGESTION_LENGTH = 12
const HAS_PAYLOAD = 1
const WHOLE = 1 << 1
const WORDS = 1 << 2
const FIRST_VIA = 3
const VIAS: readonly Via[] = [
  'alias',
  'synonym',
  'verbatim',
  'spelled',
  'parts',
  'combined',
  'initials',
  'inside',
  'stem',
  'layout',
  'transliteration',
  'spacing',
  'open-words',
  'joined',
  'split',
  'dropped',
]

/**
 * What the addon reads the options from, and writes numbers into behind them. One is enough: an
 * answer is decoded before the next is asked for.
 */
let numbers = new Float64Array(FIRST + 64 * SUGGESTION_LENGTH)

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
  request: Request,
): SuggestResult {
  // The answer to a query that is too long is empty, so its end need not be converted.
  const asked = query.length > LONGEST_QUERY ? query.slice(0, LONGEST_QUERY + 1) : query
  let packed = askPacked(native, asked, request)
  const needed = ANSWER + at(ANSWER + 3)
  // Without room for all numbers the addon writes how many there are, and answers once more.
  if (needed > numbers.length) {
    numbers = new Float64Array(needed)
    packed = askPacked(native, asked, request)
  }
  const complete = at(ANSWER + 1) === 1
  // A negative total was not asked for.
  const [value, exact] = [at(ANSWER + 4), at(ANSWER + 5) === 1]
  const suggestions = decode(packed, path)
  const answer = { query: query.toWellFormed(), suggestions, complete, generation }
  return value >= 0 ? { ...answer, total: { value, relation: exact ? 'exact' : 'at-least' } } : answer
}

function askPacked(native: NativeIndex, asked: string, request: Request): string | [texts: string, payloads: string] {
  writeRequest(numbers, request)
  const { ranking, boosts } = request
  if (ranking === undefined && boosts === undefined) return native.suggest(asked, numbers)
  return native.suggestRanked(asked, numbers, ranking, boosts && preparedBoosts(boosts, native))
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
  return Object.assign(failure('ERR_CORRUPT', message, cause), {
    file: path,
    part: 'payloads',
    reason: `a payload is ${reason}`,
  })
}

function parsePayloads(json: string, path: string): unknown[] {
  const payloads = parsePayload(json, path)
  if (Array.isArray(payloads) && payloads.length === at(ANSWER + 2)) return payloads
  throw corruptPayload(path, 'more than one JSON value')
}

function decode(packed: string | [texts: string, payloads: string], path: string): Suggestion[] {
  const joined = typeof packed === 'string' ? packed : packed[0]
  const payloads = typeof packed === 'string' ? [] : parsePayloads(packed[1], path)
  const count = at(ANSWER)
  let position = 0
  let nextPayload = 0
  let further = FIRST + count * SUGGESTION_LENGTH
  const suggestions: Suggestion[] = []
  for (let first = FIRST; suggestions.length < count; first += SUGGESTION_LENGTH) {
    let end = position + at(first)
    const text = joined.slice(position, end)
    const idLength = at(first + 1)
    const surfaceLength = at(first + 2)
    const idStart = end
    if (idLength >= 0) end += idLength
    const surfaceEnd = surfaceLength < 0 ? end : end + surfaceLength
    const droppedLength = at(first + 11)
    position = droppedLength < 0 ? surfaceEnd : surfaceEnd + droppedLength
    const score = at(first + 3)
    const weight = at(first + 4)
    const highlightCount = at(first + 5)
    const highlights: Highlight[] = highlightCount === 0 ? [] : [{ start: at(first + 6), end: at(first + 7) }]
    while (highlights.length < highlightCount) {
      highlights.push({ start: at(further), end: at(further + 1) })
      further += 2
    }
    const bits = at(first + 9)
    const hasPayload = (bits & HAS_PAYLOAD) !== 0
    const match: Match = {
      tier: at(first + 8),
      kind: kindOf(bits),
      via: bits >> FIRST_VIA === 0 ? [] : viasOf(bits >> FIRST_VIA),
      surface: surfaceLength < 0 ? text : joined.slice(end, surfaceEnd),
      cost: at(first + 10),
    }
    // Most answers leave out no word, and have no member for it.
    if (droppedLength >= 0) match.dropped = joined.slice(surfaceEnd, position).split('\n')
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

function kindOf(bits: number): Match['kind'] {
  if ((bits & WHOLE) !== 0) return 'whole'
  return (bits & WORDS) === 0 ? 'prefix' : 'words'
}

function viasOf(bits: number): Via[] {
  return VIAS.filter((_, place) => (bits & (1 << place)) !== 0)
}

function at(position: number): number {
  return numbers[position] ?? 0
}
