import type { SuggestIndex } from '../index.ts'
import type { Call } from './call.ts'
import { compressed } from './compression.ts'
import { matchingTag, tagOfDay } from './entity-tag.ts'
import type { Settings } from './handler-options.ts'
import { readParameters } from './parameters.ts'
import { checkQuery } from './query-checks.ts'
import { emptyReply, type Reply } from './reply.ts'

/**
 * Answers `GET /suggest?q=…&limit=…`. The index decides which options are valid.
 *
 * @throws `ERR_INVALID_ARGUMENT` or `ERR_INVALID_OPTION` if a parameter is wrong; and what
 * `SuggestIndex.suggest` throws.
 */
export function suggestRoute(index: SuggestIndex, call: Call, settings: Settings): Reply | Promise<Reply> {
  const { query, options } = readParameters(call.search)
  checkQuery(query, options, settings, 'q')
  const tag = tagOfDay(index.generation, call.search)
  const known = call.header('if-none-match')
  if (known !== undefined) {
    const match = matchingTag(known, tag)
    if (match !== undefined) return notModified(match, settings)
  }
  const started = performance.now()
  const body = index.suggestJson(query, options)
  const headers = [
    ...['Content-Type', 'application/json', 'ETag', tag, 'Cache-Control', settings.cacheControl],
    ...['Server-Timing', `suggest;dur=${milliseconds(performance.now() - started)}`],
  ]
  const reply: Reply = { status: 200, headers, body, route: 'suggest' }
  return settings.compression ? compressed(reply, call.header('accept-encoding')) : reply
}

function notModified(tag: string, settings: Settings): Reply {
  return emptyReply('suggest', 304, ['ETag', tag, 'Cache-Control', settings.cacheControl])
}

/** Writes a time in milliseconds, to a microsecond. */
function milliseconds(ms: number): number {
  return Math.round(ms * 1000) / 1000
}
