/** Finds the figures in which a peer beats mapahead, for the first paragraph of the page. */

/** From how many times on a figure is better: less is chance. */
const AT_LEAST = 1.05
/** Who finds less than this share of the names that mapahead finds was not asked the same, however fast it is. */
const FOUND_AT_LEAST = 0.9

/** What is compared: how it is read from a row, and how a difference is said. Less is better, unless `isMore`. */
const COLUMNS = [
  { name: (set) => `p50 of ${set}`, kinds: ['prefix', 'slip'], of: (set) => set.p50 },
  { name: (set) => `p99 of ${set}`, kinds: ['prefix', 'slip'], of: (set) => set.p99 },
  { name: (set) => `names found with ${set}`, kinds: ['slip'], of: (set) => set.found, isMore: true },
  { name: () => 'the mean keystroke', kinds: ['session'], of: (set) => set.mean },
]

/** Returns `{ peer, column, corpus, times }` for each figure of a peer that is better than that of mapahead. */
export function winsOf(corpora) {
  const wins = []
  for (const [corpus, { rows }] of Object.entries(corpora)) {
    const ours = rows.find(({ peer }) => peer === 'mapahead')
    for (const row of rows) {
      if (row === ours) continue
      wins.push(...setWins(corpus, ours, row), ...sizeWins(corpus, ours, row))
    }
  }
  return wins.filter(({ times }) => times >= AT_LEAST)
}

function setWins(corpus, ours, row) {
  return Object.entries(row.sets).flatMap(([name, set]) => {
    // Who answers a prefix otherwise than by the ten best was asked something easier.
    if (set.kind === 'prefix' && set.exact < 1) return []
    const findsLess = set.kind === 'slip' && set.found < FOUND_AT_LEAST * ours.sets[name].found
    const columns = COLUMNS.filter(({ kinds, isMore }) => kinds.includes(set.kind) && (isMore || !findsLess))
    return columns.map(({ name: label, of, isMore }) => {
      const [mine, theirs] = [of(ours.sets[name]), of(set)]
      return { peer: row.peer, column: label(name), corpus, times: isMore ? theirs / mine : mine / theirs }
    })
  })
}

function sizeWins(corpus, ours, row) {
  const of = (column, mine, theirs) => ({ peer: row.peer, column, corpus, times: mine / theirs })
  const wins = [of('the time of a build', buildMs(ours), buildMs(row))]
  if (row.bytes) wins.push(of('the size of the file', ours.bytes, row.bytes))
  for (const [count, bytes] of Object.entries(row.memory ?? {})) {
    wins.push(of(`memory in ${count === '1' ? 'one process' : `${count} processes`}`, ours.memory[count], bytes))
  }
  return wins
}

/** How long it takes until the peer can be asked for the first time, in milliseconds. */
export function buildMs({ ms, prepareMs = 0 }) {
  return ms + prepareMs
}
