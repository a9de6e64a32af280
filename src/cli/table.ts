import { stripVTControlCharacters } from 'node:util'

const NUMBER = new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 })
const UNITS = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB']

/** Writes `number` with thousands separators and at most two decimals. */
export function formatNumber(number: number): string {
  return NUMBER.format(number)
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

const SEGMENTER = new Intl.Segmenter()
const WIDE =
  /\p{Emoji_Presentation}|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\uFF01-\uFF60]/u

/** How many cells of a terminal `text` takes. */
function widthOf(text: string): number {
  let width = 0
  for (const { segment } of SEGMENTER.segment(stripVTControlCharacters(text))) width += WIDE.test(segment) ? 2 : 1
  return width
}
