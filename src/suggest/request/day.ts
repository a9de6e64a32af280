import { describe } from '../../arguments.ts'
import { quoted } from '../../error-text.ts'
import { failureAbout } from '../../errors.ts'
import { types } from '../../node.ts'

const DAY_MS = 86_400_000
/** An ISO 8601 day, perhaps with a time, and with a zone after that. */
const ISO = /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/

/**
 * Returns the UTC day of `at` as days since 1970-01-01. A time without a zone is UTC, so that the
 * answer does not depend on where the server stands.
 *
 * @throws `ERR_INVALID_OPTION` if it is neither a valid date nor an ISO string of one.
 */
export function readDay(at: unknown): number {
  const time = types.isDate(at) ? Date.prototype.getTime.call(at) : typeof at === 'string' ? parse(at) : Number.NaN
  if (Number.isNaN(time)) {
    const shown = typeof at === 'string' ? quoted(at) : types.isDate(at) ? 'an invalid Date' : describe(at)
    const expected = 'a day such as "2026-01-15"'
    throw failureAbout('ERR_INVALID_OPTION', { option: 'at', expected, got: shown, advice: ['give-date'] })
  }
  return Math.floor(time / DAY_MS)
}

function parse(text: string): number {
  const [, day = '', time = '', zone = ''] = ISO.exec(text) ?? []
  const start = Date.parse(day)
  // JavaScript takes the 30th of February for the 2nd of March.
  if (Number.isNaN(start) || new Date(start).toISOString().slice(0, 10) !== day) return Number.NaN
  if (time === '') return start
  return Date.parse(zone === '' ? `${text}Z` : text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'))
}
