import type { Settings } from '../handlers/options.ts'
import type { Call } from '../http/call.ts'
import { matchingTag, tagOf } from '../http/entity-tag.ts'
import { decodePercent, hasParameters } from '../http/parameters.ts'
import { emptyReply, type Reply } from '../http/reply.ts'
import { optionError, RequestError } from '../http/request-error.ts'
import { checkSize } from './bounds.ts'
import type { VisibleIndex } from './visible.ts'

/** What the path of an entry begins with. */
export const ENTRIES = '/entries/'

/**
 * Answers `GET /entries/:id`, where all that follows is the id, percent-encoded.
 *
 * @throws `ERR_NOT_FOUND` if no entry has the id, `ERR_INVALID_ARGUMENT` or `ERR_INVALID_OPTION` if
 * the URL is wrong; and what `SuggestIndex.get` throws.
 */
export function entryRoute(index: VisibleIndex, call: Call, settings: Settings): Reply {
  if (hasParameters(call.search)) throw optionError('an entry takes no parameters')
  const id = decodePercent(call.path.slice(ENTRIES.length))
  const entry = index.get(id)
  if (entry === undefined) {
    throw new RequestError('ERR_NOT_FOUND', `no entry has the id ${JSON.stringify(id.slice(0, 100))}`)
  }
  const tag = tagOf(index.generation, id, index.scope)
  const cache = ['Cache-Control', settings.cacheControl]
  const match = matchingTag(call.header('if-none-match') ?? '', tag)
  if (match !== undefined) return emptyReply('entries', 304, ['ETag', match, ...cache])
  const headers = ['Content-Type', 'application/json', 'ETag', tag, ...cache]
  const body = checkSize(JSON.stringify(entry), settings.maxAnswerBytes)
  return { status: 200, headers, body, route: 'entries' }
}
