import { listed, quoted } from './error-text.ts'

/** The name that stands for the payload itself. */
const WHOLE = '.'

/**
 * Returns the text to show of the field `name` of a payload, or the empty text if it holds none.
 *
 * `country` is a member, `names.en` one inside another, `codes.0` an item of a list, and `.` the payload itself, which
 * may be a plain text. A member whose own name has a dot goes before the way through the members. Texts, numbers and
 * truth values are shown as they are, and a list as its items with commas between them. Any other object is shown as
 * JSON, so that whoever asked for it sees which fields it has.
 */
export function shownField(payload: unknown, name: string): string {
  return textOf(name === WHOLE ? payload : memberOf(payload, name))
}

/** Returns the texts of several fields in their order, without those that hold none. */
export function shownFields(payload: unknown, names: readonly string[]): string[] {
  return names.map((name) => shownField(payload, name)).filter((text) => text !== '')
}

/**
 * Says which of the names show nothing of any of the payloads, such as those with a slip: a sentence for each, without
 * its stop.
 *
 * @param payloads - Those of the best entries of an index.
 */
export function complaintsOfFields(payloads: readonly unknown[], names: readonly string[]): string[] {
  if (payloads.length === 0) return []
  const members = payloads.flatMap((payload) =>
    isObject(payload) && !Array.isArray(payload) ? Object.keys(payload) : [],
  )
  const available = [...new Set(members)]
  const has = available.length === 0 ? 'their payloads have no fields' : `their payloads have ${listed(available)}`
  return names
    .filter((name) => payloads.every((payload) => shownField(payload, name) === ''))
    .map((name) => `none of the best entries has ${quoted(name)} to show; ${has}`)
}

function memberOf(value: unknown, name: string): unknown {
  // What a list or a text has by itself, such as its length, is no part of a payload.
  if (!isObject(value) || (Array.isArray(value) && !/^\d/.test(name))) return undefined
  if (Object.hasOwn(value, name)) return value[name]
  for (let dot = name.indexOf('.'); dot !== -1; dot = name.indexOf('.', dot + 1)) {
    const first = name.slice(0, dot)
    const found = Object.hasOwn(value, first) ? memberOf(value[first], name.slice(dot + 1)) : undefined
    if (found !== undefined) return found
  }
  return undefined
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return ''
  if (Array.isArray(value)) {
    return value
      .map(textOf)
      .filter((text) => text !== '')
      .join(', ')
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
