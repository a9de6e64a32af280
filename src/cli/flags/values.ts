import { InvalidArgumentError } from 'commander'

/** Reads a number from a flag. */
export function parseNumber(text: string): number {
  // In digits: what else JavaScript takes for a number (0x2, 1_0, Infinity) is a slip here.
  if (!/^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text)) throw new InvalidArgumentError('It must be a number.')
  return Number(text)
}

const FACTORS = new Map([
  ['', 1],
  ['b', 1],
  ['kb', 1e3],
  ['mb', 1e6],
  ['gb', 1e9],
  ['kib', 2 ** 10],
  ['mib', 2 ** 20],
  ['gib', 2 ** 30],
  // A letter alone counts in powers of 1,024, as it does for other programs.
  ['k', 2 ** 10],
  ['m', 2 ** 20],
  ['g', 2 ** 30],
])

/** Reads a size in bytes from a flag, with a unit or without. */
export function parseBytes(text: string): number {
  const [, digits, unit] = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text) ?? []
  const factor = FACTORS.get(unit?.toLowerCase() ?? '?')
  if (digits === undefined || factor === undefined) {
    throw new InvalidArgumentError('It must be a size such as 536870912, 512M, 512MiB or 2GB.')
  }
  return Math.floor(Number(digits) * factor)
}

/** Writes a size as {@link parseBytes} reads it, with the largest unit that divides it. */
export function inBytesFlag(bytes: number): string {
  const [unit = '', factor = 1] = UNITS.find(([, factor]) => bytes >= factor && bytes % factor === 0) ?? []
  return `${bytes / factor}${unit}`
}

const UNITS = [
  ['GiB', 2 ** 30],
  ['MiB', 2 ** 20],
  ['KiB', 2 ** 10],
] as const

/** Reads names that commas separate from a flag, and adds them to those of the same flag before. */
export function parseNames(text: string, before: readonly string[] = []): string[] {
  return [...before, ...text.split(',').map((name) => name.trim())]
}

/** Reads names of payload fields that commas separate, and adds them to those of the flag before. */
export function parseFields(text: string, before: readonly string[] = []): string[] {
  const names = parseNames(text)
  if (names.includes('')) throw new InvalidArgumentError('It must be FIELD or FIELD,FIELD, such as country.')
  return [...new Set([...before, ...names])]
}

/** Reads a field and its column from a flag that may be there several times, and adds them to those before. */
export function parseContext(text: string, before: Readonly<Record<string, string>> = {}): Record<string, string> {
  const [, field = '', column = ''] = /^([^=]+)=(.+)$/s.exec(text) ?? []
  if (field === '') throw new InvalidArgumentError('It must be FIELD=COLUMN, such as city=city_id.')
  if (Object.hasOwn(before, field)) throw new InvalidArgumentError(`The field ${field} has a column already.`)
  return { ...before, [field]: column }
}
