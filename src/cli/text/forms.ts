import type { FormCounts } from '../../index.ts'
import { formatNumber } from './table.ts'

/** Says how many forms there are of each kind, without the kinds that there are none of. */
export function formCounts(counts: FormCounts): string {
  const some = Object.entries(counts).filter(([, count]) => count > 0)
  return some.length === 0 ? 'none' : some.map(([kind, count]) => `${kind} ${formatNumber(count)}`).join(', ')
}
