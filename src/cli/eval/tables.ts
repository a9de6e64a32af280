import { separated } from '../../query-options.ts'
import { cut } from '../text/cells.ts'
import { printable } from '../text/printable.ts'
import { formatNumber, table } from '../text/table.ts'
import type { Changes } from './changes.ts'
import { nameOf } from './input.ts'
import type { Metrics } from './metrics.ts'
import type { GroupReport, Report } from './report.ts'

/** Longer names are cut in the tables. */
const LONGEST_NAME = 32
/** Above this the sign test calls a difference chance. */
const SIGNIFICANT = 0.05

/** Writes a report for people: what was asked, the metrics, what changed, and what to know about them. */
export function reportText(report: Report): string {
  const { index, queries, groups, changes, options } = report
  const flags = Object.entries(options).map(([option, value]) => `, --${separated(option, '-')} ${value}`)
  const count = formatNumber(groups[0]?.metrics.queries ?? 0)
  const parts = [
    `${index}: ${count} queries of ${nameOf(queries)}${flags.join('')}\n`,
    metricsTable(
      groups,
      changes.map(({ label }) => label),
    ),
    ...changes.map(({ label }, place) => `${printable(label)} changes\n${changesTable(groups, place)}`),
    notes(report),
  ]
  return parts.filter((part) => part !== '').join('\n')
}

/** Lays the metrics out: a row for each group and, below it, each side compared with the differences. */
function metricsTable(groups: readonly GroupReport[], labels: readonly string[]): string {
  const rows = groups.flatMap(({ metrics, compared, ...group }, place) => [
    // A blank line sets groups of several rows apart, and all queries from the kinds.
    ...(place === 1 || (place > 0 && compared.length > 0) ? [[]] : []),
    [titleOf(group), formatNumber(metrics.queries), ...figures(metrics), ...times(metrics)],
    ['  95 %', '', ...intervals(metrics)],
    ...compared.flatMap((other, side) => [
      [`  ${shortened(labels[side] ?? '')}`, '', ...figures(other.metrics), ...times(other.metrics)],
      ['  95 %', '', ...intervals(other.metrics)],
      ['', '', ...differences(metrics, other.metrics)],
    ]),
  ])
  const first = groups[0]?.metrics
  const cutoffs = Object.keys(first?.success ?? {}).map((cutoff) => `@${cutoff} %`)
  const saved = first?.saved === undefined ? [] : ['saved', '%']
  const heading = ['', 'queries', ...cutoffs, 'MRR', 'rank', ...saved, 'p50 µs', 'p95', 'p99']
  return table([heading, ...rows], ['left', ...heading.slice(1).map(() => 'right' as const)])
}

/** Lays out which queries changed between hit and miss, group by group, for one of the sides compared. */
function changesTable(groups: readonly GroupReport[], side: number): string {
  const heading = ['', '', 'hit to miss', 'miss to hit', 'points', '95 % interval', 'p']
  const rows = groups.flatMap((group) =>
    Object.entries(group.compared[side]?.changes ?? {}).map(([cutoff, changes], place) => [
      place === 0 ? titleOf(group) : '',
      `@${cutoff}`,
      counted(changes.lost, group.metrics.queries),
      counted(changes.gained, group.metrics.queries),
      points(changes.difference, 2),
      `${points(changes.interval[0], 2)} to ${points(changes.interval[1], 2)}`,
      probability(changes.p),
      verdict(changes),
    ]),
  )
  return table([heading, ...rows], ['left', 'left', 'right', 'right', 'right', 'right', 'right', 'left'])
}

function notes({ incomplete, unknown }: Report): string {
  const lines: string[] = []
  const [first] = unknown
  if (first !== undefined) {
    const where = `the first on line ${first.line}: ${printable(JSON.stringify(first.expected.join('|')))}`
    lines.push(
      `${counting(unknown.length, 'query expects', 'queries expect')} what the index does not have, ${where}\n`,
    )
  }
  if (incomplete > 0) {
    lines.push(
      `${counting(incomplete, 'answer', 'answers')} may lack something: the query used up its budget of work\n`,
    )
  }
  return lines.join('')
}

function counting(count: number, one: string, many: string): string {
  return `${formatNumber(count)} ${count === 1 ? one : many}`
}

/** Says in words what a difference is worth. */
export function verdict({ lost, gained, p }: Changes): string {
  if (lost === 0 && gained === 0) return 'no change'
  if (p > SIGNIFICANT) return 'may be chance'
  return gained > lost ? 'better' : 'worse'
}

function titleOf({ kind }: Pick<GroupReport, 'kind'>): string {
  if (kind === undefined) return 'all'
  return kind === '' ? '(no kind)' : shortened(kind)
}

function shortened(name: string): string {
  return cut(printable(name), LONGEST_NAME)
}

function figures({ success, mrr, meanRank, saved }: Metrics): string[] {
  const figures = [...Object.values(success).map(percent), mrr.toFixed(3), meanRank === null ? '' : meanRank.toFixed(2)]
  return saved === undefined ? figures : [...figures, saved.keys.toFixed(2), percent(saved.share)]
}

function intervals({ intervals }: Metrics): string[] {
  return Object.values(intervals).map(([from, to]) => `${percent(from)}–${percent(to)}`)
}

function differences(from: Metrics, to: Metrics): string[] {
  const between = (before: number | null, after: number | null, digits: number) =>
    before === null || after === null ? '' : signed(after - before, digits)
  const cells = [
    ...Object.entries(from.success).map(([cutoff, share]) => points((to.success[cutoff] ?? 0) - share)),
    between(from.mrr, to.mrr, 3),
    between(from.meanRank, to.meanRank, 2),
  ]
  if (from.saved === undefined || to.saved === undefined) return cells
  return [...cells, signed(to.saved.keys - from.saved.keys, 2), points(to.saved.share - from.saved.share)]
}

function times({ latencyUs: { p50, p95, p99 } }: Metrics): string[] {
  return [p50, p95, p99].map((time) => (time < 100 ? time.toFixed(1) : formatNumber(Math.round(time))))
}

function percent(share: number): string {
  return (share * 100).toFixed(1)
}

function points(difference: number, digits = 1): string {
  return signed(difference * 100, digits)
}

/** Writes a number with its sign; nothing is neither more nor less. */
function signed(value: number, digits: number): string {
  const rounded = Number(value.toFixed(digits))
  return `${rounded > 0 ? '+' : ''}${(rounded === 0 ? 0 : rounded).toFixed(digits)}`
}

function counted(count: number, queries: number): string {
  return `${formatNumber(count)} (${percent(count / queries)} %)`
}

function probability(p: number): string {
  return p < 0.001 ? '<0.001' : p.toFixed(3)
}
