import { matchingTag } from '../http/entity-tag.ts'
import { bytesReply, emptyReply, type Reply } from '../http/reply.ts'
import { RequestError } from '../http/request-error.ts'
import type { Asset } from './assets.ts'
import type { Route } from './table.ts'

/** What a page of the whole server is about, which a worker asks the primary for. */
export type Report = 'metrics' | 'status'

/** What a page may do: load what this server has, and ask it. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** The pages for people, which a server that was built without them lacks. */
const PAGES = ['/', '/status']

/** The routes of the files that are served as they are. */
export function assetRoutes(assets: ReadonlyMap<string, Asset>): [path: string, route: Route][] {
  const paths = new Set([...PAGES, ...assets.keys()])
  return [...paths].map((path) => {
    const asset = assets.get(path)
    const GET: Route['methods']['GET'] = (call) => {
      if (asset === undefined) {
        throw new RequestError('ERR_NOT_FOUND', 'this server was built without its pages; try /suggest?q=TEXT')
      }
      return assetReply(asset, call.header('if-none-match'))
    }
    return [path, { name: 'page', methods: { GET } }]
  })
}

/** The routes about the whole server, which ask the primary. */
export function reportRoutes(wantReport: (report: Report) => Promise<string>): [path: string, route: Route][] {
  return [
    ['/metrics', { name: 'metrics', methods: { GET: async () => metricsReply(await wantReport('metrics')) } }],
    [
      '/status.json',
      { name: 'status', methods: { GET: async () => bytesReply('status', 200, await wantReport('status')) } },
    ],
  ]
}

function assetReply({ contentType, bytes, etag }: Asset, ifNoneMatch: string | undefined): Reply {
  const headers = [
    'Cache-Control',
    'no-cache',
    'Content-Security-Policy',
    PAGE_POLICY,
    'Referrer-Policy',
    'no-referrer',
  ]
  const match = matchingTag(ifNoneMatch ?? '', etag)
  if (match !== undefined) return emptyReply('page', 304, ['ETag', match, ...headers])
  return { status: 200, headers: ['Content-Type', contentType, 'ETag', etag, ...headers], body: bytes, route: 'page' }
}

function metricsReply(text: string): Reply {
  const headers = ['Content-Type', 'text/plain; version=0.0.4; charset=utf-8', 'Cache-Control', 'no-store']
  return { status: 200, headers, body: text, route: 'metrics' }
}
