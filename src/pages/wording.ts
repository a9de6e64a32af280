import { shownFields } from '../shown-fields.ts'
import type { Highlight, Match, Suggestion } from '../suggest/suggestion.ts'
import type { Answer } from './answers.ts'
import { formatNumber } from './figures.ts'

/** A piece of a text, and whether it was typed. */
export interface Segment {
  text: string
  isMatch: boolean
}

/** Why the best suggestion is not what was typed. */
export interface DidYouMean {
  /** The best suggestion. */
  suggestion: Suggestion
  /** A sentence. */
  reason: string
}

/** Cuts a text at its highlights; the pieces put together are the text. */
export function segmentsOf(text: string, highlights: readonly Highlight[]): Segment[] {
  const segments: Segment[] = []
  let end = 0
  for (const highlight of highlights) {
    segments.push({ text: text.slice(end, highlight.start), isMatch: false })
    segments.push({ text: text.slice(highlight.start, highlight.end), isMatch: true })
    end = highlight.end
  }
  segments.push({ text: text.slice(end), isMatch: false })
  return segments.filter((segment) => segment.text !== '')
}

/**
 * Returns what to ask back where the best suggestion was found on another keyboard layout, with slips or
 * without a word.
 */
export function didYouMean(answer: Answer): DidYouMean | undefined {
  const best = answer.isFailure ? undefined : answer.suggestions[0]
  if (best === undefined) return undefined
  const isLayout = best.match.via.includes('layout')
  const hasSlips = best.match.cost > 0
  const without = withoutWords(best.match)
  if (!isLayout && !hasSlips && without === undefined) return undefined
  const layout = 'This looks typed on another keyboard layout'
  const slips = isLayout ? `${layout}${hasSlips ? ', with a slip' : ''}.` : 'Nothing matches exactly as typed.'
  const reason = without === undefined ? slips : `Nothing matches all words: this is ${without}.`
  return { suggestion: best, reason }
}

/** Says which words a suggestion leaves out, if it leaves out any: `without "phone"`. */
export function withoutWords({ dropped = [] }: Match): string | undefined {
  return dropped.length === 0 ? undefined : `without ${dropped.map((word) => `"${word}"`).join(' and ')}`
}

/** Says in one line how a suggestion matched: `tier 2, slips · prefix · via layout · cost 0.5`. */
export function howMatched(match: Match): string {
  const tiers = ['exact', 'relaxed', 'slips', 'words left out']
  const parts = [`tier ${match.tier}, ${tiers[match.tier] ?? 'unknown'}`, match.kind]
  if (match.via.length > 0) parts.push(`via ${match.via.join(', ')}`)
  if (match.cost > 0) parts.push(`cost ${formatNumber(match.cost)}`)
  const without = withoutWords(match)
  if (without !== undefined) parts.push(without)
  return parts.join(' · ')
}

/** Returns the form that matched, where it is not the text itself. */
export function otherForm({ text, match }: Suggestion): string | undefined {
  return match.surface === text ? undefined : match.surface
}

/** Returns the text of a suggestion, with the fields of its payload that tell it from others: `London, GB`. */
export function nameOf({ text, payload }: Suggestion, show: readonly string[]): string {
  return [text, ...shownFields(payload, show)].join(', ')
}

/** What a screen reader hears of an answer. */
export function announcementOf(answer: Answer, show: readonly string[]): string {
  if (answer.isFailure) return `${answer.message} Trying again.`
  const count = answer.suggestions.length
  const [best] = answer.suggestions
  if (best === undefined) return 'No suggestions.'
  const note = didYouMean(answer)
  const asked = note === undefined ? '' : `${note.reason} Did you mean ${nameOf(best, show)}? `
  const first = note === undefined ? `, first ${nameOf(best, show)}` : ''
  return `${asked}${count} ${count === 1 ? 'suggestion' : 'suggestions'}${first}. Choose with the arrow keys.`
}
