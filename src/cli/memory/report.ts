import type { Memory } from '../../serve/figures/smaps.ts'
import { formatBytes, formatNumber, table } from '../text/table.ts'
import type { MemoryReport, Run } from './measure.ts'

/** How wide the longest bar of the chart is, in cells. */
const CHART_WIDTH = 44
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉']

const LEGEND = `Rss counts what processes share whole in each of them, Pss divides it among them, private is
what a process has for itself. C is the constant of the memory C · n · p that n workers take for
an index of p bytes: 1 if each has a copy of the file, 1/n if all share one.
`

/** Writes what was measured for people: tables, and a chart. */
export function describeMemory(report: MemoryReport): string {
  const { file, bytes, entries, queries, runs } = report
  const parts = [
    `${file}: ${formatBytes(bytes)}, ${formatNumber(entries)} entries\nEvery worker answers ${formatNumber(queries)} queries and reads every byte.\n`,
    `The mapping of the index, all workers together\n${indented(mappingTable(runs))}`,
    `The processes as a whole, all together\n${indented(processTable(runs))}`,
  ]
  if (hasHeap(report)) parts.push(`The same data in the heap of each worker\n${indented(heapTable(runs))}`)
  parts.push(`Memory for the index, all workers together\n${indented(chart(report))}`, LEGEND)
  return parts.join('\n')
}

/** Whether the heap was measured, or would have been if there were more memory. */
export function hasHeap({ runs }: MemoryReport): boolean {
  return runs.some(({ heap }) => heap !== undefined)
}

/** Writes the constant C. */
export function formatC(c: number): string {
  return c.toFixed(3)
}

function mappingTable(runs: readonly Run[]): string {
  const rows = runs.map(({ workers, mapping, c, target }) => [
    formatNumber(workers),
    ...memoryCells(mapping),
    formatC(c),
    `${formatC(target)}${c <= target ? '' : '  missed'}`,
  ])
  return numbers([['workers', ...MEMORY_COLUMNS, 'C', 'target'], ...rows])
}

function processTable(runs: readonly Run[]): string {
  const rows = runs.map(({ workers, processes }) => [formatNumber(workers), ...memoryCells(processes)])
  return numbers([['workers', ...MEMORY_COLUMNS], ...rows])
}

function heapTable(runs: readonly Run[]): string {
  const rows = runs.map(({ workers, mapping, heap }) => {
    if (!heap) return [formatNumber(workers), 'too little memory to measure it']
    const times = mapping.pss === 0 ? '' : `${formatNumber(Number((heap.bytes / mapping.pss).toPrecision(2)))}×`
    return [formatNumber(workers), ...memoryCells(heap.processes), formatBytes(heap.bytes), formatC(heap.c), times]
  })
  return numbers([['workers', ...MEMORY_COLUMNS, 'live objects', 'C', 'to the index'], ...rows])
}

const MEMORY_COLUMNS = ['Rss', 'Pss', 'private clean', 'private dirty']

function memoryCells({ rss, pss, privateClean, privateDirty }: Memory): string[] {
  return [rss, pss, privateClean, privateDirty].map((bytes) => (bytes === 0 ? '0' : formatBytes(bytes)))
}

function numbers(rows: readonly (readonly string[])[]): string {
  return table(
    rows,
    (rows[0] ?? []).map(() => 'right'),
  )
}

/** Draws a bar for each run, and one for the copies: those in the heap, or of the file where no heap was measured. */
function chart(report: MemoryReport): string {
  const rows = report.runs.flatMap((run) => {
    const label = run.workers === 1 ? '1 worker' : `${formatNumber(run.workers)} workers`
    const copies = copiesOf(report, run)
    return [
      { label, name: 'index', bytes: run.mapping.pss },
      ...(copies === undefined ? [] : [{ label: '', ...copies }]),
    ]
  })
  const most = Math.max(1, ...rows.map(({ bytes }) => bytes))
  const lines = rows.map(({ label, name, bytes }) => [label, name, `${bar(bytes / most)} ${formatBytes(bytes)}`])
  return table(lines, ['right', 'left', 'left'])
}

/** What the copies of a run take, measured in the heap or reckoned from the file, or nothing if there was no memory. */
export function copiesOf(report: MemoryReport, run: Run): { name: string; bytes: number } | undefined {
  if (hasHeap(report)) return run.heap ? { name: 'heap copies', bytes: run.heap.bytes } : undefined
  return { name: 'a copy each', bytes: report.bytes * run.workers }
}

function bar(share: number): string {
  const eighths = Math.max(1, Math.round(share * CHART_WIDTH * 8))
  return '█'.repeat(eighths >> 3) + EIGHTHS[eighths & 7]
}

function indented(lines: string): string {
  return lines.replace(/^(?=.)/gm, '  ')
}
