import { performance } from 'node:perf_hooks'
import type { SuggestIndex, Suggestion, SuggestOptions } from '../../index.ts'
import type { EvalQuery } from './queries.ts'
import type { Side } from './settings.ts'

/** How many suggestions a query asks for where nothing says it. */
export const DEFAULT_LIMIT = 10

/** What one side answered, by the place of the query. */
export interface Outcome {
  /** The place of the first suggestion that was expected, from 1; 0 if there is none. */
  ranks: Uint16Array
  /** How long `suggest` took, in microseconds. */
  latencies: Float64Array
  /** The answers that may lack something, since the query used up its budget of work. */
  incomplete: number
  /** How many key presses were saved, if that was asked for. */
  saved?: Savings
}

/** Key presses that suggestions save, by the place of the query. */
export interface Savings {
  /** Key presses less than the text has characters. */
  keys: Float64Array
  /** The same as a share of the characters. */
  shares: Float64Array
}

/**
 * Queries that one side answers before the next side does: enough that what one side leaves in the
 * caches of the processor helps the next one little, and few enough that both meet the same machine.
 */
const BLOCK = 1000

/** Asks every side every query, and returns an outcome for each. `onProgress` is called with the queries that are done. */
export function runQueries(
  sides: readonly [Side, ...Side[]],
  queries: readonly EvalQuery[],
  options: { keystrokes: boolean; onProgress?: ((done: number) => void) | undefined },
): [Outcome, ...Outcome[]] {
  const start = (side: Side) => ({ side, outcome: newOutcome(queries.length, options.keystrokes) })
  const [base, ...others] = sides
  const [first, rest] = [start(base), others.map(start)]
  const runs = [first, ...rest]
  // Without this, the first queries would measure how Node.js compiles and how pages are read.
  for (const { side } of runs) {
    for (const query of queries.slice(0, BLOCK)) side.index.suggest(query.query, optionsOf(side, query))
  }
  const turns = [...runs]
  for (let start = 0; start < queries.length; start += BLOCK) {
    const end = Math.min(start + BLOCK, queries.length)
    for (const { side, outcome } of turns) {
      for (let place = start; place < end; place += 1) {
        const query = queries[place]
        if (query !== undefined) ask(side, query, place, outcome)
      }
    }
    turns.reverse()
    options.onProgress?.(end)
  }
  return [first.outcome, ...rest.map(({ outcome }) => outcome)]
}

/** Returns what `side` asks for with `query`. */
export function optionsOf(side: Side, query: EvalQuery): SuggestOptions {
  const { limit, at, contexts } = query
  if (limit === undefined && at === undefined && contexts === undefined) return side.options
  const options: SuggestOptions = { ...side.options, at, filter: contexts?.filter }
  return limit === undefined ? options : { ...options, limit }
}

/** Tells whether a suggestion is one of those that the query should find. */
function isExpected(query: EvalQuery, { text, id }: Suggestion): boolean {
  return query.expected.includes(text) || (id !== undefined && query.expected.includes(id))
}

function newOutcome(queries: number, keystrokes: boolean): Outcome {
  const outcome = { ranks: new Uint16Array(queries), latencies: new Float64Array(queries), incomplete: 0 }
  if (!keystrokes) return outcome
  return { ...outcome, saved: { keys: new Float64Array(queries), shares: new Float64Array(queries) } }
}

function ask(side: Side, query: EvalQuery, place: number, outcome: Outcome): void {
  const options = optionsOf(side, query)
  const started = performance.now()
  const { suggestions, complete } = side.index.suggest(query.query, options)
  outcome.latencies[place] = (performance.now() - started) * 1000
  outcome.ranks[place] = suggestions.findIndex((suggestion) => isExpected(query, suggestion)) + 1
  if (!complete) outcome.incomplete += 1
  if (outcome.saved === undefined) return
  const { keys, share } = savedBy(side.index, query, options)
  outcome.saved.keys[place] = keys
  outcome.saved.shares[place] = share
}

/**
 * Returns the key presses that a user saves who types `query` and chooses what is expected as soon as
 * that is cheapest: a press for each character (code point) typed, and one for each step down to the
 * suggestion, against one for each character of its text. Enter is left out, as both need it. One who
 * never sees the entry, or would not gain by choosing it, saves nothing.
 */
export function savedBy(
  index: Pick<SuggestIndex, 'suggest'>,
  query: EvalQuery,
  options: SuggestOptions,
): { keys: number; share: number } {
  let presses = Number.POSITIVE_INFINITY
  let length = 0
  let typed = 0
  let prefix = ''
  for (const character of query.query) {
    prefix += character
    typed += 1
    if (typed + 1 >= presses) break // even the first place would not be cheaper
    const { suggestions } = index.suggest(prefix, options)
    const steps = suggestions.findIndex((suggestion) => isExpected(query, suggestion)) + 1
    if (steps === 0 || typed + steps >= presses) continue
    presses = typed + steps
    length = [...(suggestions[steps - 1]?.text ?? '')].length
  }
  const keys = Math.max(0, length - presses)
  return { keys, share: keys === 0 ? 0 : keys / length }
}
