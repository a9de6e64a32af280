import type { Origins, Settings } from '../handlers/options.ts'
import type { Call } from './call.ts'
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

/** The headers by which a browser lets the pages of `origin` read an answer, names and values in turn. */
function corsHeaders(origins: Origins, origin: string | undefined): readonly string[] {
  if (origins === undefined) return NONE
  if (origins === '*') return FOR_ALL
  if (origin === undefined || !origins.has(origin)) return NONE
  return [
    ...['Access-Control-Allow-Origin', origin],
    ...['Timing-Allow-Origin', origin],
    ...['Access-Control-Expose-Headers', EXPOSED],
  ]
}

/** The further headers by which it lets them send a request. */
export const PREFLIGHT_HEADERS: readonly string[] = [
  ...['Access-Control-Allow-Methods', 'GET, HEAD, POST'],
  ...['Access-Control-Allow-Headers', 'Content-Type, If-None-Match'],
  ...['Access-Control-Max-Age', '86400'],
]

const EXPOSED = 'ETag, Server-Timing'
const NONE: readonly string[] = []
const FOR_ALL: readonly string[] = [
  ...['Access-Control-Allow-Origin', '*'],
  ...['Timing-Allow-Origin', '*'],
  ...['Access-Control-Expose-Headers', EXPOSED],
]
