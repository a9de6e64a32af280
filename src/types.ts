/** Options of `SuggestIndex.open` and `openSync`: none so far. */
export type OpenOptions = Record<string, never>

/** Options of one query. */
export interface SuggestOptions {
  /** The most suggestions to return, 1 to 1,000. @defaultValue 10 */
  limit?: number | undefined
  /** How many of the best to leave out; with `limit` at most 10,000. @defaultValue 0 */
  offset?: number | undefined
}

/** A half-open range of a suggestion's text, in UTF-16 code units, as `slice` takes them. */
export interface Highlight {
  /** The first code unit. */
  start: number
  /** The one behind the last. */
  end: number
}

/** How a suggestion matched the query. */
export interface Match {
  /** How far the match was relaxed: 0, exact. */
  tier: number
  /** Whether the surface form was typed whole, or a prefix of it. */
  kind: 'whole' | 'prefix'
  /** What relaxed the match; empty if the text matched as it stands. */
  via: 'alias'[]
  /** The surface form that matched: the text or an alias. */
  surface: string
  /** The typo cost: 0. */
  cost: number
}

/** One ranked answer. */
export interface Suggestion {
  /** The entry's own text. */
  text: string
  /** The entry's id, if it has one. */
  id?: string
  /** What the suggestions are ordered by. */
  score: number
  /** The entry's weight. */
  weight: number
  /** The entry's payload, if it has one, parsed from JSON. */
  payload?: unknown
  /** The parts of `text` that were typed; none where an alias matched. */
  highlights: Highlight[]
  /** How it matched. */
  match: Match
}

/** An answer to a query. */
export interface SuggestResult {
  /** The query as given, but for halves of surrogate pairs, which become U+FFFD. */
  query: string
  /** The suggestions, best first. */
  suggestions: Suggestion[]
  /** Whether nothing can be missing; false if the query used up its budget of work. */
  complete: boolean
  /** The content hash of the index that answered, as 16 hexadecimal digits. */
  generation: string
}

/** An indexed record, as `SuggestIndex.get` finds it. */
export interface Entry {
  /** What is matched and shown. */
  text: string
  /** The unique id. */
  id?: string
  /** The popularity. */
  weight: number
  /** The payload, if there is one, parsed from JSON. */
  payload?: unknown
}

/** How much the part of a surface form that was typed counts. */
export interface Quality {
  /** For a form that was typed whole. */
  whole: number
  /** For a prefix of a form. */
  prefix: number
}

/** A part of an index file. */
export interface SectionInfo {
  /** Its name, as the description of the format has it. */
  name: string
  /** Its size in bytes, without padding. */
  bytes: number
}

/** What an index holds. */
export interface IndexInfo {
  /** Entries: records less those skipped. */
  entries: number
  /** Distinct keys. */
  keys: number
  /** Pairs of key and entry. */
  slots: number
  /** The size of the file in bytes. */
  bytes: number
  /** The bytes of the display texts alone, which any index must hold. */
  textBytes: number
  /** The content hash, as 16 hexadecimal digits. */
  generation: string
  /** The version of the file's format. */
  formatVersion: number
  /** The version of the analysis. */
  analysisVersion: number
  /** What kind of texts the index holds. */
  kind: Kind
  /** The constants of the score. */
  quality: Quality
  /** The sections, in file order. */
  sections: SectionInfo[]
}

/** What `SuggestIndex.verify` read without finding damage. */
export interface VerifyReport {
  /** Bytes read: the whole file. */
  bytes: number
  /** Sections whose checksum is right. */
  sections: number
  /** Entries in the index. */
  entries: number
  /** Distinct keys. */
  keys: number
}

/**
 * What an index holds: `text` that people read (names, titles, products), or `literal` strings
 * that machines compare (ids, e-mail addresses, codes), in which punctuation counts.
 */
export type Kind = 'text' | 'literal'

/** A surface form of an entry besides its text. */
export interface AliasInput {
  /** What is matched, 1 to 1,000 characters. */
  text: string
  /** Scales the score when this alias is what matched, 0 to 1. @defaultValue 0.1 */
  factor?: number | undefined
}

/** A record to index. */
export interface RecordInput {
  /** What is matched and shown, 1 to 1,000 characters. */
  text: string
  /** A unique id of up to 1,000 bytes, for `SuggestIndex.get`. */
  id?: string | undefined
  /** The popularity, a finite number from 0. @defaultValue 1 */
  weight?: number | undefined
  /** Other surface forms: codes, other scripts, other names. */
  aliases?: readonly (string | AliasInput)[] | undefined
  /** Any JSON value, returned with the suggestion; `null` is the same as none. */
  payload?: unknown
}

/** Which columns, or NDJSON fields, fill the fields of a record. By default those of the same name. */
export interface ColumnOptions {
  /** The column of the text. */
  text?: string | undefined
  /** The column of the id. */
  id?: string | undefined
  /** The column of the weight. */
  weight?: string | undefined
  /** The column of the aliases. In CSV and TSV, `|` separates the aliases of a cell. */
  aliases?: string | undefined
  /** The columns that become the members of a payload object. */
  payload?: readonly string[] | undefined
}

/** The constants of the score to build into an index. */
export interface QualityOptions {
  /** For a form typed whole, 0.001 to 1,000. @defaultValue 10 for kind `text`, 1 for `literal` */
  whole?: number | undefined
  /** For a prefix of a form, 0.001 to 1,000. @defaultValue 1 */
  prefix?: number | undefined
}

/** Options of `buildIndex`. */
export interface BuildOptions {
  /** What the index holds. @defaultValue 'text' */
  kind?: Kind | undefined
  /** Which columns or fields of the input to use. */
  columns?: ColumnOptions | undefined
  /** The format of the input, for names that do not tell it and for standard input; it goes before the name. */
  format?: 'ndjson' | 'csv' | 'tsv' | undefined
  /** Whether a record that cannot be indexed stops the build or is left out. @defaultValue 'stop' */
  onError?: 'stop' | 'skip' | undefined
  /** Where skipped records go, as NDJSON with the reason. @defaultValue `${out}.rejects.ndjson` */
  rejects?: string | undefined
  /** The constants of the score. */
  quality?: QualityOptions | undefined
  /** The most memory to sort in, in bytes, from 16 MiB. @defaultValue 1 GiB */
  memory?: number | undefined
  /** The number of threads, 1 to 256. @defaultValue one for each core */
  threads?: number | undefined
  /**
   * Called about ten times a second, and once more when all is done, with how far the build is. What
   * it throws, or rejects with, stops the build and is thrown again. After the last call the index
   * is in place already; an error of that call is thrown all the same.
   */
  onProgress?: ((progress: BuildProgress) => unknown) | undefined
  /** Stops the build: it rejects with the signal's reason, and the index of before stays. */
  signal?: AbortSignal | undefined
}

/** How far a build is. */
export interface BuildProgress {
  /** What is being done: records are read, entries sorted, the file written. */
  phase: 'read' | 'sort' | 'write'
  /** Records read so far, with those skipped. */
  records: number
  /** Records skipped so far. */
  skipped: number
  /** Bytes of input read so far, compressed as they came. */
  bytes: number
  /** Bytes of the inputs opened so far, where that is known; else 0. */
  bytesTotal: number
  /** Steps done of the phase, after reading. */
  steps: number
  /** Steps of the phase; 0 while reading. */
  stepsTotal: number
}

/** What a build wrote. */
export interface BuildReport {
  /** Entries in the index: records less those skipped. */
  entries: number
  /** Distinct keys. */
  keys: number
  /** Pairs of key and entry. */
  slots: number
  /** Records left out because of `onError: 'skip'`. */
  skipped: number
  /** The file that skipped records went to, if `onError` was `skip`. */
  rejects?: string
  /** Aliases left out because their key is that of another form of the same entry. */
  aliasesMerged: number
  /** The size of the file in bytes. */
  bytes: number
  /** The content hash of the index, as 16 hexadecimal digits. */
  generation: string
  /** How long the build took, in milliseconds. */
  durationMs: number
}
