import type { SuggestIndex } from '../../index.ts'
import { jsonReply, type Reply } from '../http/reply.ts'
import { RequestError } from '../http/request-error.ts'

/** Answers `GET /healthz`: the process answers, and from which generation. */
export function healthRoute(index: SuggestIndex): Reply {
  return jsonReply('healthz', 200, { status: 'ok', generation: index.generation })
}

/** How many of the workers of a server answer. */
export interface Attendance {
  answering: number
  workers: number
}

/** What else decides whether requests should come here. */
interface Readiness {
  isStopping(): boolean
  attendance(): Attendance
}

/**
 * Answers `GET /readyz`: whether requests should come here, which a query that is answered proves.
 *
 * @throws `ERR_STOPPING` if the server is about to end, `ERR_TOO_FEW_WORKERS` if fewer than half of its workers
 * answer, and what `SuggestIndex.suggest` throws.
 */
export function readyRoute(index: SuggestIndex, readiness: Readiness): Reply {
  if (readiness.isStopping()) throw new RequestError('ERR_STOPPING', 'the server is about to end')
  const { answering, workers } = readiness.attendance()
  // As many requests as came to all of them would only wait at the few.
  if (answering * 2 < workers) {
    throw new RequestError('ERR_TOO_FEW_WORKERS', `only ${answering} of ${workers} workers answer`)
  }
  const { generation } = index.suggest('', { limit: 1 })
  return jsonReply('readyz', 200, { status: 'ready', generation })
}
