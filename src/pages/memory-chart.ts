import { drawn } from './elements.ts'
import { formatBytes } from './figures.ts'
import type { WorkerReport } from './status-report.ts'

/** A bar: what is really taken, inside of what a copy of its own would take. */
interface Bar {
  label: string
  taken: number
  copy: number
}

/** The memory of all workers together, in bytes. */
export interface Together {
  /** What they take. */
  taken: number
  /** What one copy per worker would take. */
  copies: number
}

const LABEL_WIDTH = 104
const FIGURE_WIDTH = 76
const ROW = 30
const BAR = 16
const GAP_BEFORE_WORKERS = 14

/** Adds up the memory of `workers`, or returns `undefined` where the system does not tell. */
export function memoryTogether(workers: readonly WorkerReport[]): Together | undefined {
  let taken = 0
  let copies = 0
  for (const { pss, mapped } of workers) {
    if (pss === null || mapped === null) return undefined
    taken += pss
    copies += mapped
  }
  return workers.length === 0 ? undefined : { taken, copies }
}

/**
 * Draws the memory of the workers against one copy per worker: one row for all of them, and one for each.
 *
 * @param width - How wide to draw it, in pixels; letters keep their size.
 */
export function memoryChart(
  workers: readonly WorkerReport[],
  { taken, copies }: Together,
  width: number,
): SVGSVGElement {
  const all: Bar = { label: 'All workers', taken, copy: copies }
  const each = workers.map(
    ({ pid, pss, mapped }): Bar => ({ label: `Worker ${pid}`, taken: pss ?? 0, copy: mapped ?? 0 }),
  )
  const height = ROW * (each.length + 1) + GAP_BEFORE_WORKERS
  const scale = Math.max(width - LABEL_WIDTH - FIGURE_WIDTH, 1) / Math.max(taken, copies, 1)
  const rows = [
    row(all, 0, scale, 'all'),
    ...each.map((bar, place) => row(bar, ROW * (place + 1) + GAP_BEFORE_WORKERS, scale, 'each')),
  ]
  const title = drawn('title', { id: 'memory-title' }, 'Memory of the index per worker, against one copy per worker')
  const description = drawn(
    'desc',
    { id: 'memory-description' },
    `Together the workers take ${formatBytes(taken)}; one copy per worker would take ${formatBytes(copies)}. The table below has the figures of each.`,
  )
  const attributes = {
    class: 'chart',
    width,
    height,
    role: 'img',
    'aria-labelledby': 'memory-title memory-description',
  }
  return drawn('svg', attributes, title, description, ...rows)
}

function row({ label, taken, copy }: Bar, top: number, scale: number, kind: string): SVGGElement {
  const middle = top + ROW / 2
  const bar = (length: number, name: string) =>
    drawn('rect', {
      class: name,
      x: LABEL_WIDTH,
      y: middle - BAR / 2,
      width: Math.max(length * scale, length > 0 ? 1.5 : 0).toFixed(2),
      height: BAR,
      rx: 3,
    })
  const text = (x: number, anchor: string, content: string) =>
    drawn('text', { x, y: middle, 'text-anchor': anchor }, content)
  return drawn(
    'g',
    { class: `row row-${kind}` },
    text(0, 'start', label),
    bar(copy, 'bar-copy'),
    bar(taken, 'bar-taken'),
    text(LABEL_WIDTH + Math.max(copy, taken) * scale + 10, 'start', formatBytes(taken)),
  )
}
