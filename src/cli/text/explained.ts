import { styleText } from 'node:util'
import type { Edit, ExplainedWord, Explanation, Suggestion } from '../../index.ts'
import { shownFields } from '../../shown-fields.ts'
import { cut } from './cells.ts'
import { printable } from './printable.ts'
import { formatNumber, table } from './table.ts'

const TIERS = ['as typed', 'relaxed', 'with slips', 'with words left out']
const KINDS = { whole: 'typed whole', prefix: 'its beginning', words: 'words in any order' } as const
const REASONS = {
  neighbor: ', a neighboring key',
  doubled: '',
  halved: '',
  sound: ', which sounds alike',
  letters: ', by the costs of letters',
  spacing: '',
} as const
const INDENT = '   '

/** How explained suggestions are laid out. */
export interface Layout {
  /** The place of the first suggestion, from 1. */
  first: number
  /** The fields of the payload to show beside the text. */
  show: readonly string[]
  /** The cells of the terminal, to which lines are cut; for a pipe none, and no style. */
  width?: number | undefined
}

/**
 * Lays explained suggestions out, each as a table: how it matched, what its slips are, and what made
 * its score.
 *
 * @param layout - How the suggestions are laid out.
 */
export function explainedSuggestions(suggestions: readonly Suggestion[], layout: Layout): string {
  const { first, show, width } = layout
  const fit = (line: string) => (width === undefined ? line : cut(line, width))
  const blocks = suggestions.map((suggestion, place) => {
    const [heading = '', ...lines] = linesOf(suggestion, first + place, show).map(fit)
    return `${[width === undefined ? heading : styleText('bold', heading), ...lines].join('\n')}\n`
  })
  return blocks.join('\n')
}

function linesOf(suggestion: Suggestion, place: number, show: readonly string[]): string[] {
  const { text, payload, explain } = suggestion
  const heading = `${place}. ${[text, ...shownFields(payload, show)].map(printable).join(', ')}`
  if (explain === undefined) return [heading]
  const matched = table(matchOf(suggestion, explain), ['left', 'left'])
  const factors = table(factorsOf(suggestion, explain), ['left', 'right', 'left'])
  const lines = `${matched}${factors}`.trimEnd().split('\n')
  return [heading, ...lines.map((line) => INDENT + line)]
}

/** The names of the rows stand in one column, whatever the table. */
function row(name: string, ...cells: string[]): string[] {
  return [name.padEnd('contexts'.length), ...cells]
}

function matchOf({ text, id, match }: Suggestion, explain: Explanation): string[][] {
  const rows = [row('tier', `${match.tier}, ${TIERS[match.tier] ?? ''}`)]
  if (id !== undefined) rows.unshift(row('id', printable(id)))
  const form = match.surface === text ? 'the text' : printable(match.surface)
  rows.push(row('matched', `${form}: ${KINDS[match.kind]}`))
  if (match.via.length > 0) rows.push(row('via', match.via.join(', ')))
  const { layout, readAs, words, pinned } = explain
  if (layout !== undefined) rows.push(row('layout', `typed on ${layout.typed}, meant on ${layout.meant}`))
  if (match.dropped !== undefined) rows.push(row('without', printable(match.dropped.join(' '))))
  if (readAs.length > 0) rows.push(row('read as', printable(readAs.join(' '))))
  for (const word of words) {
    if (word.byStem || word.edits.length > 0) rows.push(row(word.byStem ? 'stem' : 'slip', wordText(word)))
  }
  if (pinned) rows.push(row('pinned', 'yes: it comes first whatever its score'))
  return rows
}

function factorsOf({ text, score, weight, match }: Suggestion, explain: Explanation): string[][] {
  const { factor, season, contexts, boost, quality, slips, dropped } = explain
  // Slips lower the constants of these kinds.
  const isSlipped = match.cost > 0 && match.kind !== 'prefix'
  const times = (number: number) => `× ${formatNumber(number)}`
  return [
    row('weight', formatNumber(weight), 'of the entry'),
    row('factor', times(factor), match.surface === text ? 'of the text' : 'of another form than the text'),
    row('season', times(season), 'of the entry on that day'),
    row('contexts', times(contexts), 'boosts of its contexts'),
    row('boost', times(boost), 'of the entry itself'),
    row('quality', times(quality), `for ${KINDS[match.kind]}${isSlipped ? ', with slips' : ''}`),
    row('slips', times(slips), match.cost === 0 ? 'none' : `for the cost ${formatNumber(match.cost)}`),
    row('dropped', times(dropped), match.dropped === undefined ? 'none' : 'for the words left out'),
    row('score', `= ${formatNumber(score)}`),
  ]
}

/** Says how a typed word became a word of the form. */
function wordText({ typed, word, byStem, edits }: ExplainedWord): string {
  const [was, is] = [printable(typed), printable(word)]
  if (byStem) return `typed ${was}, found ${is}, a form of the same word`
  const lengthOf = (text: string) => [...text].length
  // What was typed, less its slips, is as long as the word where all of it was typed.
  const more = edits.reduce((sum, { typed, meant }) => sum + lengthOf(typed) - lengthOf(meant), 0)
  const isWhole = lengthOf(typed) - more === lengthOf(word)
  const told = edits.map((edit) => `${editText(edit)} (${formatNumber(edit.cost)})`)
  return `typed ${was}, meant ${isWhole ? is : `the start of ${is}`}: ${told.join('; ')}`
}

/** Says in words what was typed in place of what was meant. */
export function editText({ kind, because, typed, meant }: Edit): string {
  const [was, is] = [printable(typed), printable(meant)]
  const why = because === undefined ? '' : REASONS[because]
  switch (kind) {
    case 'replaced':
      return `substituted ${is} by ${was}${why}`
    case 'added':
      if (because === 'spacing') return 'added a separator'
      return because === 'doubled' ? `doubled ${was}` : `added ${was}${why}`
    case 'dropped':
      if (because === 'spacing') return 'left out a separator'
      return because === 'halved' ? `left out ${is} of a double` : `left out ${is}${why}`
    case 'swapped':
      return `swapped ${is}${why}`
  }
}
