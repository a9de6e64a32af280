import type { JsEntry } from '../native/addon.ts'
import { parsePayload } from './decode.ts'

/** An indexed record, as `SuggestIndex.get` finds it. `Payload` is the type of the payloads of the index. */
export interface Entry<Payload = unknown> {
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
  payload?: Payload
}

/** A record as `SuggestIndex.entries` reads it back: what `buildIndex` takes. */
export interface EntryRecord<Payload = unknown> extends Entry<Payload> {
  /** The aliases in the order given, each with its factor; absent if there are none. */
  aliases?: { text: string; factor: number }[]
}

/**
 * Parses records that the addon wrote.
 *
 * @param path - The index file, for messages.
 */
export function parseRecords(json: string, path: string): EntryRecord[] {
  // The core writes all but the payloads, so these are to blame for what is no JSON.
  return parsePayload(json, path) as EntryRecord[]
}

/**
 * Makes an entry of what the addon found. What the record did not have is no member of it.
 *
 * @param path - The index file, for messages.
 */
export function entryOf(found: JsEntry, path: string): Entry {
  const entry: Entry = { text: found.text, ...(found.id !== undefined && { id: found.id }), weight: found.weight }
  if (found.contexts.length > 0) {
    entry.contexts = Object.fromEntries(found.contexts.map(({ field, values }) => [field, values]))
  }
  if (found.season !== undefined) entry.season = found.season
  if (found.payload !== undefined) entry.payload = parsePayload(found.payload, path)
  return entry
}
