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
