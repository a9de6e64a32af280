import type { FormCounts } from '../values.ts'

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

/** A column, or a member of records, that filled a field. */
export interface TakenColumn {
  /** The field: `text`, `weight` and so on, or `contexts.country` where an option names the column of a context. */
  field: string
  /** The column or member, as the input spells it. */
  column: string
}

/** How an input was read. */
export interface InputReport {
  /** The file, or what stands for it: `<stdin>`. */
  file: string
  /** The format. A table whose name says TSV is CSV if its cells turned out to be quoted or separated by other signs. */
  format: 'ndjson' | 'json' | 'csv' | 'tsv'
  /** What separates the cells of a table. */
  delimiter?: string
  /** Whether the delimiter was found in the first row or line, since neither an option nor the format says it. */
  delimiterFound: boolean
  /** The name of the encoding: `UTF-8`, `UTF-16LE`, `windows-1252`. */
  encoding: string
}

/** What the inputs hold and the index does not, since no field takes it. */
export interface IgnoredFields {
  /** The columns and members that no field took, those that most records have first. At most 100. */
  fields: IgnoredField[]
  /** How often records had a member of a further name. */
  others: number
  /** Records that should perhaps have a weight, in a build of which no record has one. */
  unweighted?: {
    /** The records without a weight beside a number that no field took. */
    records: number
    /** The columns or members with such numbers, at most 5. */
    beside: string[]
  }
}

/** A column or a member that no field took. */
export interface IgnoredField {
  /** Its name, as the header or the first record spells it. */
  name: string
  /** The records that have it, with a value, those that were skipped included. */
  records: number
  /** The name of a field, or of a column that an option names, that it looks like. */
  like?: string
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
  /** How many forms there are of each kind besides the texts. */
  forms: FormCounts
  /** Entries that could have more made forms than the 64 forms that each may have. */
  formsCut: number
  /** How each file and stream was read, in their order. Records of JavaScript are not among them. */
  inputs: InputReport[]
  /** The columns and members that filled the fields, by the order of the fields. */
  taken: TakenColumn[]
  /** What the inputs hold and the index does not, since no field takes it. */
  ignored: IgnoredFields
  /** Whether words are found by a part of at least three letters that does not begin them. */
  inside: boolean
  /** The size of the file in bytes. */
  bytes: number
  /** The content hash of the index, as 16 hexadecimal digits. */
  generation: string
  /** How long the build took, in milliseconds. */
  durationMs: number
}
