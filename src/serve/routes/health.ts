import type { SuggestIndex } from '../../index.ts'
import { jsonReply, type Reply } from '../http/reply.ts'
import { RequestError } from '../http/request-error.ts'

/** Answers `GET /healthz`: the process answers, and from which generation. */
export function healthRoute(index: SuggestIndex): Reply {
  return jsonReply('healthz', 200, { status: 'ok', generation: index.generation })
}

/**
 * Answers `GET /readyz`: whether requests should come here, which a query that is answered proves.
 *
 * @throws `ERR_STOPPING` if the server is about to end, and what `SuggestIndex.suggest` throws.
 */
export function readyRoute(index: SuggestIndex, isStopping: boolean): Reply {
  if (isStopping) throw new RequestError('ERR_STOPPING', 'the server is about to end')
  const { generation } = index.suggest('', { limit: 1 })
  return jsonReply('readyz', 200, { status: 'ready', generation })
}
