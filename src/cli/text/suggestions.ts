import { styleText } from 'node:util'
import type { Match, Suggestion } from '../../index.ts'
import { shownField } from '../../shown-fields.ts'
import { cut, widthOf } from './cells.ts'
import { bold } from './highlight.ts'
import { printable } from './printable.ts'
import { formatNumber, table } from './table.ts'

interface Column {
  heading: string
  align: 'left' | 'right'
  /** The cell, without any style. */
  cell(suggestion: Suggestion): string
  /** Whether it is left out where too little of it would be seen. */
  isDropped?: boolean
  /** Styles a cell that may be cut. */
  paint?(cell: string, suggestion: Suggestion): string
}

const TEXT: Column = {
  heading: 'text',
  align: 'left',
  cell: ({ text }) => printable(text),
  paint(cell, { text, highlights }) {
    const shown = printable(text)
    const place = (offset: number) => printable(text.slice(0, offset)).length
    const ranges = highlights.map(({ start, end }) => ({ start: place(start), end: place(end) }))
    return bold(cell, ranges, cell === shown ? cell.length : cell.length - 1)
  },
}
const SCORE: Column = { heading: 'score', align: 'right', cell: ({ score }) => formatNumber(score) }
const ID: Column = { heading: 'id', align: 'left', cell: ({ id }) => printable(id ?? '') }
const MATCH: Column = { heading: 'match', align: 'left', cell: ({ match }) => howMatched(match) }
const FORM: Column = {
  heading: 'matched form',
  align: 'left',
  cell: ({ text, match }) => (match.surface === text ? '' : `(${printable(match.surface)})`),
}
const PAYLOAD: Column = {
  heading: 'payload',
  align: 'left',
  isDropped: true,
  cell: ({ payload }) => (payload === undefined ? '' : printable(JSON.stringify(payload))),
  paint: (cell) => styleText('dim', cell),
}

const GAP = 2
/** Which columns become narrower where the terminal is too narrow, in this order, down to how many cells. */
const SHRINKING: readonly (readonly [Column, number])[] = [
  [PAYLOAD, 24],
  [TEXT, 32],
  [FORM, 12],
  [PAYLOAD, 0],
  [TEXT, 16],
  [FORM, 8],
  [ID, 8],
  [MATCH, 10],
]
/** A payload, or a field of one, that would be cut to fewer cells says nothing and is left out. */
const LEAST_PAYLOAD = 10
/** A field of the payload is cut to so many cells before any other column is. */
const FIELD = 24

/**
 * Says in a few words how a suggestion matched if what was typed is not the beginning of a form as it
 * stands: by what of the API, and at which cost. An alias is not among them: the form itself is shown.
 */
function howMatched({ kind, via, cost, dropped = [] }: Match): string {
  // The words that were left out are told by themselves.
  const ways: string[] = via.filter((way) => way !== 'alias' && way !== 'dropped')
  // Both say that words were found.
  if (kind === 'words' && !ways.includes('stem') && !ways.includes('open-words')) ways.unshift('words')
  if (cost > 0) ways.push(`typo ${formatNumber(cost)}`)
  if (dropped.length > 0) ways.push(`without ${dropped.map(printable).join(' ')}`)
  return ways.join(', ')
}

/** The column of a field of the payload. */
function fieldColumn(name: string): Column {
  return {
    heading: printable(name === '.' ? 'payload' : name),
    align: 'left',
    isDropped: true,
    cell: ({ payload }) => printable(shownField(payload, name)),
  }
}

/** Lays suggestions out for a pipe: every text whole, no style, no heading, and the fields `show` beside the text. */
export function plainSuggestions(suggestions: readonly Suggestion[], show: readonly string[] = []): string {
  const cells = (column: Column) => suggestions.map((suggestion) => column.cell(suggestion))
  const columns = [TEXT, ...show.map(fieldColumn), SCORE, ID, MATCH, FORM].filter((column) =>
    cells(column).some((cell) => cell !== ''),
  )
  const rows = suggestions.map((suggestion) => columns.map((column) => column.cell(suggestion)))
  return table(rows, alignOf(columns))
}

/**
 * Lays suggestions out for a terminal of `width` cells, cut to it: with a heading, and the payload at the end or its
 * fields `show` beside the text.
 */
export function styledSuggestions(
  suggestions: readonly Suggestion[],
  width: number,
  show: readonly string[] = [],
): string {
  if (suggestions.length === 0) return ''
  const fields = show.map(fieldColumn)
  const payload = show.length === 0 ? [PAYLOAD] : []
  const shrinking = [
    ...fields.map((field) => [field, FIELD] as const),
    ...SHRINKING,
    // The last goes first where there is no place for all.
    ...fields.toReversed().map((field) => [field, 0] as const),
  ]
  const columns = widthsWithin(width, [TEXT, ...fields, SCORE, ID, MATCH, FORM, ...payload], shrinking, suggestions)
  const shown = [...columns.keys()]
  const heading = shown.map((column) => styleText('dim', cut(column.heading, columns.get(column) ?? 0)))
  const rows = suggestions.map((suggestion) =>
    shown.map((column) => {
      const cell = cut(column.cell(suggestion), columns.get(column) ?? 0)
      return cell === '' ? '' : (column.paint?.(cell, suggestion) ?? cell)
    }),
  )
  return table([heading, ...rows], alignOf(shown))
}

/** Returns the columns that hold anything, each with the width it may have. */
function widthsWithin(
  width: number,
  columns: readonly Column[],
  shrinking: typeof SHRINKING,
  suggestions: readonly Suggestion[],
): Map<Column, number> {
  const widths = new Map<Column, number>()
  for (const column of columns) {
    const widest = Math.max(...suggestions.map((suggestion) => widthOf(column.cell(suggestion))))
    if (widest > 0) widths.set(column, Math.max(widest, widthOf(column.heading)))
  }
  for (const [column, least] of shrinking) {
    const own = widths.get(column)
    if (own === undefined) continue
    const total = [...widths.values()].reduce((sum, one) => sum + one + GAP, -GAP)
    const narrowed = Math.max(Math.min(own, least), own - Math.max(0, total - width))
    if (column.isDropped && narrowed < Math.min(own, LEAST_PAYLOAD)) widths.delete(column)
    else widths.set(column, narrowed)
  }
  return widths
}

function alignOf(columns: readonly Column[]): ('left' | 'right')[] {
  return columns.map(({ align }) => align)
}
