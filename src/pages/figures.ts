const NUMBER = new Intl.NumberFormat('en', { maximumFractionDigits: 3 })
const SHORT = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 })

/** What stands where a figure is not known. */
const UNKNOWN = '–'

/** Shows a number with up to three decimals: `12,345.25`. */
export function formatNumber(value: number): string {
  return NUMBER.format(value)
}

/** Shows a duration in milliseconds to three digits, `0.042 ms`, or as unknown. */
export function formatMs(value: number | null | undefined): string {
  return value == null ? UNKNOWN : `${SHORT.format(value)} ms`
}

/** Shows a number to three digits if it is small, and whole if it is large: `0.25`, `1,234`. */
export function formatRate(value: number): string {
  return value < 100 ? SHORT.format(value) : NUMBER.format(Math.round(value))
}

/** Shows bytes in megabytes of a million bytes, as the command line does, or as unknown. */
export function formatBytes(value: number | null): string {
  if (value === null) return UNKNOWN
  if (value === 0) return '0'
  if (value < 1e6) return `${SHORT.format(value / 1e3)} kB`
  if (value < 1e9) return `${SHORT.format(value / 1e6)} MB`
  return `${SHORT.format(value / 1e9)} GB`
}

/** Shows seconds by their two largest units: `3 h 12 min`. */
export function formatUptime(seconds: number): string {
  const units: readonly (readonly [string, number])[] = [
    ['d', 86_400],
    ['h', 3_600],
    ['min', 60],
    ['s', 1],
  ]
  const first = units.findIndex(([, length]) => seconds >= length)
  if (first === -1) return '0 s'
  return units
    .slice(first, first + 2)
    .map(([unit, length], place) => {
      const before = units[first + place - 1]?.[1]
      const rest = place === 0 || before === undefined ? seconds : seconds % before
      return `${Math.floor(rest / length)} ${unit}`
    })
    .join(' ')
}
