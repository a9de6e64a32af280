import type { Outcome } from './run.ts'

/** How the success of the same queries differs between two sides. */
export interface Changes {
  /** Queries that the first side alone answers well. */
  lost: number
  /** Queries that the second side alone answers well. */
  gained: number
  /** The share of success of the second side less that of the first. */
  difference: number
  /** A 95 % interval of the difference. */
  interval: [number, number]
  /** The sign test: how probable at least such an imbalance is if each change were the toss of a coin. */
  p: number
}

/** Compares the success of two sides within the first `cutoff` suggestions, query by query. */
export function changesOf(from: Outcome, to: Outcome, places: readonly number[], cutoff: number): Changes {
  const isHit = (rank = 0) => rank > 0 && rank <= cutoff
  let lost = 0
  let gained = 0
  for (const place of places) {
    const [before, after] = [isHit(from.ranks[place]), isHit(to.ranks[place])]
    if (before && !after) lost += 1
    if (after && !before) gained += 1
  }
  return {
    lost,
    gained,
    difference: (gained - lost) / places.length,
    interval: intervalOf(lost, gained, places.length),
    p: signTest(lost, gained),
  }
}

/** The 97.5 % point of the normal distribution. */
const Z = 1.959964

/**
 * Returns the 95 % interval of a difference of paired shares by Agresti and Min (2005): that of Wald
 * with half a query more in each of the four cells, which makes it right for few queries as well.
 */
export function intervalOf(lost: number, gained: number, queries: number): [number, number] {
  const total = queries + 2
  const middle = (gained - lost) / total
  const reach = (Z * Math.sqrt(lost + gained + 1 - (gained - lost) ** 2 / total)) / total
  return [Math.max(-1, middle - reach), Math.min(1, middle + reach)]
}

/**
 * Returns the two-sided p of the sign test, which is McNemar's: the smaller tail of B(n, 1/2), with
 * half of its end (mid-p), twice. The whole end calls chance what is none too often (Fagerland et al.,
 * 2013), and would contradict the interval.
 */
export function signTest(lost: number, gained: number): number {
  const changed = lost + gained
  const fewer = Math.min(lost, gained)
  // As logarithms, since 2^-n is no number any more for many queries.
  let logChoose = 0
  let tail = 0
  let end = 0
  for (let place = 0; place <= fewer; place += 1) {
    if (place > 0) logChoose += Math.log((changed - place + 1) / place)
    end = Math.exp(logChoose - changed * Math.LN2)
    tail += end
  }
  return Math.min(1, 2 * tail - end)
}
