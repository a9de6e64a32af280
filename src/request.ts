import { checkOptionNames, checkOptionType, type OptionTypes } from './arguments.ts'
import { failure } from './errors.ts'
import type { SuggestOptions } from './types.ts'

// The layout is specified in crates/node/src/request.rs; the two files change together.
/** How many numbers the options of a query take. */
export const REQUEST_LENGTH = 7
const LIMIT = 1
const OFFSET = 2
const TYPOS = 3
const MAX_TIER = 4
const MAX_COST = 5
const COSTS = 6

/** What the options are called by their numbers. */
const TYPOS_CHOICES = ['auto', 'never'] as const
const COSTS_CHOICES = ['weighted', 'unit'] as const

const OPTIONS: OptionTypes<SuggestOptions> = {
  limit: 'number',
  offset: 'number',
  typos: 'string',
  maxTier: 'number',
  maxCost: 'number',
  costs: 'string',
}

const NO_OPTIONS: SuggestOptions = {}

/**
 * Checks the options of a query, and returns a copy. Each is read once, so that what was checked is
 * what is used, whatever a getter says; and by its name, which is faster than in a loop.
 *
 * @param owner - What takes the options, for messages.
 * @throws `ERR_INVALID_ARGUMENT` if `options` is no object, `ERR_INVALID_OPTION` if a name is
 * unknown, a value has another type, or a string is none of the choices.
 */
export function readRequest(options: SuggestOptions | undefined, owner: string): SuggestOptions {
  if (options === undefined) return NO_OPTIONS
  checkOptionNames(options, OPTIONS, owner)
  const { limit, offset, typos, maxTier, maxCost, costs } = options
  if (limit !== undefined) checkOptionType('limit', limit, 'number')
  if (offset !== undefined) checkOptionType('offset', offset, 'number')
  if (typos !== undefined) checkChoice('typos', typos, TYPOS_CHOICES)
  if (maxTier !== undefined) checkOptionType('maxTier', maxTier, 'number')
  if (maxCost !== undefined) checkOptionType('maxCost', maxCost, 'number')
  if (costs !== undefined) checkChoice('costs', costs, COSTS_CHOICES)
  return { limit, offset, typos, maxTier, maxCost, costs }
}

/** Writes the options of a query into the head of `numbers`, for the addon. */
export function writeRequest(numbers: Float64Array, request: SuggestOptions): void {
  const { limit, offset, typos, maxTier, maxCost, costs } = request
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
  numbers[0] = given
}

function checkChoice(name: string, value: unknown, choices: readonly string[]): void {
  checkOptionType(name, value, 'string')
  if (choices.some((choice) => choice === value)) return
  throw failure('ERR_INVALID_OPTION', `${name} must be ${choices.join(' or ')}, got ${JSON.stringify(value)}`)
}
