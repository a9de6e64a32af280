import { quoted } from '../../error-text.ts'
import type { BuildReport, IgnoredField } from '../../index.ts'
import { columnArgument } from './column-argument.ts'
import { formatNumber } from './table.ts'

/** The most names that a line lists. */
const MOST_NAMES = 5

/**
 * Says in one line what the inputs hold and the index does not: names that look like one that is looked for
 * first. `undefined` if there is nothing to say.
 */
export function ignoredLine({ ignored, taken }: Pick<BuildReport, 'ignored' | 'taken'>): string | undefined {
  const { fields, others, unweighted } = ignored
  const parts: string[] = []
  const inOrder = [...fields.filter(({ like }) => like !== undefined), ...fields.filter(({ like }) => !like)]
  if (inOrder.length > 0) parts.push(`not used: ${listed(inOrder.map(described))}`)
  parts.push(...fillers(inOrder, taken))
  if (others > 0) parts.push(`members of further names ${formatNumber(others)} times`)
  if (unweighted !== undefined) {
    const { records, beside } = unweighted
    const [name = ''] = beside
    const numbers = `${listed(beside.map(quoted))} ${beside.length === 1 ? 'holds' : 'hold'} numbers`
    parts.push(`${inRecords(records)} no weight, but ${numbers}: --weight ${columnArgument(name)} takes one`)
  }
  return parts.length === 0 ? undefined : parts.join('; ')
}

/** The fields that one or several columns fill by a flag of their name. */
const FLAGS = ['id', 'aliases', 'season', 'payload']

/** Says for each field that nothing filled how columns whose names look like its own fill it. */
function fillers(fields: readonly IgnoredField[], taken: BuildReport['taken']): string[] {
  const empty = FLAGS.filter((flag) => taken.every(({ field }) => field !== flag))
  return empty.flatMap((flag) => {
    // A comma separates columns in these flags, so a name with one cannot be given.
    const fitting = fields.filter(({ name, like }) => like === flag && !name.includes(','))
    const names = fitting.map(({ name }) => name)
    // A record has one id, and a season of one name.
    const columns = flag === 'aliases' || flag === 'payload' ? names : names.slice(0, 1)
    if (columns.length === 0) return []
    return [`--${flag} ${columnArgument(columns.join(','))} takes ${columns.length === 1 ? 'it' : 'them'}`]
  })
}

function described({ name, records, like }: IgnoredField): string {
  const count = `${formatNumber(records)} ${records === 1 ? 'record' : 'records'}`
  return `${quoted(name)} ${like === undefined ? '' : `(like ${quoted(like)}) `}in ${count}`
}

function inRecords(records: number): string {
  return records === 1 ? '1 record has' : `${formatNumber(records)} records have`
}

/** Lists texts for a sentence: the first of them, and how many more there are. */
function listed(texts: readonly string[]): string {
  const more = texts.length - MOST_NAMES
  return more > 0 ? `${texts.slice(0, MOST_NAMES).join(', ')} and ${more} more` : texts.join(', ')
}
