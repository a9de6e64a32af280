import { failure } from './errors.ts'

/**
 * Yields what `source` yields, and throws `ERR_ABORTED` as soon as `stop` does, even if the next
 * value never comes.
 */
export async function* untilStopped<Value>(source: AsyncIterable<Value>, stop: AbortSignal): AsyncGenerator<Value> {
  // One handler for all values: a race against one long promise would keep each value's reactions.
  let giveUp: (reason: Error) => void = () => {}
  const onAbort = () => giveUp(failure('ERR_ABORTED', 'the build was aborted'))
  stop.addEventListener('abort', onAbort)
  const iterator = source[Symbol.asyncIterator]()
  let done: boolean | undefined = false
  try {
    for (;;) {
      const next = await new Promise<IteratorResult<Value>>((resolve, reject) => {
        giveUp = reject
        if (stop.aborted) onAbort()
        else Promise.resolve(iterator.next()).then(resolve, reject)
      })
      done = next.done
      if (next.done) return
      yield next.value
    }
  } finally {
    stop.removeEventListener('abort', onAbort)
    // Not awaited: an iterator that waits for its next value answers only after that.
    if (!done)
      Promise.resolve()
        .then(() => iterator.return?.())
        .catch(() => {})
  }
}
