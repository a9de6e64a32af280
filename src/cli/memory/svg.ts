import { basename } from 'node:path'
import { formatBytes, formatNumber } from '../text/table.ts'
import type { MemoryReport, Run } from './measure.ts'
import { copiesOf, formatC, hasHeap } from './report.ts'

const WIDTH = 760
const HEIGHT = 400
/** Where the bars stand. */
const PLOT = { left: 84, right: WIDTH - 28, top: 104, bottom: HEIGHT - 72 }
const WIDEST_BAR = 46

// Its own background, and colors for both, so that it can be read on a page of either.
const STYLE = `
    .card { fill: #ffffff; stroke: #d0d7de }
    text { fill: #1f2328; font: 13px system-ui, -apple-system, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif }
    .title { font-size: 17px; font-weight: 600 }
    .soft { fill: #59636e }
    .value { font-size: 12px }
    .figure { font-size: 12px; stroke: #ffffff; stroke-width: 4px; stroke-linejoin: round; paint-order: stroke }
    .grid { stroke: #d8dee4; stroke-width: 1 }
    .base { stroke: #818b98; stroke-width: 1 }
    .index { fill: #0f7b6c }
    .copies { fill: #d9822b }
    .reckoned { fill: none; stroke: #d9822b; stroke-width: 1.5; stroke-dasharray: 4 3 }
    @media (prefers-color-scheme: dark) {
      .card { fill: #0d1117; stroke: #3d444d }
      text { fill: #f0f6fc }
      .soft { fill: #9198a1 }
      .figure { stroke: #0d1117 }
      .grid { stroke: #262c36 }
      .base { stroke: #656c76 }
      .index { fill: #3fc9b0 }
      .copies { fill: #e8a15a }
      .reckoned { stroke: #e8a15a }
    }`

/** Draws what was measured as an SVG image: for each number of workers a bar of the index, and one of copies. */
export function drawMemory(report: MemoryReport): string {
  const { runs } = report
  const most = Math.max(1, ...runs.flatMap((run) => [run.mapping.pss, copiesOf(report, run)?.bytes ?? 0]))
  const { step, top, unit } = scale(most)
  const y = (bytes: number) => round(PLOT.bottom - (bytes / top) * (PLOT.bottom - PLOT.top))
  const lines = [
    `<rect class="card" x="0.5" y="0.5" width="${WIDTH - 1}" height="${HEIGHT - 1}" rx="10"/>`,
    text(28, 38, `Memory for one index of ${formatBytes(report.bytes)}, all workers together`, 'title'),
    text(28, 60, `${basename(report.file)}: ${formatNumber(report.entries)} entries, every byte of it read`, 'soft'),
    ...legend(report),
    ...ticks(step, top).flatMap((bytes) => tick(bytes, unit, y(bytes))),
    ...runs.flatMap((run, place) => group(report, run, place, y)),
    `<line class="base" x1="${PLOT.left}" x2="${PLOT.right}" y1="${PLOT.bottom}" y2="${PLOT.bottom}"/>`,
  ]
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="title description">
  <title id="title">Memory for one index, by number of workers</title>
  <desc id="description">${escaped(summary(report))}</desc>
  <style>${STYLE}
  </style>
${lines.map((line) => `  ${line}\n`).join('')}</svg>
`
}

/** Says in words what the chart shows. */
function summary(report: MemoryReport): string {
  const sentences = report.runs.map((run) => {
    const copies = copiesOf(report, run)
    const beside = copies === undefined ? '' : `, ${copies.name} ${formatBytes(copies.bytes)}`
    return `${workersOf(run)}: index ${formatBytes(run.mapping.pss)}${beside}, C = ${formatC(run.c)}.`
  })
  return sentences.join(' ')
}

function legend(report: MemoryReport): string[] {
  const isMeasured = hasHeap(report)
  const copies = isMeasured ? 'the same data in the heap of each' : 'if each had a copy of the file'
  return [
    `<rect class="index" x="28" y="75" width="12" height="12" rx="2"/>`,
    text(46, 86, 'mapahead: one mapped file', ''),
    `<rect class="${isMeasured ? 'copies' : 'reckoned'}" x="232" y="75" width="12" height="12" rx="2"/>`,
    text(250, 86, copies, ''),
  ]
}

function tick(bytes: number, unit: Unit, y: number): string[] {
  const label = bytes === 0 ? '0' : `${formatNumber(bytes / unit.bytes)} ${unit.name}`
  return [
    `<line class="grid" x1="${PLOT.left}" x2="${PLOT.right}" y1="${y}" y2="${y}"/>`,
    text(PLOT.left - 10, y + 4, label, 'soft value', 'end'),
  ]
}

/** Draws the bars of one run with their figures, and what stands below them. */
function group(report: MemoryReport, run: Run, place: number, y: (bytes: number) => number): string[] {
  const space = (PLOT.right - PLOT.left) / report.runs.length
  const width = round(Math.min(WIDEST_BAR, space * 0.36))
  const middle = round(PLOT.left + space * (place + 0.5))
  const copies = copiesOf(report, run)
  const gap = 3
  return [
    ...bar('index', round(middle - gap - width), width, run.mapping.pss, y),
    ...(copies === undefined
      ? []
      : bar(hasHeap(report) ? 'copies' : 'reckoned', round(middle + gap), width, copies.bytes, y)),
    text(middle, PLOT.bottom + 22, workersOf(run), '', 'middle'),
    text(middle, PLOT.bottom + 41, `C = ${formatC(run.c)}`, 'soft value', 'middle'),
  ]
}

function bar(kind: string, x: number, width: number, bytes: number, y: (bytes: number) => number): string[] {
  const top = y(bytes)
  const height = round(Math.max(1, PLOT.bottom - top))
  return [
    `<rect class="${kind}" x="${x}" y="${round(PLOT.bottom - height)}" width="${width}" height="${height}" rx="2"/>`,
    text(round(x + width / 2), round(top - 6), formatBytes(bytes), 'figure', 'middle'),
  ]
}

/** What the lines are numbered in: one unit for all of them. */
interface Unit {
  name: string
  bytes: number
}

const UNITS: readonly Unit[] = [
  { name: 'GiB', bytes: 1024 ** 3 },
  { name: 'MiB', bytes: 1024 ** 2 },
  { name: 'KiB', bytes: 1024 },
]
const BYTES: Unit = { name: 'bytes', bytes: 1 }

/** Chooses lines at round numbers, four to eight of them. */
function scale(most: number): { step: number; top: number; unit: Unit } {
  const unit = UNITS.find(({ bytes }) => most >= 4 * bytes) ?? BYTES
  const rough = most / 6 / unit.bytes
  const power = 10 ** Math.floor(Math.log10(rough))
  const factor = [1, 2, 5].find((factor) => factor * power >= rough) ?? 10
  const step = factor * power * unit.bytes
  return { step, top: Math.ceil(most / step) * step, unit }
}

function ticks(step: number, top: number): number[] {
  return Array.from({ length: Math.round(top / step) + 1 }, (_, i) => i * step)
}

function workersOf({ workers }: Run): string {
  return workers === 1 ? '1 worker' : `${formatNumber(workers)} workers`
}

function text(x: number, y: number, content: string, kind: string, anchor?: string): string {
  const attributes = [kind && ` class="${kind}"`, anchor && ` text-anchor="${anchor}"`].filter(Boolean).join('')
  return `<text x="${x}" y="${y}"${attributes}>${escaped(content)}</text>`
}

function escaped(content: string): string {
  return content.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`)
}

function round(number: number): number {
  return Math.round(number * 10) / 10
}
