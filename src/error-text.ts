/** What helps against an error, where an option or another argument does: see {@link ErrorFields.advice}. */
export type Advice =
  | 'name-column'
  | 'number-column'
  | 'no-header'
  | 'maybe-no-header'
  | 'check-spelling'
  | 'check-separator'
  | 'define-season'
  | 'set-format'
  | 'set-format-or-rename'
  | 'set-delimiter'
  | 'set-encoding'
  | 'prepare-boosts'
  | 'give-date'
  | 'give-records'
  | 'give-rules'

/**
 * What an error is about, so that nobody has to read it out of the message. `docs/errors.md` says which
 * code has which.
 */
export interface ErrorFields {
  /** The option at fault, one inside others by its path: `typos.budgets.open[0].cost`. */
  readonly option?: string
  /** What the option must be, as what follows "must be": `a whole number from 1 to 1000`. */
  readonly expected?: string
  /** What was given in place of it, as a text for people. */
  readonly got?: string
  /** What has no option of that name: a function, or the path of an object of options. */
  readonly owner?: string
  /** The file at fault, or what stands for it: `<stdin>`, `<records>`. */
  readonly file?: string
  /** The line of the file, or the number of the record, from 1. */
  readonly line?: number
  /** The byte of the line with which the record starts, from 1, where several may be on a line, as in an array. */
  readonly position?: number
  /** The field of the record at fault: `text`, `id`, `weight`; or the one that a missing column was to fill. */
  readonly field?: string
  /** The column that is missing or at fault. */
  readonly column?: string
  /** The names that there are in place of one that there is not: columns, members, seasons, encodings or options. */
  readonly available?: readonly string[]
  /** The column or member that is likely meant: its name, its path, or its number if there is no header. */
  readonly suggested?: string
  /** How many records there were, if none of them can be indexed. */
  readonly records?: number
  /** What was tried: `open`, `read`, `write`. */
  readonly action?: string
  /** Why, as a clause: what the system says, what is wrong with a record, an input or a file. */
  readonly reason?: string
  /** What helps, if more is known than the message says by itself. */
  readonly advice?: readonly Advice[]
  /** The part of a damaged file: the header, or the name of a section. */
  readonly part?: string
  /** The version in a file of another release. */
  readonly found?: number
  /** The version that this release reads. */
  readonly supported?: number
  /** How large something is, if it is too large or too small. */
  readonly size?: number
  /** How large it may be, or must be at least. */
  readonly limit?: number
}

/** What the sentence about an error is made of. */
export type Told = ErrorFields & { readonly code: string }

/**
 * How those who read a sentence call what it names: JavaScript, the command line and HTTP have each a
 * table of names and of what helps.
 */
export interface Face {
  /** Returns what an option is called. */
  option(name: string): string
  /** Returns what takes options, by the name of the function of JavaScript or the path of the object. */
  owner(name: string): string
  /** Writes a number of bytes, where another way than that of the error is wanted. */
  bytes?(bytes: number): string
  /** The end of a sentence for each advice, with the sign before it; empty where it does not help there. */
  advice: Readonly<Record<Advice, (error: ErrorFields) => string>>
}

/** The most names that a sentence lists, and the most characters of each, as in the core. */
const MOST_NAMES = 20
const MOST_NAME_CHARACTERS = 60

/**
 * Says what is wrong in the names of `face`, from what the error is about.
 *
 * @returns `undefined` where the error has no properties to say it from, so that its message stays.
 */
export function sentenceOf(error: Told, face: Face): string | undefined {
  const body = bodyOf(error, face)
  if (body === undefined) return undefined
  const advice = (error.advice ?? []).map((advice) => face.advice[advice]?.(error) ?? '').join('')
  const records = error.records === undefined ? '' : `none of ${error.records} records can be indexed; the first: `
  return records + body + advice
}

function bodyOf(error: Told, face: Face): string | undefined {
  switch (error.code) {
    case 'ERR_INVALID_OPTION':
      return aboutOption(error, face)
    case 'ERR_INVALID_RECORD':
      return aboutRecord(error)
    case 'ERR_MISSING_COLUMN':
      return aboutColumn(error, face)
    case 'ERR_INVALID_INPUT':
      return error.file === undefined || error.reason === undefined ? undefined : `${placeOf(error)}: ${error.reason}`
    case 'ERR_IO':
      return error.action === undefined ? undefined : `cannot ${error.action} ${error.file}: ${error.reason}`
    case 'ERR_CHANGED_IN_PLACE':
      return error.file === undefined ? undefined : `${error.file} was changed in place: ${CHANGED}`
    default:
      return undefined
  }
}

const CHANGED =
  'the index goes on, but where it is mapped, answers from what was changed are wrong; ' +
  'rename a finished file over it, as mv does, and never write to it'

function aboutOption(error: ErrorFields, face: Face): string | undefined {
  const { option, expected, got, owner, available = [], size, limit } = error
  if (option === undefined) return undefined
  if (owner !== undefined) {
    const list = available.length === 0 ? 'there are none' : `there are ${available.join(', ')}`
    return `${face.owner(owner)} has no option ${JSON.stringify(option)}; ${list}`
  }
  if (expected === undefined) return undefined
  if (face.bytes !== undefined && size !== undefined && limit !== undefined) {
    return `${face.option(option)} must be at least ${face.bytes(limit)}, got ${face.bytes(size)}`
  }
  return `${face.option(option)} must be ${expected}${got === undefined ? '' : `, got ${got}`}`
}

function aboutRecord(error: ErrorFields): string | undefined {
  const { file, line, field, column, reason } = error
  if (file === undefined || line === undefined || reason === undefined) return undefined
  const part = field === undefined ? (column === undefined ? '' : `column ${column}: `) : `field ${field}: `
  return `${placeOf(error)}: ${part}${reason}`
}

function aboutColumn(error: ErrorFields, face: Face): string | undefined {
  const { file, field, column } = error
  if (file === undefined || column === undefined) return undefined
  const wanted = `there is no column ${quoted(column)}${field === undefined ? '' : ` for ${face.option(`columns.${field}`)}`}`
  return `${placeOf(error)}: ${wanted}; ${columnsOf(error)}`
}

/** Tells the columns that there are in place of one that is missing. */
function columnsOf({ available = [], advice = [] }: ErrorFields): string {
  if (available.length === 0) return 'no record has it'
  if (advice.includes('number-column')) return `without a header the columns are 1 to ${available.length}`
  if (advice.includes('no-header')) return `the first row seems to be a record, ${listed(available)}`
  return `the header has ${listed(available)}`
}

/** The file, with the line if there is one, and the byte of the line. */
function placeOf({ file, line, position }: ErrorFields): string {
  return [file, line, position].filter((part) => part !== undefined).join(':')
}

/** Lists names for a sentence, which neither many nor long ones may flood. */
export function listed(names: readonly string[]): string {
  const list = names.slice(0, MOST_NAMES).map(quoted).join(', ')
  return names.length > MOST_NAMES ? `${list} and ${names.length - MOST_NAMES} more` : list
}

/** Returns a text in quotes, cut to a length that fits into a sentence, with escapes for what a terminal obeys. */
export function quoted(text: string): string {
  const characters = [...text]
  const isLong = characters.length > MOST_NAME_CHARACTERS
  const shown = JSON.stringify(isLong ? characters.slice(0, MOST_NAME_CHARACTERS).join('') : text)
  const harmless = shown.replace(/\p{Cc}/gu, (sign) => `\\u{${sign.codePointAt(0)?.toString(16)}}`)
  return isLong ? `${harmless}…` : harmless
}

/** Lists the seasons that there are, by what defines them. */
export function seasonsOf(definer: string): (error: ErrorFields) => string {
  return ({ available = [] }) =>
    available.length === 0 ? `: ${definer} defines none` : `; ${definer} defines ${listed(available)}`
}

/** Lists the members of a record that lacks a column; a header has been listed already. */
export function membersOf({ line, available = [] }: ErrorFields): string {
  if (line === undefined) return ''
  return available.length === 0 ? '; the record has no member at all' : `; the record has ${listed(available)}`
}

/** Returns the number of the suggested column of a table that may have no header. */
export function numberOf({ available = [], suggested }: ErrorFields): string | undefined {
  return suggested === undefined ? undefined : `${available.indexOf(suggested) + 1}`
}

function mostLikely({ suggested }: ErrorFields): string {
  return suggested === undefined ? '' : `, most likely ${quoted(suggested)}`
}

function withoutHeader(field: string | undefined, number: string | undefined): string {
  const likely = number === undefined ? '' : `, most likely to ${number}`
  return `set the option header to false and the option columns.${field} to a number${likely}`
}

/** The names of JavaScript, which errors have from the start. */
export const JAVASCRIPT: Face = {
  option: (name) => name,
  owner: (name) => name,
  advice: {
    'name-column': (error) => {
      const { field, available = [] } = error
      const members = membersOf(error)
      return available.length === 0
        ? members
        : `${members}; name the one that holds the ${field} with the option columns.${field}${mostLikely(error)}`
    },
    'number-column': (error) =>
      `; name the one that holds the ${error.field} with the option columns.${error.field}${mostLikely(error)}`,
    'no-header': (error) => `; if so, ${withoutHeader(error.field, error.suggested)}`,
    'maybe-no-header': (error) =>
      `; name the one that holds the ${error.field} with the option columns.${error.field}${mostLikely(error)}; or, if this ` +
      `is a record, ${withoutHeader(error.field, numberOf(error))}`,
    'check-spelling': () => '; check its spelling',
    'check-separator': () => "; another character than this format's separates its columns",
    'define-season': seasonsOf('the option seasons'),
    'set-format': () => '; set the format to ndjson, json, csv or tsv',
    'set-format-or-rename': () =>
      '; set the format to ndjson, json, csv or tsv, or rename it to end in .ndjson, .jsonl, .json, .csv or .tsv, ' +
      'then .gz or .zst if it is compressed',
    'set-delimiter': () => '; set the option delimiter',
    'set-encoding': ({ available = [] }) =>
      available[0] === undefined
        ? '; set the option encoding to that of the input'
        : `; set the option encoding, most likely to ${available[0]}`,
    'prepare-boosts': () => '; prepare a set for more',
    'give-date': () => '; give a Date or an ISO string',
    'give-records': () => '; an array of strings is an array of paths: give texts as records, { text }',
    'give-rules': () => '; a string is the path of a file of rules: give the rules themselves as an array of strings',
  },
}
