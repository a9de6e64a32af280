import { unknownOption } from '../../arguments.ts'
import { wrongOption } from '../../errors.ts'
import type { SuggestOptions } from '../../index.ts'
import { CLIENT_TEXT_OPTIONS, QUERY_OPTIONS } from '../../query-options.ts'
import type { Settings } from '../handlers/options.ts'
import { argumentError } from '../http/request-error.ts'

/**
 * Checks a query against the limits of this server, which may be narrower than those of the index.
 *
 * @param name - What the query is called where it came from.
 * @throws `ERR_INVALID_ARGUMENT` if the query is too long, `ERR_INVALID_OPTION` if it asks for too
 * much.
 */
export function checkQuery(query: string, options: SuggestOptions, settings: Settings, name: string): void {
  const { maxQueryLength, maxLimit } = settings
  if (query.length > maxQueryLength && isLonger(query, maxQueryLength)) {
    throw argumentError(`${name} must have at most ${maxQueryLength} characters`)
  }
  const { limit } = options
  // Below as above: the index would tell of its own bounds, which are wider here.
  if (typeof limit === 'number' && !(Number.isInteger(limit) && limit >= 1 && limit <= maxLimit)) {
    throw wrongOption('limit', `a whole number from 1 to ${maxLimit}`, String(limit))
  }
}

/** The options that a client may give. What it may see is for the server to say. */
const NAMES: readonly string[] = [...QUERY_OPTIONS.map(({ name }) => name), ...CLIENT_TEXT_OPTIONS]

/**
 * Checks the names of the options of a query in a body.
 *
 * @throws `ERR_INVALID_OPTION` if one is none that a client may give.
 */
export function checkNames(options: object): void {
  for (const name in options) if (!NAMES.includes(name)) throw unknownOption(name, NAMES, 'suggestJson')
}

/** Whether `text` has over `most` characters, of one code unit or two. */
function isLonger(text: string, most: number): boolean {
  if (text.length > 2 * most) return true
  let count = 0
  for (const _ of text) count += 1
  return count > most
}
