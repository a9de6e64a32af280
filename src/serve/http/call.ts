/** A request, as far as routes need it, whatever server received it. */
export interface Call {
  /** The request as the server has it, for what the caller of this package finds out about it. */
  readonly request: unknown
  method: string
  /** How many bytes the URL has, as it was sent. */
  readonly urlBytes: number
  /** What comes before the `?`, as it was sent, less the base path. */
  path: string
  /** What comes after the `?`, as it was sent. */
  search: string
  /** Returns the value of a header, whose name is given in small letters. */
  header(name: string): string | undefined
  /**
   * Reads the body, once.
   *
   * @throws `ERR_BODY_TOO_LARGE` if it has over `maxBytes` bytes.
   */
  body(maxBytes: number): Promise<Body>
}

/** The body of a request: bytes, or what a middleware before has made of them. */
export type Body = { bytes: Uint8Array } | { parsed: unknown }

/** The path and the search of a target, which may be that of a proxy (`http://host/path`). */
export function splitTarget(target: string): [path: string, search: string] {
  let start = 0
  if (target.charCodeAt(0) !== SLASH) {
    const [origin] = /^https?:\/\/[^/?]*/i.exec(target) ?? ['']
    start = origin.length
  }
  const mark = target.indexOf('?', start)
  const path = mark < 0 ? target.slice(start) : target.slice(start, mark)
  return [path === '' ? '/' : path, mark < 0 ? '' : target.slice(mark + 1)]
}

const SLASH = 0x2f

/**
 * Returns what follows `basePath` in `path`, from its slash on, or `undefined` if the path is not
 * below it.
 */
export function belowBase(path: string, basePath: string): string | undefined {
  if (basePath === '') return path
  if (!path.startsWith(basePath)) return undefined
  if (path.length === basePath.length) return '/'
  return path.charCodeAt(basePath.length) === SLASH ? path.slice(basePath.length) : undefined
}
