import type { MapaheadError } from './errors.ts'
import type { ContextValue } from './suggest/ranking-types.ts'

/** Options of `SuggestIndex.open` and `openSync`. */
export interface OpenOptions {
  /**
   * Whether the whole file is checked, as `verify()` does, before the index is used. Takes time in
   * its size; of several threads that open one file only the first does it, and the others wait.
   * @defaultValue false
   */
  verify?: boolean | undefined
  /**
   * Whether the whole file is brought into memory, so that the first query is as fast as the next.
   * Takes as long as the disk needs to read it, or milliseconds if it is in the page cache.
   * @defaultValue false
   */
  warm?: boolean | undefined
  /**
   * Whether the index follows its file: another one that is renamed into its place is opened and, between
   * two queries, it takes over; see `SuggestIndex.on`. The checksums of each file are compared before it
   * is used, those of the first too, which takes time in its size. @defaultValue false
   */
  watch?: boolean | undefined
  /**
   * Whether the file is read into memory of this process in place of mapping it: for file systems
   * whose files may change or vanish while they are mapped, such as those of a network. Each process
   * then has a copy of its own; its threads share one. @defaultValue false
   */
  copy?: boolean | undefined
}

/** A change of the file that an index answers from. */
export interface SwapEvent {
  /** The content hash of the index that answers from now on. */
  generation: string
  /** The content hash of the one that answered before. */
  previous: string
}

/** What an index that is opened with `watch` tells its listeners, by the name of the event. */
export interface IndexEvents {
  /** Another index has taken over: every query from now on is answered from it. */
  swap: (swap: SwapEvent) => void
  /**
   * What was renamed into the place of the file cannot be used, or cannot be read now; the index that
   * answered before goes on. The error says why, as that of `open` would. Told once for each file.
   */
  'swap-failed': (error: MapaheadError) => void
}

/** An indexed record, as `SuggestIndex.get` finds it. */
export interface Entry {
  /** What is matched and shown. */
  text: string
  /** The unique id. */
  id?: string
  /** The popularity. */
  weight: number
  /** The values by field, as texts, in the order of their bytes; absent if there are none. */
  contexts?: Record<string, string[]>
  /** The multipliers of the weight in January to December, off by at most 0.025 %; absent if all are 1. */
  season?: number[]
  /** The payload, if there is one, parsed from JSON. */
  payload?: unknown
}

/** The constants of the score: how much the part of a surface form that was typed counts, and what slips do. */
export interface Quality {
  /** For a form that was typed whole. */
  whole: number
  /** For a prefix of a form. */
  prefix: number
  /** For words inside a form. */
  words: number
  /** Slips divide the score by this to the power of their cost. */
  typoBase: number
}

/** What slips cost, and how many a word may have. */
export interface TypoSettings {
  /** A letter too much, or another one. */
  edit: number
  /** A letter too few. */
  dropped: number
  /** A letter in place of its neighbor on the keyboard. */
  neighbor: number
  /** A letter twice in place of once, or once in place of twice. */
  doubled: number
  /** Two neighboring letters swapped. */
  swap: number
  /** Letters in place of others that sound like them in one of the languages. */
  sound: number
  /** What a wrong first letter costs more, unless it is swapped. */
  first: number
  /** The budgets, by rising typed length. A shorter word than the first begins with has no slips. */
  budgets: TypoBudget[]
}

/** Bounds the slips of one typed word. */
export interface TypoBudget {
  /** From which typed length on it holds, in characters. */
  from: number
  /** The most edits. */
  edits: number
  /** The most that they may cost together. */
  cost: number
  /** Whether only swaps, doubled letters and neighboring keys are edits. */
  cheapOnly: boolean
}

/** A part of an index file. */
export interface SectionInfo {
  /** Its name, as the description of the format has it. */
  name: string
  /** Its size in bytes, without padding. */
  bytes: number
}

/** A field of contexts. */
export interface ContextInfo {
  /** The name of the field. */
  field: string
  /** How many distinct values it has. */
  values: number
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
  /** What slips cost, and how many a word may have. */
  typos: TypoSettings
  /** The codes of the languages. */
  languages: string[]
  /** The names of the keyboard layouts. */
  layouts: string[]
  /** How many synonym rules there are. */
  synonyms: number
  /** What scales the score when a form that a synonym made matched. */
  synonymFactor: number
  /** Whether texts are also found by their transliteration to Latin. */
  transliterate: boolean
  /** The fields of contexts, in the order of their bytes. */
  contexts: ContextInfo[]
  /** The seasons that records could name, with the multipliers of January to December as they were given. */
  seasons: Record<string, number[]>
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
  /**
   * Values by field, to filter and boost by: `{ city: 'moscow', category: ['doors', 'windows'] }`. At most 1,000
   * values of 1 to 1,000 bytes; the name of a field has up to 100; neither has control characters.
   */
  contexts?: Readonly<Record<string, ContextValue | readonly ContextValue[] | null | undefined>> | undefined
  /**
   * What multiplies the weight by the time of the year: 12 numbers from 0 to 100 for the 15th of January
   * to December, or the name of one of `seasons`. @defaultValue 1 all year round
   */
  season?: readonly number[] | string | undefined
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
  /**
   * The columns of contexts by field, in place of the member `contexts` that NDJSON has:
   * `{ city: 'city_id' }`. In CSV and TSV, `|` separates the values of a cell. None by default.
   */
  contexts?: Readonly<Record<string, string>> | undefined
  /** The column with the names of seasons, or the twelve columns with the numbers of January to December. */
  season?: string | readonly string[] | undefined
  /** The columns that become the members of a payload object. */
  payload?: readonly string[] | undefined
}

/** The constants of the score to build into an index. */
export interface QualityOptions {
  /** For a form typed whole, 0.001 to 1,000. @defaultValue 10 for kind `text`, 1 for `literal` */
  whole?: number | undefined
  /** For a prefix of a form, 0.001 to `whole`. @defaultValue 1 */
  prefix?: number | undefined
  /** For words inside a form, in any order, 0.001 to `prefix`. @defaultValue 0.05 */
  words?: number | undefined
  /** Slips divide the score by this to the power of their cost, 1 to 1,000. @defaultValue 1,000 */
  typoBase?: number | undefined
}

/** A budget of slips to build into an index. */
export interface TypoBudgetInput {
  /** From which typed length on it holds, in characters. */
  from: number
  /** The most edits, 0 to 2. */
  edits: number
  /** The most that they may cost together, 0 to 3. */
  cost: number
  /** Whether only swaps, doubled letters and neighboring keys are edits. @defaultValue false */
  cheapOnly?: boolean | undefined
}

/** What slips cost in an index, each 1/64 to 3 (`first` from 0), rounded to a multiple of that; and how many a word may have. */
export interface TypoOptions {
  /** A letter too much, or another one. @defaultValue 1 */
  edit?: number | undefined
  /** A letter too few. @defaultValue 0.5 */
  dropped?: number | undefined
  /** A letter in place of its neighbor on the keyboard. @defaultValue 0.75 */
  neighbor?: number | undefined
  /** A letter twice in place of once, or once in place of twice. @defaultValue 0.375 */
  doubled?: number | undefined
  /** Two neighboring letters swapped. @defaultValue 0.375 */
  swap?: number | undefined
  /** Letters in place of others that sound like them in one of the languages. @defaultValue 0.625 */
  sound?: number | undefined
  /** What a wrong first letter costs more, unless it is swapped. @defaultValue 0.5 */
  first?: number | undefined
  /**
   * The budgets, by rising `from`; they take the place of all those of before.
   * @defaultValue one cheap edit for 0.75 from 3 characters, one edit for 1.5 from 4, two for 2 from 7
   */
  budgets?: readonly TypoBudgetInput[] | undefined
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
  /** The codes of the languages of the texts (`ru`, `en`), for word forms and for letters that sound alike. */
  languages?: readonly string[] | undefined
  /** The names of the keyboard layouts that people may have typed on by mistake (`us`, `ru`). */
  layouts?: readonly string[] | undefined
  /**
   * Words and phrases that find each other, in the format of Solr and Elasticsearch: `a, b, c`, or
   * `a => b` where typing a finds b. The path of a file of rules, one a line, or an array of the rules.
   */
  synonyms?: string | URL | readonly string[] | undefined
  /** Scales the score when a form that a synonym made is what matched, 0 to 1. @defaultValue 0.05 */
  synonymFactor?: number | undefined
  /** Whether texts are also found by their transliteration to Latin. @defaultValue false */
  transliterate?: boolean | undefined
  /** What slips cost, and how many a word may have. */
  typos?: TypoOptions | undefined
  /** Seasons by name, for records that name one: 12 numbers from 0 to 100 each, January to December. */
  seasons?: Readonly<Record<string, readonly number[]>> | undefined
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
  /** Surface forms that synonyms made. */
  synonymForms: number
  /** Forms that synonyms would have made, past the 64 that an entry may have. */
  synonymsCut: number
  /** The size of the file in bytes. */
  bytes: number
  /** The content hash of the index, as 16 hexadecimal digits. */
  generation: string
  /** How long the build took, in milliseconds. */
  durationMs: number
}
