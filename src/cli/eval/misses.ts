import { writeFile } from 'node:fs/promises'
import { failureAbout } from '../../errors.ts'
import { printable } from '../text/printable.ts'
import { systemReason } from '../text/system-reason.ts'
import type { EvalQuery } from './queries.ts'
import { type Outcome, optionsOf } from './run.ts'
import type { Side } from './settings.ts'

const COLUMNS = [
  'query',
  'expected',
  'kind',
  'limit',
  'rank',
  'known',
  'instead',
  'tier',
  'match',
  'via',
  'cost',
  'surface',
]

/** Columns that come last, where any query has them. */
const OPTIONAL = ['at', 'contexts'] as const

/** One side and what it answered. */
interface Run {
  side: Side
  outcome: Outcome
}

/** What was compared with the first side. */
interface Compared {
  label: string
  outcome: Outcome
}

/**
 * Writes to `path` every query whose expected entry some side did not put first, as TSV that `eval`
 * reads again: its rank, whether the index has the entry at all, what the first side answered instead
 * and how that matched, and the ranks of the other sides.
 *
 * @throws `ERR_IO` if it cannot be written.
 */
export async function writeMisses(
  path: string,
  queries: readonly EvalQuery[],
  unknown: readonly EvalQuery[],
  base: Run,
  compared: readonly Compared[],
): Promise<void> {
  const optional = OPTIONAL.filter((column) => queries.some((query) => query[column] !== undefined))
  const header = [...COLUMNS, ...optional, ...compared.map(({ label }) => `rank: ${printable(label)}`)]
  const lines = [header.join('\t')]
  const outcomes = [base.outcome, ...compared.map(({ outcome }) => outcome)]
  const strangers = new Set(unknown)
  for (const [place, query] of queries.entries()) {
    const [rank = '', ...others] = outcomes.map(({ ranks }) => String(ranks[place] || ''))
    if (rank === '1' && others.every((other) => other === '1')) continue
    const instead = rank === '1' ? [] : insteadOf(base.side, query)
    const known = strangers.has(query) ? 'no' : ''
    const { expected, kind, limit = '' } = query
    const cells = [query.query, expected.join('|'), kind, String(limit), rank, known, ...instead]
    while (cells.length < COLUMNS.length) cells.push('')
    for (const column of optional) cells.push((column === 'at' ? query.at : query.contexts?.cell) ?? '')
    lines.push([...cells, ...others].join('\t'))
  }
  try {
    await writeFile(path, `${lines.join('\n')}\n`)
  } catch (error) {
    throw failureAbout('ERR_IO', { action: 'write', file: path, reason: systemReason(error) }, error)
  }
}

/** Asks again, since the answers to all queries would take more memory than this takes time. */
function insteadOf(side: Side, query: EvalQuery): string[] {
  const [first] = side.index.suggest(query.query, optionsOf(side, query)).suggestions
  if (first === undefined) return []
  const { tier, kind, via, cost, surface } = first.match
  return [printable(first.text), String(tier), kind, via.join(' '), String(cost), printable(surface)]
}
