import { styleText } from 'node:util'
import type { Match, Suggestion } from '../../index.ts'
import { cut, widthOf } from './cells.ts'
import { bold } from './highlight.ts'
import { printable } from './printable.ts'
import { formatNumber, table } from './table.ts'

interface Column {
  heading: string
  align: 'left' | 'right'
  /** The cell, without any style. */
  cell(suggestion: Suggestion): string
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
/** A payload of fewer cells says nothing. */
const LEAST_PAYLOAD = 10

/**
 * Says in a few words how a suggestion matched if what was typed is not the beginning of a form as it
 * stands: by what of the API, and at which cost. An alias is not among them: the form itself is shown.
 */
function howMatched({ kind, via, cost }: Match): string {
  const ways: string[] = via.filter((way) => way !== 'alias')
  // Both say that words were found.
  if (kind === 'words' && !ways.includes('stem') && !ways.includes('open-words')) ways.unshift('words')
  if (cost > 0) ways.push(`typo ${formatNumber(cost)}`)
  return ways.join(', ')
}

/** Lays suggestions out for a pipe: every text whole, no style, no heading. */
export function plainSuggestions(suggestions: readonly Suggestion[]): string {
  const cells = (column: Column) => suggestions.map((suggestion) => column.cell(suggestion))
  const columns = [TEXT, SCORE, ID, MATCH, FORM].filter((column) => cells(column).some((cell) => cell !== ''))
  const rows = suggestions.map((suggestion) => columns.map((column) => column.cell(suggestion)))
  return table(rows, alignOf(columns))
}

/** Lays suggestions out for a terminal of `width` cells: with a heading and the payload, cut to the width. */
export function styledSuggestions(suggestions: readonly Suggestion[], width: number): string {
  if (suggestions.length === 0) return ''
  const columns = widthsWithin(width, [TEXT, SCORE, ID, MATCH, FORM, PAYLOAD], suggestions)
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
  suggestions: readonly Suggestion[],
): Map<Column, number> {
  const widths = new Map<Column, number>()
  for (const column of columns) {
    const widest = Math.max(...suggestions.map((suggestion) => widthOf(column.cell(suggestion))))
    if (widest > 0) widths.set(column, Math.max(widest, widthOf(column.heading)))
  }
  for (const [column, least] of SHRINKING) {
    const own = widths.get(column)
    if (own === undefined) continue
    const total = [...widths.values()].reduce((sum, one) => sum + one + GAP, -GAP)
    const narrowed = Math.max(Math.min(own, least), own - Math.max(0, total - width))
    if (column === PAYLOAD && narrowed < Math.min(own, LEAST_PAYLOAD)) widths.delete(column)
    else widths.set(column, narrowed)
  }
  return widths
}

function alignOf(columns: readonly Column[]): ('left' | 'right')[] {
  return columns.map(({ align }) => align)
}
