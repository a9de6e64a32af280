import { createHash } from 'node:crypto'
import { isMapaheadError, type Restriction, type SuggestIndex } from '../../index.ts'
import type { Settings } from '../handlers/options.ts'
import type { Call } from '../http/call.ts'
import type { Reply } from '../http/reply.ts'
import { RequestError, RestrictionError } from '../http/request-error.ts'

/** An index, as far as a request may see it. Routes get nothing else of it, so that none can forget the wall. */
export interface VisibleIndex
  extends Pick<SuggestIndex, 'suggestJson' | 'suggestLetters' | 'get' | 'generation' | 'isClosed'> {
  /** Tells apart what requests may see, for answers that are kept: empty where that is all. Its length is fixed. */
  readonly scope: string
}

/** Answers a call from what it may see. */
export type See = (call: Call, answer: (visible: VisibleIndex) => Reply | Promise<Reply>) => Reply | Promise<Reply>

/**
 * Returns what finds out what a call may see, as the option `restrict` says.
 *
 * It throws, or rejects with, `ERR_FORBIDDEN` for a call that may see nothing, and a
 * {@link RestrictionError} if `restrict` throws or does not say what it must.
 */
export function visibleTo(index: SuggestIndex, { restrict }: Settings): See {
  if (restrict === undefined) {
    const all = new AllVisible(index)
    return (_, answer) => answer(all)
  }
  return (call, answer) => {
    let given: unknown
    try {
      given = restrict(call.request)
    } catch (error) {
      throw failed(error)
    }
    if (!isThenable(given)) return answer(behindWall(index, given))
    const settled = Promise.resolve(given).catch((error: unknown) => {
      throw failed(error)
    })
    return settled.then((restriction) => answer(behindWall(index, restriction)))
  }
}

class AllVisible implements VisibleIndex {
  readonly scope: string = ''
  readonly index: SuggestIndex

  constructor(index: SuggestIndex) {
    this.index = index
  }

  suggestJson(...asked: Parameters<SuggestIndex['suggestJson']>): Uint8Array {
    return this.index.suggestJson(...asked)
  }

  suggestLetters(...asked: Parameters<SuggestIndex['suggestLetters']>): string | Uint8Array {
    return this.index.suggestLetters(...asked)
  }

  get(...asked: Parameters<SuggestIndex['get']>): ReturnType<SuggestIndex['get']> {
    return this.index.get(...asked)
  }

  get generation(): string {
    return this.index.generation
  }

  get isClosed(): boolean {
    return this.index.isClosed
  }
}

class BehindWall extends AllVisible {
  override readonly scope: string
  readonly #restriction: Restriction

  constructor(index: SuggestIndex, restriction: Restriction) {
    super(index)
    this.#restriction = restriction
    // Cryptographic, since tenants may choose what is hashed, and must not come upon the answers of others.
    this.scope = createHash('sha256').update(JSON.stringify(restriction)).digest('base64url')
  }

  override suggestJson(...[query, options, maxBytes]: Parameters<SuggestIndex['suggestJson']>): Uint8Array {
    return this.#asked(() => this.index.suggestJson(query, { ...options, restrict: this.#restriction }, maxBytes))
  }

  override suggestLetters(
    ...[query, options, maxBytes]: Parameters<SuggestIndex['suggestLetters']>
  ): string | Uint8Array {
    return this.#asked(() => this.index.suggestLetters(query, { ...options, restrict: this.#restriction }, maxBytes))
  }

  #asked<Answer>(ask: () => Answer): Answer {
    try {
      return ask()
    } catch (error) {
      const [owner] = isMapaheadError(error, 'ERR_INVALID_OPTION') ? (error.option ?? '').split('.') : []
      // Its names and values are those of the server, and none of the client's business.
      throw owner === 'restrict' ? new RestrictionError(error) : error
    }
  }

  override get(id: string): ReturnType<SuggestIndex['get']> {
    try {
      return this.index.get(id, this.#restriction)
    } catch (error) {
      throw isMapaheadError(error, 'ERR_INVALID_OPTION') ? new RestrictionError(error) : error
    }
  }
}

function behindWall(index: SuggestIndex, given: unknown): VisibleIndex {
  if (given === false) throw new RequestError('ERR_FORBIDDEN', 'this request may see no entries')
  let restriction: Restriction
  try {
    restriction = index.restrictionOf(given)
  } catch (error) {
    throw new RestrictionError(error)
  }
  return new BehindWall(index, restriction)
}

/** What is answered when `restrict` throws: as a route of this package throws it, or as a fault of the server. */
function failed(error: unknown): Error {
  return error instanceof RequestError ? error : new RestrictionError(error)
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
}
