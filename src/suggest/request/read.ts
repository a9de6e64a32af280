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
  boosts: true,
  pin: true,
}

/** Every name. A set, since it finds one faster than an object does. */
const NAMES: ReadonlySet<string> = new Set([...QUERY_OPTIONS.map(({ name }) => name), ...Object.keys(TEXT_OPTIONS)])

/** The options of a query, checked. */
export interface Request {
  /** Which numbers are given: bit 0 for the first of `QUERY_OPTIONS`, and so on. */
  given: number
  /** The places of those that are, and the numbers, in turn. */
  readonly numbers: number[]
  /** Whether the answer is to be explained. */
  explain: boolean
  /** Those that hold texts, as JSON; absent if there are none. */
  ranking: string | undefined
  /** The boosts, if they are prepared. */
  boosts: Boosts | undefined
}

const NO_OPTIONS: Request = { given: 0, numbers: [], explain: false, ranking: undefined, boosts: undefined }

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
  const request: Request = { given: 0, numbers: [], explain: false, ranking: undefined, boosts: undefined }
  // Inherited names too: an option that is misspelt in a prototype is as wrong as any other.
  for (const name in options) if (!NAMES.has(name)) throw unknownOption(name, [...NAMES], owner)
  const values = valuesOf(options)
  for (let place = 0; place < values.length; place += 1) {
    const value = values[place]
    if (value !== undefined) readNumber(request, place, value)
  }
  readTexts(request, options)
  return request
}

/** Writes the options of a query into the head of `numbers`, for the addon. */
export function writeRequest(numbers: Float64Array, request: Request): void {
  const given = request.numbers
  for (let at = 0; at < given.length; at += 2) numbers[given[at] as number] = given[at + 1] as number
  numbers[0] = request.given
}

function readNumber(request: Request, place: number, value: unknown): void {
  const { name, type, choices = [] } = QUERY_OPTIONS[place] as QueryOption<NumericName>
  let number: number
  switch (type) {
    case 'number':
      if (typeof value !== 'number') throw wrongOption(name, 'a number', describe(value))
      number = value
      break
    case 'choice':
      number = choices.indexOf(value as string)
      if (number < 0) throw wrongChoice(name, choices, value)
      break
    case 'truth':
      if (typeof value !== 'boolean') throw wrongOption(name, 'true or false', describe(value))
      number = value ? 1 : 0
      if (name === 'explain') request.explain = value
      break
    case 'day':
      number = readDay(value)
  }
  request.given |= 1 << place
  // The first number says which are given.
  request.numbers.push(place + 1, number)
}

function wrongChoice(name: string, choices: readonly string[], value: unknown): Error {
  if (typeof value !== 'string') return wrongOption(name, 'a string', describe(value))
  return wrongOption(name, choices.join(' or '), JSON.stringify(value))
}

function readTexts(request: Request, { filter, exclude, boosts, pin }: SuggestOptions): void {
  let ofRequest: BoostOptions | undefined
  if (boosts instanceof Boosts) request.boosts = boosts
  else ofRequest = boosts
  if (filter !== undefined || exclude !== undefined || ofRequest !== undefined || pin !== undefined) {
    request.ranking = writeRanking(filter, exclude, ofRequest, pin)
  }
}
