import { type ErrorFields, type Face, JAVASCRIPT, membersOf, seasonsOf, sentenceOf } from '../../error-text.ts'
import type { MapaheadError } from '../../errors.ts'
import { QUERY_OPTIONS, separated } from '../../query-options.ts'
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

/** The flag of every option that an error may name; what is not here has the same name on the command line. */
const FLAGS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(QUERY_OPTIONS.map(({ name }) => [name, `--${separated(name, '-')}`])),
  out: '-o',
  kind: '--kind',
  ...COLUMN_FLAGS,
  languages: '--language',
  layouts: '--layouts',
  synonyms: '--synonyms',
  transliterate: '--transliterate',
  format: '--format',
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
  const { field = '', available = [] } = error
  if (available.length === 0) return membersOf(error)
  // A plain name that is not the one of another field, so that the flag can be copied.
  const column =
    available.find((name) => /^[\w.-]+$/.test(name) && COLUMN_FLAGS[`columns.${name}`] === undefined) ?? 'COLUMN'
  return `${membersOf(error)}. Choose one: ${COLUMN_FLAGS[`columns.${field}`] ?? field} ${column}`
}
