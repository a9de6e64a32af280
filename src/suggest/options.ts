import type { EntryId } from '../values.ts'
import type { BoostOptions } from './boost-options.ts'
import type { Boosts } from './boosts.ts'
import type { ContextValues } from './context-values.ts'

/** Options of one query. */
export interface SuggestOptions {
  /** The most suggestions to return, 1 to 1,000. @defaultValue 10 */
  limit?: number | undefined
  /** How many of the best to leave out; with `limit` at most 10,000. @defaultValue 0 */
  offset?: number | undefined
  /**
   * Whether slips are looked for: `auto`, while fewer entries match without them than are wanted, or
   * `never`. Words may still be left out, which `maxTier` ends. @defaultValue 'auto'
   */
  typos?: 'auto' | 'never' | undefined
  /**
   * How far a match may be relaxed: 0, not at all; 1, by other keyboard layouts and transliteration,
   * by free separators, and by words that are unfinished, joined or split; 2, by slips too; 3, by words
   * that are left out where nothing else is found. @defaultValue 3
   */
  maxTier?: 0 | 1 | 2 | 3 | undefined
  /**
   * The most that the slips of one word may cost, where a plain edit costs 1: 0 to 3. It lowers the
   * budgets of the index, and never raises them. @defaultValue 3
   */
  maxCost?: number | undefined
  /**
   * What slips cost: `weighted`, as the index has it, or `unit`, 1 each within the same budgets. For
   * measuring what the weights are worth. @defaultValue 'weighted'
   */
  costs?: 'weighted' | 'unit' | undefined
  /**
   * Which entries pass: those that have, in each of the fields, one of the values; a field without
   * values lets none pass. Nothing outside of it is returned, counted or explained. A field that
   * the index lacks is an error, a value finds nothing. At most 10,000 values. @defaultValue all pass
   */
  filter?: ContextValues | undefined
  /** Which entries never to return. @defaultValue none */
  exclude?: ExcludeOptions | undefined
  /**
   * Which entries the request may see at all: an entry must pass this and the rest. For servers that add
   * it to options of a client, which make it no wider. Given as `undefined` it is an error, so that a slip
   * leaves nothing open. @defaultValue all pass
   */
  restrict?: Restriction
  /** What multiplies scores: of this request, or prepared by `SuggestIndex.boosts`. @defaultValue nothing */
  boosts?: BoostOptions | Boosts | undefined
  /**
   * Ids of entries to put first, in this order, if they match in an allowed tier and pass; at most
   * 1,000. Ids that the index lacks do nothing. @defaultValue none
   */
  pin?: Iterable<EntryId> | undefined
  /**
   * The day of the season: a `Date`, or an ISO string with or without a time (`2026-01-15`), of the
   * years 1 to 9999. The day in UTC counts; a time without a zone is UTC. @defaultValue today
   */
  at?: Date | string | undefined
  /**
   * Whether each suggestion says what made its score and its match. For people: such an answer takes
   * several times as long. @defaultValue false
   */
  explain?: boolean | undefined
  /**
   * Whether to count the entries that match, up to 10,000: so many more are searched for. @defaultValue false
   */
  total?: boolean | undefined
  /**
   * Whether each text is shown once: of the entries with the same text, byte for byte, only the best one
   * that matches and passes, across tiers and pages. A pinned entry stands for its text, and `total` counts
   * texts. @defaultValue false
   */
  distinct?: boolean | undefined
}

/**
 * Which entries may be seen: those that pass `filter`, less those of `exclude`. It must have one of the
 * two, and no member that is `undefined`, so that a slip of a server is an error and no open wall. Its
 * limits are its own.
 */
export interface Restriction {
  /** As the option `filter` of a query: at least one field, at most 10,000 values. */
  filter?: ContextValues
  /** As the option `exclude` of a query: at most 1,000 ids and 1,000 values. */
  exclude?: ExcludeOptions
}

/** Options of `SuggestIndex.get`. */
export interface GetOptions {
  /** Which entries pass, as for a query. An entry that does not is not found. @defaultValue all pass */
  filter?: ContextValues | undefined
  /** Which entries are never found, as for a query. @defaultValue none */
  exclude?: ExcludeOptions | undefined
}

/** Entries never to return, by id and by the values of their contexts. */
export interface ExcludeOptions {
  /** Ids, at most 10,000; those that the index lacks do nothing. */
  ids?: Iterable<EntryId> | undefined
  /** Values by field: an entry that has any of them is left out. At most 10,000 values. */
  contexts?: ContextValues | undefined
}
