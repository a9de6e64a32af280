import type { BoostOptions, ContextValues, SuggestOptions } from '../index.ts'
import { readBoost, readPair, withPair } from './pairs.ts'
import { argumentError, optionError } from './request-error.ts'

/** What a query string asks. */
export interface Asked {
  query: string
  options: SuggestOptions
}

/** How the value of a parameter becomes part of the options. */
interface Parameter {
  /** The option that it fills, for messages of the core: a path where it is inside another. */
  option: string
  /** Adds the value to the options; `name` is for messages. */
  read(options: SuggestOptions, value: string, name: string): void
  /** Whether it may be there several times. */
  repeats?: boolean
}

/**
 * Every parameter of `GET /suggest` but `q`. A new option of a query is a line here: the core
 * checks the range of its value.
 */
const PARAMETERS: ReadonlyMap<string, Parameter> = new Map<string, Parameter>([
  ['limit', number('limit')],
  ['offset', number('offset')],
  ['typos', word('typos')],
  ['max_tier', number('maxTier')],
  ['max_cost', number('maxCost')],
  ['costs', word('costs')],
  [
    'filter',
    contexts(
      'filter',
      (options) => options.filter,
      (options, filter) => (options.filter = filter),
    ),
  ],
  [
    'exclude',
    contexts(
      'exclude.contexts',
      ({ exclude }) => exclude?.contexts,
      (options, contexts) => (options.exclude = { ...options.exclude, contexts }),
    ),
  ],
  [
    'exclude_id',
    ids(
      'exclude.ids',
      ({ exclude }) => exclude?.ids,
      (options, ids) => (options.exclude = { ...options.exclude, ids }),
    ),
  ],
  ['boost', { option: 'boosts.contexts', read: addBoost, repeats: true }],
  ['boost_id', { option: 'boosts.ids', read: addBoostOfId, repeats: true }],
  [
    'pin',
    ids(
      'pin',
      ({ pin }) => pin,
      (options, pin) => (options.pin = pin),
    ),
  ],
  ['at', word('at')],
  ['explain', truth('explain')],
  ['total', truth('total')],
])

/** A parameter that is a number. */
function number(option: 'limit' | 'offset' | 'maxTier' | 'maxCost'): Parameter {
  return {
    option,
    read(options, value, name) {
      // In digits: what else JavaScript takes for a number (0x2, an empty text) is a slip here.
      if (!/^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(value)) {
        throw optionError(`${name} must be a number, got ${JSON.stringify(value)}`)
      }
      // The core says which numbers it takes.
      options[option] = Number(value) as never
    },
  }
}

/** A parameter that is true or false; without a value it is true. */
function truth(option: 'explain' | 'total'): Parameter {
  return {
    option,
    read(options, value, name) {
      if (!['', 'true', 'false'].includes(value)) {
        throw optionError(`${name} must be true or false, got ${JSON.stringify(value)}`)
      }
      options[option] = value !== 'false'
    },
  }
}

/** A parameter that adds a value to those of a field, as `field=value`. */
function contexts(
  option: string,
  get: (options: SuggestOptions) => ContextValues | undefined,
  set: (options: SuggestOptions, contexts: ContextValues) => void,
): Parameter {
  return {
    option,
    repeats: true,
    read(options, value, name) {
      const pair = readPair(value)
      if (pair === undefined) throw notOfForm(name, 'FIELD=VALUE, such as city=moscow', value)
      set(options, withPair((get(options) ?? {}) as Record<string, readonly string[]>, pair))
    },
  }
}

/** A parameter that adds an id. */
function ids(
  option: string,
  get: (options: SuggestOptions) => readonly string[] | undefined,
  set: (options: SuggestOptions, ids: readonly string[]) => void,
): Parameter {
  return {
    option,
    repeats: true,
    read(options, value) {
      set(options, [...(get(options) ?? []), value])
    },
  }
}

/** Adds a boost of a value of a context, as `field=value:number`. */
function addBoost(options: SuggestOptions, text: string, name: string): void {
  const [pair = '', boost = 0] = readBoost(text) ?? []
  const [field, value] = readPair(pair) ?? []
  if (field === undefined || value === undefined) {
    throw notOfForm(name, 'FIELD=VALUE:NUMBER, such as category=doors:3', text)
  }
  const boosts = boostsOf(options)
  // By entries, since a field or a value may have the name of a member that every object has.
  const fields = new Map(Object.entries(boosts.contexts ?? {}))
  const values = new Map(Object.entries(fields.get(field) ?? {}))
  fields.set(field, Object.fromEntries(values.set(value, boost)))
  options.boosts = { ...boosts, contexts: Object.fromEntries(fields) }
}

/** Adds a boost of an entry, as `id:number`. */
function addBoostOfId(options: SuggestOptions, text: string, name: string): void {
  const boost = readBoost(text)
  if (boost === undefined) throw notOfForm(name, 'ID:NUMBER, such as 2950159:3', text)
  const boosts = boostsOf(options)
  const known = boosts.ids instanceof Map ? boosts.ids : new Map<string, number>()
  options.boosts = { ...boosts, ids: new Map([...known, boost]) }
}

/** The boosts so far, which here are never a prepared set. */
function boostsOf({ boosts }: SuggestOptions): BoostOptions {
  return (boosts ?? {}) as BoostOptions
}

function notOfForm(name: string, form: string, value: string): Error {
  return optionError(`${name} must be ${form}, got ${JSON.stringify(value)}`)
}

/** A parameter that is a word, which is for the core to know. */
function word(option: 'typos' | 'costs' | 'at'): Parameter {
  return {
    option,
    read(options, value) {
      options[option] = value as never
    },
  }
}

/**
 * Reads the query string of `GET /suggest`.
 *
 * @throws `ERR_INVALID_ARGUMENT` if `q` is missing or a value is not percent-encoded UTF-8,
 * `ERR_INVALID_OPTION` if a parameter is unknown, is there twice, or is not of its type.
 */
export function readParameters(search: string): Asked {
  let query: string | undefined
  const options: SuggestOptions = {}
  let seen: Set<string> | undefined
  for (let start = 0; start < search.length; ) {
    let end = search.indexOf('&', start)
    if (end < 0) end = search.length
    if (end > start) {
      const mark = search.indexOf('=', start)
      const hasValue = mark >= 0 && mark < end
      const name = decoded(search.slice(start, hasValue ? mark : end))
      const value = hasValue ? decoded(search.slice(mark + 1, end)) : ''
      if (name === 'q') {
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
        parameter.read(options, value, name)
      }
    }
    start = end + 1
  }
  if (query === undefined) throw argumentError('q is missing: /suggest?q=TEXT, where TEXT may be empty')
  return { query, options }
}

/** Puts the names of parameters into a message of the core, which names options of JavaScript. */
export function messageForParameters(message: string): string {
  const [, option = '', rest = ''] = /^([\w.]+)( must be .*)$/s.exec(message) ?? []
  for (const [name, parameter] of PARAMETERS) if (parameter.option === option) return name + rest
  return message
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
