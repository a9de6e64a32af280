import test from 'ava'
import { announcementOf, didYouMean, howMatched } from '../../src/pages/wording.ts'
import type { Match, Suggestion } from '../../src/suggest/suggestion.ts'

const WITHOUT: Match = { tier: 3, kind: 'whole', via: ['dropped'], surface: 'Oak', cost: 0, dropped: ['cheap', 'b'] }

test('words that were left out are said', (t) => {
  t.is(howMatched(WITHOUT), 'tier 3, words left out · whole · via dropped · without "cheap" and "b"')
  const suggestion: Suggestion = { text: 'Oak', score: 1, weight: 1, highlights: [], match: WITHOUT }
  const answer = { query: 'cheap oak b', suggestions: [suggestion], complete: true, generation: '0', isFailure: false }
  const note = didYouMean(answer as Parameters<typeof didYouMean>[0])
  t.is(note?.reason, 'Nothing matches all words: this is without "cheap" and "b".')
  t.regex(
    announcementOf(answer as Parameters<typeof announcementOf>[0], []),
    /^Nothing matches all words: .* Did you mean Oak\? /,
  )
})

test('an answer that leaves out no word says nothing of it', (t) => {
  const { dropped: _, ...match } = WITHOUT
  t.is(howMatched({ ...match, tier: 0, via: [] }), 'tier 0, exact · whole')
})
