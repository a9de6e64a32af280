import type { Origins } from '../handlers/options.ts'

/** The headers by which a browser lets the pages of `origin` read an answer, names and values in turn. */
export function corsHeaders(origins: Origins, origin: string | undefined): readonly string[] {
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
