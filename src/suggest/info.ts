import type { FormCounts, Kind } from '../values.ts'

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
  /** Whether words are also found by a part of at least three letters that does not begin them. */
  inside: boolean
  /** The fields of contexts, in the order of their bytes. */
  contexts: ContextInfo[]
  /** The seasons that records could name, with the multipliers of January to December as they were given. */
  seasons: Record<string, number[]>
  /** How many forms there are of each kind besides the texts. */
  forms: FormCounts
  /** The sections, in file order. */
  sections: SectionInfo[]
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

/** The constants of the score: how much the part of a surface form that was typed counts, and what slips do. */
export interface Quality {
  /** For a form that was typed whole. With slips it rises to this from `prefix`, from 5 to 10 typed letters. */
  whole: number
  /** For a prefix of a form. */
  prefix: number
  /** For words inside a form. */
  words: number
  /** For words inside a form, with slips. */
  slippedWords: number
  /** What multiplies `whole` and `prefix` for a form with the marks and signs of the query. */
  verbatim: number
  /** Slips divide the score by this to the power of their cost. */
  typoBase: number
  /** Words left out divide the score by this to the power of their share of the letters. */
  dropBase: number
}

/** What slips cost, and how many a word may have. */
export interface TypoSettings {
  /** A letter too much, or another one. */
  edit: number
  /** A letter too few. */
  dropped: number
  /** A letter in place of its neighbor on the keyboard. */
  neighbor: number
  /** A letter twice in place of once. */
  doubled: number
  /** A letter once in place of twice. */
  halved: number
  /** Two neighboring letters swapped. */
  swap: number
  /** Letters in place of others that sound like them in one of the languages. */
  sound: number
  /** What a wrong first letter costs more, unless it is swapped. */
  first: number
  /** Costs of single edits by what was typed, then by what was meant, if the build had some. */
  letters?: Record<string, Record<string, number>>
  /** How many slips a word may have. */
  budgets: TypoBudgets
}

/** The budgets of words, each list by rising typed length. A shorter word than the first begins with has no slips. */
export interface TypoBudgets {
  /** Of a word that is the last of the query, and goes on. */
  open: TypoBudget[]
  /** Of a word that white space follows. */
  closed: TypoBudget[]
}

/** Bounds the slips of one typed word. */
export interface TypoBudget {
  /** From which typed length on it holds, in characters. */
  from: number
  /** The most edits; two where the first letter is right. */
  edits: number
  /** The most that they may cost together. */
  cost: number
  /** Whether only swaps, letters twice or once, and neighboring keys are edits. */
  cheapOnly: boolean
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
