import { wrongOption } from '../../errors.ts'
import type { BoostOptions, SuggestOptions } from '../../index.ts'
import { type NumericName, type NumericType, QUERY_OPTIONS, separated } from '../../query-options.ts'
import { readBoost, readPair } from './pairs.ts'
import { argumentError, optionError } from './request-error.ts'

/** What a query string asks. */
export interface Asked {
  query: string
  options: SuggestOptions
}

/**
 * The parameters that may be there several times. They are collected, and become options once, at the
 * end: so a thousand of them take a thousand steps.
 */
class Lists {
  readonly filter: Contexts = new Map()
  readonly exclude: Contexts = new Map()
  readonly excludeIds: string[] = []
  readonly boosts = new Map<string, Map<string, number>>()
  readonly boostIds = new Map<string, number>()
  readonly pin: string[] = []

  /** Adds all that was collected to `options`. */
  addTo(options: SuggestOptions): void {
    const { filter, exclude, excludeIds, boosts, boostIds, pin } = this
    // By entries, since a field or a value may have the name of a member that every object has.
    if (filter.size > 0) options.filter = Object.fromEntries(filter)
    if (exclude.size > 0) options.exclude = { contexts: Object.fromEntries(exclude) }
    if (excludeIds.length > 0) options.exclude = { ...options.exclude, ids: excludeIds }
    const multipliers: BoostOptions = {}
    if (boosts.size > 0) {
      const fields = [...boosts].map(([field, values]) => [field, Object.fromEntries(values)] as const)
      multipliers.contexts = Object.fromEntries(fields)
    }
    if (boostIds.size > 0) multipliers.ids = boostIds
    if (boosts.size > 0 || boostIds.size > 0) options.boosts = multipliers
    if (pin.length > 0) options.pin = pin
  }
}

/** What the parameters say so far. */
class Collected {
  readonly options: SuggestOptions = {}
  #lists: Lists | undefined

  /** What few queries have. */
  get lists(): Lists {
    this.#lists ??= new Lists()
    return this.#lists
  }

  /** Returns the options, with all that was collected. */
  finish(): SuggestOptions {
    this.#lists?.addTo(this.options)
    return this.options
  }
}

/** Values by field. */
type Contexts = Map<string, string[]>

/** How the value of a parameter becomes part of the options. */
interface Parameter {
  /** The option that it fills, for messages of the core: a path where it is inside another. */
  option: string
  /** Adds the value to what was collected; `name` is for messages. */
  read(collected: Collected, value: string, name: string): void
  /** Whether it may be there several times. */
  repeats?: boolean
}

/** How each type of option that is a number is read from its text. */
const READERS: Readonly<Record<NumericType, (option: NumericName) => Parameter>> = {
  number,
  choice: word,
  truth,
  day: word,
}

/** Every parameter of `GET /suggest` but `q`. The core checks the range of its value. */
const PARAMETERS: ReadonlyMap<string, Parameter> = new Map<string, Parameter>([
  ...QUERY_OPTIONS.map(({ name, type }) => [separated(name, '_'), READERS[type](name)] as const),
  ['filter', contexts('filter', ({ filter }) => filter)],
  ['exclude', contexts('exclude.contexts', ({ exclude }) => exclude)],
  ['exclude_id', ids('exclude.ids', ({ excludeIds }) => excludeIds)],
  ['boost', { option: 'boosts.contexts', read: addBoost, repeats: true }],
  ['boost_id', { option: 'boosts.ids', read: addBoostOfId, repeats: true }],
  ['pin', ids('pin', ({ pin }) => pin)],
])

/** A parameter that is a number. */
function number(option: NumericName): Parameter {
  return {
    option,
    read({ options }, value, name) {
      // In digits: what else JavaScript takes for a number (0x2, an empty text) is a slip here.
      if (!/^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(value)) {
        throw wrongOption(name, 'a number', JSON.stringify(value))
      }
      // The core says which numbers it takes.
      options[option] = Number(value) as never
    },
  }
}

/** A parameter that is true or false; without a value it is true. */
function truth(option: NumericName): Parameter {
  return {
    option,
    read({ options }, value, name) {
      if (!['', 'true', 'false'].includes(value)) {
        throw wrongOption(name, 'true or false', JSON.stringify(value))
      }
      options[option] = (value !== 'false') as never
    },
  }
}

/** A parameter that adds a value to those of a field, as `field=value`. */
function contexts(option: string, place: (lists: Lists) => Contexts): Parameter {
  return {
    option,
    repeats: true,
    read(collected, text, name) {
      const [field, value] = readPair(text) ?? []
      if (field === undefined || value === undefined) throw notOfForm(name, 'FIELD=VALUE, such as city=moscow', text)
      const fields = place(collected.lists)
      const values = fields.get(field)
      if (values === undefined) fields.set(field, [value])
      else values.push(value)
    },
  }
}

/** A parameter that adds an id. */
function ids(option: string, place: (lists: Lists) => string[]): Parameter {
  return {
    option,
    repeats: true,
    read(collected, id) {
      place(collected.lists).push(id)
    },
  }
}

/** Adds a boost of a value of a context, as `field=value:number`. */
function addBoost({ lists: { boosts } }: Collected, text: string, name: string): void {
  const [pair = '', boost = 0] = readBoost(text) ?? []
  const [field, value] = readPair(pair) ?? []
  if (field === undefined || value === undefined) {
    throw notOfForm(name, 'FIELD=VALUE:NUMBER, such as category=doors:3', text)
  }
  const values = boosts.get(field)
  if (values === undefined) boosts.set(field, new Map([[value, boost]]))
  else values.set(value, boost)
}

/** Adds a boost of an entry, as `id:number`. */
function addBoostOfId({ lists }: Collected, text: string, name: string): void {
  const boost = readBoost(text)
  if (boost === undefined) throw notOfForm(name, 'ID:NUMBER, such as 2950159:3', text)
  lists.boostIds.set(...boost)
}

function notOfForm(name: string, form: string, value: string): Error {
  return wrongOption(name, form, JSON.stringify(value))
}

/** A parameter that is a word, which is for the core to know. */
function word(option: NumericName): Parameter {
  return {
    option,
    read({ options }, value) {
      options[option] = value as never
    },
  }
}

/**
 * Reads the query string of `GET /suggest`. What begins with `_` is ignored.
 *
 * @throws `ERR_INVALID_ARGUMENT` if `q` is missing or a value is not percent-encoded UTF-8,
 * `ERR_INVALID_OPTION` if a parameter is unknown, is there twice, or is not of its type.
 */
export function readParameters(search: string): Asked {
  let query: string | undefined
  const collected = new Collected()
  let seen: Set<string> | undefined
  for (let start = 0; start < search.length; ) {
    let end = search.indexOf('&', start)
    if (end < 0) end = search.length
    if (end > start) {
      const mark = search.indexOf('=', start)
      const hasValue = mark >= 0 && mark < end
      const name = decoded(search.slice(start, hasValue ? mark : end))
      const isIgnored = name.startsWith(IGNORED)
      const value = hasValue && !isIgnored ? decoded(search.slice(mark + 1, end)) : ''
      if (isIgnored) {
        // Not even decoded: it is somebody else's.
      } else if (name === 'q') {
        if (query !== undefined) throw optionError('q is there twice; give it once')
        query = value
      } else {
        const parameter = PARAMETERS.get(name)
        if (parameter === undefined) throw unknownParameter(name)
        if (parameter.repeats !== true) {
          seen ??= new Set()
          if (seen.has(name)) throw optionError(`${name} is there twice; give it once`)
          seen.add(name)
        }
        parameter.read(collected, value, name)
      }
    }
    start = end + 1
  }
  if (query === undefined) throw argumentError('q is missing: /suggest?q=TEXT, where TEXT may be empty')
  return { query, options: collected.finish() }
}

/** What the names of parameters begin with that are not for the server: clients add `_=1718` to pass by caches. */
const IGNORED = '_'

/** Whether a query string has a parameter, other than those that are ignored. */
export function hasParameters(search: string): boolean {
  return search.split('&').some((part) => part !== '' && !decoded(part).startsWith(IGNORED))
}

const NAMES: ReadonlyMap<string, string> = new Map([...PARAMETERS].map(([name, { option }]) => [option, name]))

/** Returns the parameter that fills an option; what no parameter fills keeps its name. */
export function parameterOf(option: string): string {
  return NAMES.get(option) ?? option
}

/**
 * Decodes a name or a value of a query string.
 *
 * @throws `ERR_INVALID_ARGUMENT` if it is not percent-encoded UTF-8.
 */
function decoded(text: string): string {
  if (NEEDS_NO_DECODING.test(text)) return text
  return decodePercent(text.includes('+') ? text.replaceAll('+', ' ') : text)
}

const NEEDS_NO_DECODING = /^[^%+\u0080-\uffff]*$/

/**
 * Decodes a part of a URL.
 *
 * @throws `ERR_INVALID_ARGUMENT` if it is not percent-encoded UTF-8.
 */
export function decodePercent(text: string): string {
  try {
    // Bytes that came as they are became a letter each, so that they cannot be told from such letters.
    if (!/[\u0080-\uffff]/.test(text)) return decodeURIComponent(text)
  } catch (error) {
    if (!(error instanceof URIError)) throw error
  }
  throw argumentError(`the URL must be percent-encoded UTF-8, got ${JSON.stringify(text.slice(0, 100))}`)
}

function unknownParameter(name: string): Error {
  const known = ['q', ...PARAMETERS.keys()].join(', ')
  return optionError(`there is no parameter ${JSON.stringify(name.slice(0, 100))}; there are ${known}`)
}
