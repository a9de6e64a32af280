import { failure } from '../../errors.ts'
import type { SuggestIndex } from '../../suggest/open-index.ts'

/** Checks that a handler is given an index. */
export function checkIndex(index: unknown): void {
  // By its shape, since the class of an index of another copy of this package is another one.
  if (typeof (index as SuggestIndex | undefined)?.suggestJson === 'function') return
  throw failure('ERR_INVALID_ARGUMENT', 'index must be a SuggestIndex; await what SuggestIndex.open returns')
}
