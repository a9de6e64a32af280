import { RELEASE } from './release.ts'

const DAY_MS = 86_400_000

/**
 * Makes the entity tag of what `asked` is answered with: generation, options and the season's day,
 * which is that of UTC and always part of it, since nothing here tells whether the index has
 * seasons.
 *
 * @param day - As {@link today} returns it.
 * @param asked - The query and its options, as they were sent.
 * @param scope - What the request may see, as `VisibleIndex` tells it.
 */
export function tagOfDay(generation: string, day: number, asked: string, scope: string): string {
  return `"${generation}-${day}-${hash(asked).toString(36)}${suffixOf(scope)}"`
}

/** What a scope adds to a tag: all of it, since a hash as short as that of the query could be met on purpose. */
function suffixOf(scope: string): string {
  return scope === '' ? '' : `-${scope}`
}

/** The day of UTC, counted from the first of 1970. */
export function today(): number {
  return Math.floor(Date.now() / DAY_MS)
}

/** Makes the entity tag of what does not depend on the day. */
export function tagOf(generation: string, asked: string, scope: string): string {
  return `"${generation}-${hash(asked).toString(36)}${suffixOf(scope)}"`
}

/** The tag of the same answer in a content coding, which has other bytes. */
export function encodedTag(tag: string, encoding: string): string {
  return `${tag.slice(0, -1)}-${encoding}"`
}

/**
 * Returns the tag of `tag`'s answer, in whatever content coding, that the header `If-None-Match`
 * has, or `undefined` if it has none.
 */
export function matchingTag(ifNoneMatch: string, tag: string): string | undefined {
  if (ifNoneMatch === tag || ifNoneMatch.trim() === '*') return tag
  const stem = tag.slice(0, -1)
  for (const listed of ifNoneMatch.split(',')) {
    const strong = listed.trim().replace(/^W\//, '')
    if (strong === tag) return tag
    if (strong.startsWith(stem) && /^-(br|gzip)"$/.test(strong.slice(stem.length))) return strong
  }
  return undefined
}

/** FNV-1a, over UTF-16 code units. It only has to tell apart the answers to one URL. */
function hash(text: string, start = SEED): number {
  let state = start
  for (let i = 0; i < text.length; i++) state = Math.imul(state ^ text.charCodeAt(i), 0x01000193)
  return state >>> 0
}

/** Of this release: another may answer otherwise from the same file. */
const SEED = hash(RELEASE, 0x811c9dc5)
