import type { Settings } from '../handlers/options.ts'
import type { Call } from './call.ts'
import { corsHeaders } from './cors.ts'
import type { Reply } from './reply.ts'

/**
 * Returns every header of `reply` but `Content-Length`: its own, those that keep browsers from doing
 * anything else with an answer, and those of CORS.
 */
export function headersOf(reply: Reply, call: Call, settings: Settings): string[] {
  const { headers } = reply
  const { origins, vary } = settings
  headers.push('X-Content-Type-Options', 'nosniff', 'Cross-Origin-Resource-Policy')
  headers.push(origins === undefined ? 'same-origin' : 'cross-origin')
  if (reply.route !== 'page') headers.push('Content-Security-Policy', "default-src 'none'; frame-ancestors 'none'")
  if (vary !== '') headers.push('Vary', vary)
  if (origins !== undefined) headers.push(...corsHeaders(origins, call.header('origin')))
  return headers
}
