/** A field of the contexts and one of its values. */
export type Pair = readonly [field: string, value: string]

/** Reads `FIELD=VALUE`; `undefined` if it is something else. A field may hold no `=`, a value anything. */
export function readPair(text: string): Pair | undefined {
  const place = text.indexOf('=')
  if (place < 1 || place === text.length - 1) return undefined
  return [text.slice(0, place), text.slice(place + 1)]
}

/** Reads `NAME:NUMBER`, of which the name may hold colons; `undefined` if it is something else. */
export function readBoost(text: string): readonly [name: string, boost: number] | undefined {
  const [, name, digits] = /^(.+):(\d+(?:\.\d+)?)$/s.exec(text) ?? []
  return name === undefined ? undefined : [name, Number(digits)]
}

/** Adds a value to those of its field. Values of one field are alternatives. */
export function withPair(
  contexts: Readonly<Record<string, readonly string[]>>,
  [field, value]: Pair,
): Record<string, readonly string[]> {
  // By entries, since a field may have the name of a member that every object has.
  const fields = new Map(Object.entries(contexts))
  fields.set(field, [...(fields.get(field) ?? []), value])
  return Object.fromEntries(fields)
}
