import type { Difference, LearnReport } from '../../index.ts'
import { printable } from './printable.ts'
import { formatNumber, table } from './table.ts'

/** The most rejected pairs that are shown. */
const MOST_REJECTS = 5

/** Writes what was learned for people: the pairs, what the costs are worth, and what became of the file. */
export function learnText(pairs: string, output: string, report: LearnReport): string {
  const { given, training, heldOut, beyond, words } = report.pairs
  const lines = [
    `${printable(pairs)}: ${formatNumber(given)} pairs of ${formatNumber(words)} words; ` +
      `${formatNumber(training)} teach, ${formatNumber(heldOut)} judge\n`,
  ]
  if (beyond > 0)
    lines.push(`${formatNumber(beyond)} of them have more slips than the search takes back, or one in a number\n`)
  return `${lines.join('')}${rejectLines(report)}\n${figures(report)}\n${outcome(output, report)}`
}

function rejectLines({ rejects }: LearnReport): string {
  if (rejects.length === 0) return ''
  const shown = rejects.slice(0, MOST_REJECTS).map(({ line, reason }) => `  line ${line}: ${printable(reason)}\n`)
  const more = rejects.length - shown.length
  if (more > 0) shown.push(`  and ${formatNumber(more)} more; --json has them all\n`)
  return `${formatNumber(rejects.length)} left out:\n${shown.join('')}`
}

function figures({ likelihood, success }: LearnReport): string {
  const { before, learned, difference } = likelihood
  const plain = (value: number) => value.toFixed(3)
  const rows = success.flatMap(({ kind, queries, at }) =>
    at.map((shares, place) => [
      place === 0 ? `${kind}, ${formatNumber(queries)}` : '',
      `@${shares.cutoff} %`,
      percent(shares.before),
      intervalOf(shares.beforeInterval, percent),
      percent(shares.learned),
      intervalOf(shares.learnedInterval, percent),
      ...differenceCells(shares.difference, percent),
    ]),
  )
  const heading = ['', '', 'before', '95 %', 'learned', '95 %', 'change', '95 %']
  const first = ['likelihood', 'nats', plain(before), '', plain(learned), '', ...differenceCells(difference, plain)]
  return table(
    [heading, first, ...rows],
    ['left', 'left', 'right', 'right', 'right', 'right', 'right', 'right', 'left'],
  )
}

function differenceCells({ value, interval }: Difference, write: (value: number) => string): string[] {
  const verdict = interval[0] > 0 ? 'better' : interval[1] < 0 ? 'worse' : 'may be chance'
  return [signed(value, write), intervalOf(interval, (end) => signed(end, write)), verdict]
}

function outcome(output: string, { gain, typos }: LearnReport): string {
  const file = printable(output)
  if (!gain) return `no gain: ${file} has the settings of before\n`
  const letters = Object.values(typos.letters ?? {}).reduce((sum, meant) => sum + Object.keys(meant).length, 0)
  return `gain: ${file} has the learned costs, ${formatNumber(letters)} of them by letters\n`
}

function percent(share: number): string {
  return (share * 100).toFixed(1)
}

function intervalOf([from, to]: readonly [number, number], write: (value: number) => string): string {
  return `${write(from)} to ${write(to)}`
}

function signed(value: number, write: (value: number) => string): string {
  const text = write(value)
  // What rounds to nothing has no sign.
  if (Number(text) === 0) return text.replace('-', '')
  return value > 0 ? `+${text}` : text
}
