/**
 * Decides whether queries take more instructions than they may, and what the file of the counts holds next.
 *
 * The file has the `toolchain` that compiled what was counted, the `counts` of a query by set, and `grown`: a line for each
 * growth that was meant, with the count before, the count after, and why. Counts only fall. So many small growths
 * together need a line as much as a large one.
 */

/** How many times as many instructions are no growth: compilers place code a little differently. */
export const ALLOWED = 1.03

/** Returns how many instructions a query of `set` may take, without what is allowed on top; `undefined` for a new set. */
export function mostOf(set, { counts, grown = [] }) {
  const to = grown.filter((line) => line.set === set).map((line) => line.to)
  return counts[set] === undefined ? undefined : Math.max(counts[set], ...to)
}

/** Returns the sets that take more than they may, each with its growth. */
export function grownSets(counts, baseline) {
  return Object.entries(counts)
    .map(([set, count]) => ({ set, count, most: mostOf(set, baseline) }))
    .filter(({ count, most }) => most !== undefined && count > most * ALLOWED)
}

/**
 * Returns what the file holds after a measurement: lower counts, new sets, and a line for each set that has grown.
 *
 * @param why - Why the sets that have grown may; without it they keep the counts that they had.
 */
export function updated({ counts: before, grown = [] }, counts, toolchain, why) {
  const lines = grownSets(counts, { counts: before, grown })
  const added = why === undefined ? [] : lines.map(({ set, count, most }) => ({ set, from: most, to: count, why }))
  const lower = ([set, count]) => [set, Math.min(count, before[set] ?? count)]
  const kept = grown.filter(({ set, from }) => counts[set] === undefined || counts[set] > from)
  return { toolchain, counts: Object.fromEntries(Object.entries(counts).map(lower)), grown: [...kept, ...added] }
}

/**
 * Returns what the counts of the parent commit allow, where the file is of another toolchain: the counts that this toolchain
 * measures there, grown as the lines say that were added since.
 *
 * @param measured - The counts of the parent, measured now.
 * @param parent - The file of the parent.
 * @param here - The file as it is now.
 */
export function ofParent(measured, { grown: before = [] }, { grown = [] }) {
  const isNew = (line) => !before.some((other) => JSON.stringify(other) === JSON.stringify(line))
  const lines = grown.filter((line) => isNew(line) && measured[line.set] !== undefined)
  const scaled = lines.map((line) => ({ ...line, to: (measured[line.set] * line.to) / line.from }))
  return { counts: measured, grown: scaled }
}
