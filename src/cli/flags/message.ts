import {
  type ErrorFields,
  type Face,
  JAVASCRIPT,
  membersOf,
  numberOf,
  seasonsOf,
  sentenceOf,
} from '../../error-text.ts'
import type { MapaheadError } from '../../errors.ts'
import { QUERY_OPTIONS, separated } from '../../query-options.ts'
import { columnArgument } from '../text/column-argument.ts'
import { inBytesFlag } from './values.ts'

/** The flags that name columns, by their options. */
const COLUMN_FLAGS: Readonly<Record<string, string>> = {
  'columns.text': '--text',
  'columns.id': '--id',
  'columns.weight': '--weight',
  'columns.aliases': '--aliases',
  'columns.contexts': '--context',
  'columns.season': '--season',
  'columns.payload': '--payload',
}

/** The flags that name columns of pairs: apart, since a record may have such a column too. */
const PAIR_FLAGS: Readonly<Record<string, string>> = {
  'columns.typed': '--typed',
  'columns.meant': '--meant',
  'columns.count': '--count',
}

/** The flag of every option that an error may name; what is not here has the same name on the command line. */
const FLAGS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(QUERY_OPTIONS.map(({ name }) => [name, `--${separated(name, '-')}`])),
  out: '-o',
  kind: '--kind',
  ...COLUMN_FLAGS,
  ...PAIR_FLAGS,
  languages: '--language',
  layouts: '--layouts',
  synonyms: '--synonyms',
  transliterate: '--transliterate',
  inside: '--inside',
  format: '--format',
  header: '--no-header',
  delimiter: '--delimiter',
  encoding: '--encoding',
  onError: '--on-error',
  rejects: '--rejects',
  memory: '--memory',
  threads: '--threads',
  basePath: '--base-path',
  cors: '--cors',
  cacheControl: '--cache-control',
  cacheBytes: '--cache',
  maxLimit: '--max-limit',
  maxQueryLength: '--max-query-length',
  maxBatch: '--max-batch',
  maxBodyBytes: '--max-body',
  maxUrlBytes: '--max-url',
  restrict: '--restrict',
  snapshot: '--snapshot',
  maxAnswerBytes: '--max-answer',
  maxPendingBytes: '--max-pending',
  filter: '--filter',
  'exclude.contexts': '--exclude',
  'exclude.ids': '--exclude-id',
  'boosts.contexts': '--boost',
  'boosts.ids': '--boost-id',
  pin: '--pin',
}

/** The names of the command line, without what helps those alone who call functions. */
export const COMMAND_LINE: Face = {
  ...JAVASCRIPT,
  option: (name) => FLAGS[name] ?? name,
  bytes: inBytesFlag,
  advice: {
    ...JAVASCRIPT.advice,
    'name-column': chooseColumn,
    'number-column': (error) => `. Choose one by its number: ${flagOf(error)} ${error.suggested ?? 'NUMBER'}`,
    'no-header': (error) => `. If so, add --no-header ${flagOf(error)} ${error.suggested ?? 'NUMBER'}`,
    'maybe-no-header': (error) =>
      `${chooseColumn(error)}. If this is a record, add --no-header ${flagOf(error)} ${numberOf(error) ?? 'NUMBER'}`,
    'set-delimiter': () => '; add --delimiter with the one that does',
    'set-encoding': ({ available = [] }) =>
      available[0] === undefined
        ? '; add --encoding with the one that it is in'
        : `; add --encoding ${available[0]}, which it seems to be in`,
    'define-season': seasonsOf('seasons in the file of --settings'),
    'set-format': () => '; add --format ndjson, json, csv or tsv',
    'set-format-or-rename': () =>
      '; add --format ndjson, json, csv or tsv, or rename it to end in .ndjson, .jsonl, .json, .csv or .tsv, ' +
      'then .gz or .zst if it is compressed',
    'prepare-boosts': () => '',
    'give-date': () => '',
    'give-records': () => '',
    'give-rules': () => '',
  },
}

/** Returns what `error` says in the words of the command line. */
export function messageForFlags(error: MapaheadError): string {
  return sentenceOf(error, COMMAND_LINE) ?? error.message
}

/** Names a flag and a column that is there, where another column may be chosen. */
function chooseColumn(error: ErrorFields): string {
  const { available = [], suggested } = error
  if (available.length === 0) return membersOf(error)
  // Of a record, the first is the likeliest; one that is called as another field is left to that.
  const column = suggested ?? available.find((name) => COLUMN_FLAGS[`columns.${name}`] === undefined)
  return `${membersOf(error)}. Choose one: ${flagOf(error)} ${column === undefined ? 'COLUMN' : columnArgument(column)}`
}

/** The flag of the field that an error is about. */
function flagOf({ field = '' }: ErrorFields): string {
  return COLUMN_FLAGS[`columns.${field}`] ?? PAIR_FLAGS[`columns.${field}`] ?? field
}
