/** What an option may be: a number, one of several words, true or false, or a day. */
export type NumericType = 'number' | 'choice' | 'truth' | 'day'

/** What all callers know of an option: the API, the parameters of HTTP, the flags of the command line. */
export interface QueryOption<Name extends string = string> {
  readonly name: Name
  readonly type: NumericType
  /** The words, in the order of their numbers. */
  readonly choices?: readonly string[]
  /** What it is, for the help of the command line. */
  readonly help: string
  /** The default, for that help. */
  readonly standard?: string
  /** The commands that have a flag for it. */
  readonly commands: readonly ('query' | 'eval')[]
}

/**
 * Every option of a query that is one number, in the order of `SuggestOptions::NUMERIC` in
 * `crates/core/src/query/options.rs`, which says what is in range. A new option is a line here and there.
 */
const TABLE = [
  { name: 'limit', type: 'number', help: 'the most suggestions', standard: '10', commands: ['query', 'eval'] },
  { name: 'offset', type: 'number', help: 'how many of the best to leave out', standard: '0', commands: ['query'] },
  {
    name: 'typos',
    type: 'choice',
    choices: ['auto', 'never'],
    help: 'whether to look for typos',
    standard: 'auto',
    commands: ['query', 'eval'],
  },
  {
    name: 'maxTier',
    type: 'number',
    help: 'how far a match may be relaxed, 0 to 3',
    standard: '3',
    commands: ['query', 'eval'],
  },
  {
    name: 'maxCost',
    type: 'number',
    help: 'the most that typos may cost a word, 0 to 3',
    standard: '3',
    commands: ['query', 'eval'],
  },
  {
    name: 'costs',
    type: 'choice',
    choices: ['weighted', 'unit'],
    help: 'what an edit costs',
    standard: 'weighted',
    commands: ['eval'],
  },
  {
    name: 'at',
    type: 'day',
    help: 'the day of the season, such as 2026-01-15',
    standard: 'today',
    commands: ['query'],
  },
  { name: 'explain', type: 'truth', help: 'show what made each score and each match', commands: ['query'] },
  { name: 'total', type: 'truth', help: 'count the entries that match', commands: ['query'] },
  {
    name: 'distinct',
    type: 'truth',
    help: 'show each text once: of entries with one text only the best',
    commands: ['query'],
  },
] as const satisfies readonly QueryOption[]

/** The name of one of them. */
export type NumericName = (typeof TABLE)[number]['name']

/** All of them, in that order. */
export const QUERY_OPTIONS: readonly QueryOption<NumericName>[] = TABLE

/** The other options of a query that a client of HTTP may give too: those that hold texts. */
export const CLIENT_TEXT_OPTIONS = ['filter', 'exclude', 'boosts', 'pin'] as const

/**
 * Returns the values of these options, in the order of the table. By their names, which is several times
 * faster than in a loop.
 */
export function valuesOf(options: { readonly [Name in NumericName]?: unknown }): unknown[] {
  const { limit, offset, typos, maxTier, maxCost, costs, at, explain, total, distinct } = options
  return [limit, offset, typos, maxTier, maxCost, costs, at, explain, total, distinct]
}

/** Writes the name of an option with `separator` between its words: `maxTier` is `max_tier` for HTTP. */
export function separated(name: string, separator: '_' | '-'): string {
  return name.replace(/[A-Z]/g, (letter) => separator + letter.toLowerCase())
}
