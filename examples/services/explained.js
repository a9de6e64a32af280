// Takes one answer apart.

/** Returns rows of what a score is made of, for a query with everything in it. */
export function explained(index) {
  const query = 'устоновка двери'
  const options = { at: '2026-10-15', boosts: { contexts: { category: { doors: 2 } } }, explain: true, limit: 1 }
  const [{ text, weight, score, match, explain }] = index.suggest(query, options).suggestions
  const { factor, season, contexts, boost, quality, slips, words } = explain
  return [
    ['typed', query],
    ['found', `${text} (by the form «${match.surface}»)`],
    ['weight', weight],
    ['× factor of the form', factor],
    ['× season on 15 October', season],
    ['× boosts of contexts', contexts],
    ['× boost of the entry', boost],
    [`× quality of «${match.kind}»`, quality],
    ['× slips', slips.toFixed(4)],
    ['= score', score.toFixed(2)],
    ...words.map(({ typed, word, cost }) => [
      `word «${typed}»`,
      `is «${word}»${cost > 0 ? `, at a typo cost of ${cost}` : ''}`,
    ]),
  ]
}
