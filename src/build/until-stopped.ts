import { failure } from '../errors.ts'

/**
 * Yields what `source` yields, and throws `ERR_ABORTED` as soon as `stop` does, even if the next
 * value never comes.
 *
 * Closes the source as `for await` does, unless its own `next` failed; and waits for that, unless
 * a `next` is under way: an iterator that waits for its next value answers only after that.
 */
export async function* untilStopped<Value>(source: AsyncIterable<Value>, stop: AbortSignal): AsyncGenerator<Value> {
  // One handler for all values: a race against one long promise would keep each value's reactions.
  let giveUp: (reason: Error) => void = () => {}
  const onAbort = () => giveUp(failure('ERR_ABORTED', 'the build was aborted'))
  stop.addEventListener('abort', onAbort)
  const iterator = source[Symbol.asyncIterator]()
  let state: 'ready' | 'pending' | 'ended' = 'ready'
  try {
    for (;;) {
      const next = await new Promise<IteratorResult<Value>>((resolve, reject) => {
        giveUp = reject
        if (stop.aborted) return onAbort()
        state = 'pending'
        nextOf(iterator).then(
          (result) => {
            state = result.done ? 'ended' : 'ready'
            resolve(result)
          },
          (error) => {
            state = 'ended'
            reject(error)
          },
        )
      })
      if (next.done) return
      yield next.value
    }
  } finally {
    stop.removeEventListener('abort', onAbort)
    const last: string = state
    if (last !== 'ended') {
      // What fails here comes after the reason to end, which is the one to tell.
      const closed = returnOf(iterator).catch(() => {})
      if (last === 'ready') await closed
    }
  }
}

// Async functions, so that what an iterator throws at once rejects too.
async function nextOf<Value>(iterator: AsyncIterator<Value>): Promise<IteratorResult<Value>> {
  return iterator.next()
}

async function returnOf(iterator: AsyncIterator<unknown>): Promise<void> {
  await iterator.return?.()
}
