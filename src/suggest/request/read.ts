import { checkObject, describe, unknownOption } from '../../arguments.ts'
import { wrongOption } from '../../errors.ts'
import { type NumericName, QUERY_OPTIONS, type QueryOption, valuesOf } from '../../query-options.ts'
import type { BoostOptions } from '../boost-options.ts'
import { Boosts } from '../boosts.ts'
import type { SuggestOptions } from '../options.ts'
import { writeRanking } from '../ranking.ts'
import { readDay } from './day.ts'

// The layout is specified in crates/node/src/request.rs.
/** How many numbers the options of a query take. */
export const REQUEST_LENGTH = 1 + QUERY_OPTIONS.length

/** The options that hold texts, which cross as JSON. */
const TEXT_OPTIONS: { readonly [Name in Exclude<keyof SuggestOptions, NumericName>]-?: true } = {
  filter: true,
  exclude: true,
  restrict: true,
  boosts: true,
  pin: true,
}

/** Every name. A set, since it finds one faster than an object does. */
const NAMES: ReadonlySet<string> = new Set([...QUERY_OPTIONS.map(({ name }) => name), ...Object.keys(TEXT_OPTIONS)])

const EXPLAIN = QUERY_OPTIONS.findIndex(({ name }) => name === 'explain')

/** The options of a query, checked. */
export interface Request {
  /** Which numbers are given: bit 0 for the first of `QUERY_OPTIONS`, and so on. */
  readonly given: number
  /** The numbers by their places in `QUERY_OPTIONS`. */
  readonly values: readonly unknown[]
  /** Whether the answer is to be explained. */
  readonly explain: boolean
  /** Those that hold texts, as JSON; absent if there are none. */
  ranking: string | undefined
  /** The boosts, if they are prepared. */
  boosts: Boosts | undefined
}

const NO_OPTIONS: Request = { given: 0, values: [], explain: false, ranking: undefined, boosts: undefined }

/**
 * Checks the options of a query, and returns a copy. Each is read once, so that what was checked is what
 * is used, whatever a getter says.
 *
 * @param owner - What takes the options, for messages.
 * @throws `ERR_INVALID_ARGUMENT` if `options` is no object, `ERR_INVALID_OPTION` if a name is
 * unknown, a value has another type, or a string is none of the choices.
 */
export function readRequest(options: SuggestOptions | undefined, owner: string): Request {
  if (options === undefined) return NO_OPTIONS
  checkObject(options, owner)
  // Inherited names too: an option that is misspelt in a prototype is as wrong as any other.
  for (const name in options) if (!NAMES.has(name)) throw unknownOption(name, [...NAMES], owner)
  const values = valuesOf(options)
  let given = 0
  for (let place = 0; place < values.length; place += 1) {
    const value = values[place]
    if (value === undefined) continue
    // In its place, since another array would take as long as all the rest.
    values[place] = readNumber(QUERY_OPTIONS[place] as QueryOption<NumericName>, value)
    given |= 1 << place
  }
  const request: Request = { given, values, explain: values[EXPLAIN] === 1, ranking: undefined, boosts: undefined }
  readTexts(request, options)
  return request
}

/** Writes the options of a query into the head of `numbers`, for the addon. */
export function writeRequest(numbers: Float64Array, { given, values }: Request): void {
  numbers[0] = given
  for (let place = 0; place < values.length; place += 1) {
    if ((given & (1 << place)) !== 0) numbers[place + 1] = values[place] as number
  }
}

/** Returns the number that an option is, or stands for. */
function readNumber(option: QueryOption<NumericName>, value: unknown): number {
  switch (option.type) {
    case 'number':
      if (typeof value !== 'number') throw wrongOption(option.name, 'a number', describe(value))
      return value
    case 'choice': {
      const number = option.choices?.indexOf(value as string) ?? -1
      if (number < 0) throw wrongChoice(option.name, option.choices ?? [], value)
      return number
    }
    case 'truth':
      if (typeof value !== 'boolean') throw wrongOption(option.name, 'true or false', describe(value))
      return value ? 1 : 0
    case 'day':
      return readDay(value)
  }
}

function wrongChoice(name: string, choices: readonly string[], value: unknown): Error {
  if (typeof value !== 'string') return wrongOption(name, 'a string', describe(value))
  return wrongOption(name, choices.join(' or '), JSON.stringify(value))
}

function readTexts(request: Request, options: SuggestOptions): void {
  const { filter, exclude, restrict, boosts, pin } = options
  let ofRequest: BoostOptions | undefined
  if (boosts instanceof Boosts) request.boosts = boosts
  else ofRequest = boosts
  // A wall that somebody meant to give, and did not.
  if (restrict === undefined && 'restrict' in options) throw wrongOption('restrict', 'an object', 'undefined')
  const hasConditions = filter !== undefined || exclude !== undefined || restrict !== undefined
  if (hasConditions || ofRequest !== undefined || pin !== undefined) {
    request.ranking = writeRanking({ filter, exclude, restrict, boosts: ofRequest, pin })
  }
}
