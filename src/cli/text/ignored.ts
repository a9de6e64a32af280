import { quoted } from '../../error-text.ts'
import type { BuildReport, IgnoredField } from '../../index.ts'
import { formatNumber } from './table.ts'

/** The most names that a line lists. */
const MOST_NAMES = 5

/**
 * Says in one line what the inputs hold and the index does not: names that look like one that is looked for
 * first. `undefined` if there is nothing to say.
 */
export function ignoredLine({ ignored }: Pick<BuildReport, 'ignored'>): string | undefined {
  const { fields, others, unweighted } = ignored
  const parts: string[] = []
  const inOrder = [...fields.filter(({ like }) => like !== undefined), ...fields.filter(({ like }) => !like)]
  if (inOrder.length > 0) parts.push(`not used: ${listed(inOrder.map(described))}`)
  if (others > 0) parts.push(`members of further names ${formatNumber(others)} times`)
  if (unweighted !== undefined) {
    const { records, beside } = unweighted
    const [name = ''] = beside
    const flag = /^[\w.]+$/.test(name) ? name : 'COLUMN'
    const numbers = `${listed(beside.map(quoted))} ${beside.length === 1 ? 'holds' : 'hold'} numbers`
    parts.push(`${inRecords(records)} no weight, but ${numbers}: --weight ${flag} takes one`)
  }
  return parts.length === 0 ? undefined : parts.join('; ')
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
