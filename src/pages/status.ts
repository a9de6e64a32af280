import { byId, element } from './elements.ts'
import { formatBytes, formatMs, formatNumber, formatRate, formatUptime } from './figures.ts'
import { memoryChart, memoryTogether } from './memory-chart.ts'
import { rateChart, SECONDS } from './rate-chart.ts'
import { fetchReport, type StatusReport, type WorkerReport } from './status-report.ts'

const POLL_MS = 1_000

const trouble = byId('trouble')
const reportPlace = byId('report')
const rates: number[] = []
let previous: StatusReport | undefined

/** Asks for a report, shows it, and plans the next. A page that nobody sees does not ask. */
async function poll(): Promise<void> {
  if (!document.hidden) {
    try {
      show(await fetchReport())
      setTrouble('')
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      setTrouble(
        `${message} ${previous === undefined ? 'Asking' : 'These are its last figures; asking'} again every second.`,
      )
    }
  }
  setTimeout(() => void poll(), POLL_MS)
}

/** Says what is wrong, once: a screen reader hears it when it begins and not every second. */
function setTrouble(message: string): void {
  if (trouble.textContent !== message) trouble.textContent = message
  reportPlace.classList.toggle('is-old', message !== '')
}

function show(report: StatusReport): void {
  const rate = rateOf(report)
  rates.push(rate)
  if (rates.length > SECONDS) rates.shift()
  previous = report

  byId('index').replaceChildren(
    `${formatNumber(report.entries)} entries · generation `,
    element('code', {}, report.generation),
    ` · up ${formatUptime(report.uptime)}`,
  )
  byId('figures').replaceChildren(...figures(report, rate))
  const most = `Requests per second in the last minute, at most ${formatRate(Math.max(...rates))}`
  byId('rate').replaceChildren(element('p', { class: 'rate-caption muted small' }, most), rateChart(rates, most))
  // Shown before the chart is drawn, which asks how wide its place is.
  reportPlace.hidden = false
  showMemory(report.workers)
}

/** Requests per second since the report before, or of the last minute if there is none of the same server. */
function rateOf(report: StatusReport): number {
  const seconds = previous === undefined ? 0 : report.uptime - previous.uptime
  const requests = previous === undefined ? 0 : report.requests - previous.requests
  if (seconds > 0 && requests >= 0) return requests / seconds
  return report.lastMinute.requests / Math.max(1, Math.min(60, report.uptime))
}

function figures({ latency, lastMinute, requests, swaps, swapFailures }: StatusReport, rate: number): HTMLElement[] {
  return [
    figure('Requests per second', formatRate(rate), `${formatNumber(requests)} since the start`),
    figure('Median latency', formatMs(lastMinute.p50), `${formatMs(latency.p50)} since the start`),
    figure('99th percentile', formatMs(lastMinute.p99), `${formatMs(latency.p99)} since the start`),
    figure('Swaps', formatNumber(swaps), swapFailures === 0 ? 'none failed' : `${formatNumber(swapFailures)} failed`),
  ]
}

function figure(name: string, value: string, more: string): HTMLElement {
  return element(
    'div',
    { class: 'figure' },
    element('dt', {}, name),
    element('dd', { class: 'figure-value' }, value),
    element('dd', { class: 'figure-more' }, more),
  )
}

function showMemory(workers: readonly WorkerReport[]): void {
  const together = memoryTogether(workers)
  const summary = byId('memory-summary')
  if (together === undefined) {
    summary.textContent =
      workers.length === 0
        ? 'No worker is running yet.'
        : 'This system does not tell how processes share memory; Linux does.'
    byId('memory').replaceChildren()
  } else {
    const { taken, copies } = together
    const count = workers.length === 1 ? 'One worker takes' : `${formatNumber(workers.length)} workers together take`
    summary.replaceChildren(
      `${count} `,
      element('strong', {}, formatBytes(taken)),
      `; one copy per worker would take ${formatBytes(copies)}.`,
    )
    const place = byId('memory')
    place.replaceChildren(legend(), memoryChart(workers, together, place.clientWidth))
  }
  byId('workers').replaceChildren(...workers.map(workerRow))
  const known = together === undefined ? [] : [togetherRow(workers)]
  byId('together').replaceChildren(...known)
}

function legend(): HTMLElement {
  return element(
    'p',
    { class: 'legend', 'aria-hidden': 'true' },
    element('span', { class: 'legend-taken' }, 'taken'),
    element('span', { class: 'legend-copy' }, 'one copy per worker'),
  )
}

function workerRow(worker: WorkerReport): HTMLTableRowElement {
  const { pid, requests, pss, privateDirty, rss, mapped } = worker
  return tableRow(String(pid), [formatNumber(requests), ...[pss, privateDirty, rss, mapped].map(formatBytes)])
}

function togetherRow(workers: readonly WorkerReport[]): HTMLTableRowElement {
  const sum = (of: (worker: WorkerReport) => number | null) =>
    workers.reduce((total, worker) => total + (of(worker) ?? 0), 0)
  const bytes = [sum((w) => w.pss), sum((w) => w.privateDirty), sum((w) => w.rss), sum((w) => w.mapped)]
  return tableRow('Together', [formatNumber(sum((w) => w.requests)), ...bytes.map(formatBytes)])
}

function tableRow(name: string, cells: readonly string[]): HTMLTableRowElement {
  const row = element('tr', {}, element('th', { scope: 'row' }, name))
  row.append(...cells.map((cell) => element('td', {}, cell)))
  return row
}

void poll()
