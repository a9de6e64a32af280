import { checkOptionNames, checkOptionType, type OptionNames } from '../arguments.ts'
import { failure } from '../errors.ts'
import type { BoostOptions } from './boost-options.ts'
import { Boosts } from './boosts.ts'
import { readDay } from './day.ts'
import type { SuggestOptions } from './options.ts'
import { writeRanking } from './ranking.ts'

// The layout is specified in crates/node/src/request.rs; the two files change together.
/** How many numbers the options of a query take. */
export const REQUEST_LENGTH = 10
const LIMIT = 1
const OFFSET = 2
const TYPOS = 3
const MAX_TIER = 4
const MAX_COST = 5
const COSTS = 6
const AT = 7
const EXPLAIN = 8
const TOTAL = 9

/** What the options are called by their numbers. */
const TYPOS_CHOICES = ['auto', 'never'] as const
const COSTS_CHOICES = ['weighted', 'unit'] as const

const OPTIONS: OptionNames<SuggestOptions> = {
  limit: true,
  offset: true,
  typos: true,
  maxTier: true,
  maxCost: true,
  costs: true,
  filter: true,
  exclude: true,
  boosts: true,
  pin: true,
  at: true,
  explain: true,
  total: true,
}

/** The options of a query, checked. */
export interface Request
  extends Pick<SuggestOptions, 'limit' | 'offset' | 'typos' | 'maxTier' | 'maxCost' | 'costs' | 'explain' | 'total'> {
  /** The day, as days since 1970-01-01. */
  at?: number | undefined
  /** Those that hold texts, as JSON; absent if there are none. */
  ranking?: string | undefined
  /** The boosts, if they are prepared. */
  boosts?: Boosts | undefined
}

const NO_OPTIONS: Request = {}

/**
 * Checks the options of a query, and returns a copy. Each is read once, so that what was checked is
 * what is used, whatever a getter says; and by its name, which is faster than in a loop.
 *
 * @param owner - What takes the options, for messages.
 * @throws `ERR_INVALID_ARGUMENT` if `options` is no object, `ERR_INVALID_OPTION` if a name is
 * unknown, a value has another type, or a string is none of the choices.
 */
export function readRequest(options: SuggestOptions | undefined, owner: string): Request {
  if (options === undefined) return NO_OPTIONS
  checkOptionNames(options, OPTIONS, owner)
  const { limit, offset, typos, maxTier, maxCost, costs, filter, exclude, boosts, pin, at, explain, total } = options
  if (limit !== undefined) checkOptionType('limit', limit, 'number')
  if (offset !== undefined) checkOptionType('offset', offset, 'number')
  if (typos !== undefined) checkChoice('typos', typos, TYPOS_CHOICES)
  if (maxTier !== undefined) checkOptionType('maxTier', maxTier, 'number')
  if (maxCost !== undefined) checkOptionType('maxCost', maxCost, 'number')
  if (costs !== undefined) checkChoice('costs', costs, COSTS_CHOICES)
  if (explain !== undefined) checkOptionType('explain', explain, 'boolean')
  if (total !== undefined) checkOptionType('total', total, 'boolean')
  const request: Request = { limit, offset, typos, maxTier, maxCost, costs, explain, total }
  if (at !== undefined) request.at = readDay(at)
  let ofRequest: BoostOptions | undefined
  if (boosts instanceof Boosts) request.boosts = boosts
  else ofRequest = boosts
  if (filter !== undefined || exclude !== undefined || ofRequest !== undefined || pin !== undefined) {
    request.ranking = writeRanking(filter, exclude, ofRequest, pin)
  }
  return request
}

/** Writes the options of a query into the head of `numbers`, for the addon. */
export function writeRequest(numbers: Float64Array, request: Request): void {
  const { limit, offset, typos, maxTier, maxCost, costs, at, explain, total } = request
  let given = 0
  if (limit !== undefined) {
    numbers[LIMIT] = limit
    given |= 1 << (LIMIT - 1)
  }
  if (offset !== undefined) {
    numbers[OFFSET] = offset
    given |= 1 << (OFFSET - 1)
  }
  if (typos !== undefined) {
    numbers[TYPOS] = TYPOS_CHOICES.indexOf(typos)
    given |= 1 << (TYPOS - 1)
  }
  if (maxTier !== undefined) {
    numbers[MAX_TIER] = maxTier
    given |= 1 << (MAX_TIER - 1)
  }
  if (maxCost !== undefined) {
    numbers[MAX_COST] = maxCost
    given |= 1 << (MAX_COST - 1)
  }
  if (costs !== undefined) {
    numbers[COSTS] = COSTS_CHOICES.indexOf(costs)
    given |= 1 << (COSTS - 1)
  }
  if (at !== undefined) {
    numbers[AT] = at
    given |= 1 << (AT - 1)
  }
  if (explain !== undefined) {
    numbers[EXPLAIN] = Number(explain)
    given |= 1 << (EXPLAIN - 1)
  }
  if (total !== undefined) {
    numbers[TOTAL] = Number(total)
    given |= 1 << (TOTAL - 1)
  }
  numbers[0] = given
}

function checkChoice(name: string, value: unknown, choices: readonly string[]): void {
  checkOptionType(name, value, 'string')
  if (choices.some((choice) => choice === value)) return
  throw failure('ERR_INVALID_OPTION', `${name} must be ${choices.join(' or ')}, got ${JSON.stringify(value)}`)
}
