import { widthOf } from './cells.ts'

// At least two decimals and six significant digits: 1,234,567.89 and 0.000012.
const NUMBER = new Intl.NumberFormat('en-US', {
  maximumFractionDigits: 2,
  maximumSignificantDigits: 6,
  roundingPriority: 'morePrecision',
})
const UNITS = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB']

/** Writes `number` with thousands separators; the very large and the very small with an exponent. */
export function formatNumber(number: number): string {
  const size = Math.abs(number)
  return number !== 0 && (size < 1e-6 || size >= 1e21) ? String(number).replace('e+', 'e') : NUMBER.format(number)
}

/** Writes a size with the largest fitting binary unit. */
export function formatBytes(bytes: number): string {
  let unit = 0
  let size = bytes
  while (size >= 1024 && unit < UNITS.length - 1) {
    size /= 1024
    unit += 1
  }
  const digits = unit === 0 || size >= 100 ? 0 : 1
  return `${NUMBER.format(Number(size.toFixed(digits)))} ${UNITS[unit]}`
}

/** Writes a duration. */
export function formatDuration(ms: number): string {
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`
}

/**
 * Lays `rows` out in columns, two spaces apart, each line with an end.
 *
 * @param align - For each column, whether it is flush `left` or `right`.
 */
export function table(rows: readonly (readonly string[])[], align: readonly ('left' | 'right')[]): string {
  const widths = align.map((_, column) => Math.max(0, ...rows.map((row) => widthOf(row[column] ?? ''))))
  const lines = rows.map((row) =>
    align
      .map((side, column) => {
        const cell = row[column] ?? ''
        const padding = ' '.repeat((widths[column] ?? 0) - widthOf(cell))
        return side === 'left' ? cell + padding : padding + cell
      })
      .join('  ')
      .trimEnd(),
  )
  return lines.map((line) => `${line}\n`).join('')
}
