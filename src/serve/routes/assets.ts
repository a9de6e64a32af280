import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { extname } from 'node:path'

/** A file that is served as it is. */
export interface Asset {
  contentType: string
  bytes: Uint8Array
  /** Its entity tag, with quotes. */
  etag: string
}

/** Where the build puts the pages. */
const FOLDER = new URL('../../pages/', import.meta.url)

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
}

/** The files whose path is not their name. */
const PATHS: Readonly<Record<string, string>> = { 'index.html': '/', 'status.html': '/status' }

/** What the page to search on is told by its server, which has the fields to show in place of none. */
const SHOW = '<meta name="show" content="[]">'

/**
 * Reads every file of the folder of pages, once: requests are answered from this map alone, so that
 * no path of a URL reaches the file system. A folder that is missing holds none.
 *
 * @param show - The fields of the payload that the page to search on shows beside a text.
 */
export function readAssets(folder: URL = FOLDER, show: readonly string[] = []): ReadonlyMap<string, Asset> {
  const assets = new Map<string, Asset>()
  if (!existsSync(folder)) return assets
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const contentType = CONTENT_TYPES[extname(entry.name)]
    if (!entry.isFile() || contentType === undefined) continue
    const file = readFileSync(new URL(entry.name, folder))
    const bytes = entry.name === 'index.html' ? Buffer.from(withFields(file.toString(), show)) : file
    const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`
    assets.set(PATHS[entry.name] ?? `/${entry.name}`, { contentType, bytes, etag })
  }
  return assets
}

/** Writes the fields to show into the page, as an attribute in which nothing is markup. */
function withFields(page: string, show: readonly string[]): string {
  const content = JSON.stringify(show).replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`)
  return page.replace(SHOW, () => SHOW.replace('[]', () => content))
}
