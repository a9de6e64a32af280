import { type Changes, changesOf } from './changes.ts'
import { cutoffsFor, groupsOf, type Metrics, metricsOf } from './metrics.ts'
import type { EvalQuery } from './queries.ts'
import type { Outcome } from './run.ts'
import type { Change, EvalOptions } from './settings.ts'

/** What `eval` found, as the tables and JSON show it. */
export interface Report {
  /** The index file. */
  index: string
  /** The file of queries. */
  queries: string
  /** What the flags set. */
  options: EvalOptions
  /** All queries and, if they have kinds, those of each kind. */
  groups: GroupReport[]
  /** Answers that may lack something, as the query used up its budget of work; also those of what was compared. */
  incomplete: number
  /** Queries that expect what the index does not have. */
  unknown: readonly EvalQuery[]
  /** What was compared, in the order of the flags. */
  changes: readonly Change[]
}

/** What the queries of one kind, or of all, came to. */
export interface GroupReport {
  /** The kind, empty for those without; absent for all. */
  kind?: string
  metrics: Metrics
  /** The same for what was compared. */
  compared: ComparedReport[]
}

/** What another side makes of the same queries. */
export interface ComparedReport {
  metrics: Metrics
  /** What changed, by the number of suggestions that counts as success. */
  changes: Record<string, Changes>
}

/** Sums `outcomes` up by kind; the first is what the others are compared with. */
export function groupReports(
  queries: readonly EvalQuery[],
  outcomes: readonly [Outcome, ...Outcome[]],
  limit: number | undefined,
): GroupReport[] {
  const cutoffs = cutoffsFor(limit)
  const [base, ...others] = outcomes
  return groupsOf(queries).map(({ places, ...kind }) => ({
    ...kind,
    metrics: metricsOf(base, places, cutoffs),
    compared: others.map((other) => ({
      metrics: metricsOf(other, places, cutoffs),
      changes: Object.fromEntries(cutoffs.map((cutoff) => [cutoff, changesOf(base, other, places, cutoff)])),
    })),
  }))
}

/** Returns what `--json` writes. */
export function reportJson({ groups, changes, unknown, ...report }: Report): object {
  const kinds = groups.filter(({ kind }) => kind !== undefined)
  const [all] = groups
  return {
    ...report,
    unknown: unknown.length,
    all: all?.metrics,
    kinds: kinds.map(({ kind, metrics }) => ({ kind, ...metrics })),
    compared: changes.map(({ label, index, options }, place) => ({
      settings: label,
      ...(index !== undefined && { index }),
      options,
      all: comparedJson(all, place),
      kinds: kinds.map((group) => ({ kind: group.kind, ...comparedJson(group, place) })),
    })),
  }
}

function comparedJson(group: GroupReport | undefined, place: number): object {
  const compared = group?.compared[place]
  return { ...compared?.metrics, changes: compared?.changes }
}
