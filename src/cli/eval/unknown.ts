import type { SuggestIndex } from '../../index.ts'
import type { EvalQuery } from './queries.ts'
import type { Outcome } from './run.ts'

/** The longest answer that an index gives. */
const LONGEST_ANSWER = 1000

/**
 * Returns the queries that cannot succeed, since no entry of the index has any of the texts or ids
 * that they expect. Such a query says nothing about the index; most often it is a slip in the file.
 */
export function unknownOf(index: SuggestIndex, queries: readonly EvalQuery[], outcome: Outcome): EvalQuery[] {
  const known = new Map<string, boolean>()
  const isKnown = (name: string) => {
    const told = known.get(name) ?? mayHold(index, name)
    known.set(name, told)
    return told
  }
  return queries.filter(({ expected }, place) => outcome.ranks[place] === 0 && !expected.some(isKnown))
}

/** Tells whether the index may hold an entry with the text or the id `name`; false is certain. */
function mayHold(index: SuggestIndex, name: string): boolean {
  if (index.get(name) !== undefined) return true
  // An entry matches its own text exactly, though more popular ones may come before it.
  const { suggestions, complete } = index.suggest(name, { limit: LONGEST_ANSWER, maxTier: 0 })
  return !complete || suggestions.length === LONGEST_ANSWER || suggestions.some(({ text }) => text === name)
}
