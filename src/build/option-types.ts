import type { Kind } from '../values.ts'
import type { BuildProgress } from './report.ts'

/** Options of `buildIndex`. */
export interface BuildOptions {
  /** What the index holds. @defaultValue 'text' */
  kind?: Kind | undefined
  /** Which columns or fields of the input to use. */
  columns?: ColumnOptions | undefined
  /**
   * The format of the input, for names that do not tell it and for standard input; it goes before the name.
   * Without it, an input that begins as JSON does is JSON.
   */
  format?: 'ndjson' | 'json' | 'csv' | 'tsv' | undefined
  /**
   * Whether the first row of CSV and TSV is a header. Without one, `columns` has numbers from 1: `{ text: '2' }`.
   * @defaultValue true
   */
  header?: boolean | undefined
  /**
   * What separates the cells of CSV and TSV: one ASCII character that is no letter, digit, quote or line end, or
   * `tab`. By default that of the format, or the one of `,` `;` tab and `|` by which the first row has the columns.
   */
  delimiter?: string | undefined
  /**
   * The encoding of files without a byte order mark, by a label of the Encoding Standard: `windows-1252`, `utf-16le`,
   * `shift_jis`. Records of JavaScript have none. @defaultValue 'UTF-8'
   */
  encoding?: string | undefined
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
  /**
   * Whether words are also found by a part of at least three letters that does not begin them, such as
   * `maschine` in Kaffeemaschine. @defaultValue false
   */
  inside?: boolean | undefined
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

/**
 * Which columns, or members of JSON, fill the fields of a record. By default those of the same name. Members of
 * objects have paths: `name.common`.
 */
export interface ColumnOptions {
  /** The column of the text. */
  text?: string | undefined
  /** The column of the id. */
  id?: string | undefined
  /** The column of the weight. */
  weight?: string | undefined
  /** The column of the aliases, or several. In CSV and TSV, `|` separates the aliases of a cell. */
  aliases?: string | readonly string[] | undefined
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
  /** For a form typed whole, 0.001 to 1,000. With slips it rises to this from `prefix`, from 5 to 10 letters. @defaultValue 10 for kind `text`, 1 for `literal` */
  whole?: number | undefined
  /** For a prefix of a form, 0.001 to `whole`. @defaultValue 1 */
  prefix?: number | undefined
  /** For words inside a form, in any order, 0.001 to `prefix`. @defaultValue 0.05 */
  words?: number | undefined
  /** The same for a match with slips, 0.00001 to `words`. @defaultValue 0.005 */
  slippedWords?: number | undefined
  /** What multiplies `whole` and `prefix` for a form with the marks and signs of the query, 1 to 1,000. @defaultValue 3 */
  verbatim?: number | undefined
  /** Slips divide the score by this to the power of their cost, 1 to 1,000,000. @defaultValue 10,000 */
  typoBase?: number | undefined
  /**
   * Words left out divide the score by this to the power of their share of the letters, 1 to 1,000,000.
   * @defaultValue 10,000
   */
  dropBase?: number | undefined
}

/**
 * Costs of edits by what was typed, then by what was meant, each 1/64 to 3: `{ e: { a: 0.5 } }`.
 *
 * Each side is one letter as it stands in keys, in lower case and for kind `text` without marks. It
 * is empty if a letter was left out, or typed too much. Two letters typed for the same two turned
 * around are a swap.
 */
export type LetterCosts = Readonly<Record<string, Readonly<Record<string, number>>>>

/** What slips cost in an index, each 1/64 to 3 (`first` from 0), rounded to a multiple of that; and how many a word may have. */
export interface TypoOptions {
  /** A letter too much, or another one. @defaultValue 1 */
  edit?: number | undefined
  /** A letter too few. @defaultValue 0.5 */
  dropped?: number | undefined
  /** A letter in place of its neighbor on the keyboard. @defaultValue 0.75 */
  neighbor?: number | undefined
  /** A letter twice in place of once. @defaultValue 0.5 */
  doubled?: number | undefined
  /** A letter once in place of twice. @defaultValue 0.375 */
  halved?: number | undefined
  /** Two neighboring letters swapped. @defaultValue 0.375 */
  swap?: number | undefined
  /** Letters in place of others that sound like them in one of the languages. @defaultValue 0.625 */
  sound?: number | undefined
  /** What a wrong first letter costs more, unless it is swapped. @defaultValue 0.5 */
  first?: number | undefined
  /** Costs of single edits by letters, at most 10,000; none by default. */
  letters?: LetterCosts | undefined
  /** How many slips a word may have. */
  budgets?: TypoBudgetOptions | undefined
}

/** The budgets of slips to build into an index, each list by rising `from`. A list takes the place of the default one. */
export interface TypoBudgetOptions {
  /**
   * Of a word that is the last of the query, and goes on.
   * @defaultValue one cheap edit for 0.75 from 3 characters, one edit for 1.5 from 4, two for 2 from 7
   */
  open?: readonly TypoBudgetInput[] | undefined
  /**
   * Of a word that white space follows.
   * @defaultValue one cheap edit for 0.75 from 3 characters, one edit for 1.5 from 4, two for 2.5 from 5
   */
  closed?: readonly TypoBudgetInput[] | undefined
}

/** A budget of slips to build into an index. */
export interface TypoBudgetInput {
  /** From which typed length on it holds, in characters. */
  from: number
  /** The most edits, 0 to 2. Two where the first letter is right. */
  edits: number
  /** The most that they may cost together, 0 to 3. */
  cost: number
  /** Whether only swaps, letters twice or once, and neighboring keys are edits. @defaultValue false */
  cheapOnly?: boolean | undefined
}
