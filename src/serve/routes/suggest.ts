import type { Settings } from '../handlers/options.ts'
import type { Call } from '../http/call.ts'
import { matchingTag, tagOfDay, today } from '../http/entity-tag.ts'
import { readParameters } from '../http/parameters.ts'
import { emptyReply, type Reply } from '../http/reply.ts'
import type { AnswersUnderWay } from '../http/under-way.ts'
import type { AnswerCache, KeptAnswer } from './answer-cache.ts'
import { askWithin } from './bounds.ts'
import { checkQuery } from './checks.ts'
import type { VisibleIndex } from './visible.ts'

/**
 * Answers `GET /suggest?q=…&limit=…`, from `cache` if it was asked before. The index decides which
 * options are valid.
 *
 * @throws `ERR_INVALID_ARGUMENT` or `ERR_INVALID_OPTION` if a parameter is wrong, `ERR_TOO_MANY_ANSWERS`
 * if there is no room for the answer; and what `SuggestIndex.suggestJson` throws.
 */
export function suggestRoute(
  index: VisibleIndex,
  { cache, underWay }: { cache: AnswerCache; underWay: AnswersUnderWay },
  call: Call,
  settings: Settings,
): Reply {
  const { generation, scope } = index
  const day = today()
  cache.renew(generation, day)
  const started = performance.now()
  // With what the request may see, so that nobody gets an answer that another was given.
  const asked = scope + call.search
  // What a closed index answered before is not given again: asking it says that it is closed.
  const kept = index.isClosed ? undefined : cache.get(asked)
  const known = call.header('if-none-match')
  if (kept !== undefined) return answer(kept, known, 'suggest;dur=0, hit', settings)

  const { query, options } = readParameters(call.search)
  checkQuery(query, options, settings, 'q')
  const tag = tagOfDay(generation, day, call.search, scope)
  // Who has a tag was answered before; who has any (`*`) may ask for what is wrong.
  if (known !== undefined && known.trim() !== '*' && !index.isClosed) {
    const match = matchingTag(known, tag)
    if (match !== undefined) return notModified(match, settings)
  }
  const made = { tag, body: askWithin(index, query, options, underWay) }
  cache.keep(asked, made)
  return answer(made, known, `suggest;dur=${milliseconds(performance.now() - started)}`, settings)
}

function answer({ tag, body }: KeptAnswer, known: string | undefined, timing: string, settings: Settings): Reply {
  const match = known === undefined ? undefined : matchingTag(known, tag)
  if (match !== undefined) return notModified(match, settings)
  const headers = ['Content-Type', 'application/json', 'ETag', tag, 'Cache-Control', settings.cacheControl]
  headers.push('Server-Timing', timing)
  return { status: 200, headers, body, route: 'suggest' }
}

function notModified(tag: string, settings: Settings): Reply {
  return emptyReply('suggest', 304, ['ETag', tag, 'Cache-Control', settings.cacheControl])
}

/** Writes a time in milliseconds, to a microsecond. */
function milliseconds(ms: number): number {
  return Math.round(ms * 1000) / 1000
}
