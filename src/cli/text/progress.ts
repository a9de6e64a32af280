import { SingleBar } from 'cli-progress'
import type { BuildProgress } from '../../index.ts'
import { formatNumber } from './table.ts'

const PHASES = { read: 'Reading', sort: 'Sorting', write: 'Writing' }

/** Makes a bar on standard error, of the look that all commands share; `format` says what stands beside it. */
export function progressBar(format: string): SingleBar {
  return new SingleBar({
    format,
    stream: process.stderr,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 28,
    hideCursor: false,
    clearOnComplete: true,
    gracefulExit: false,
  })
}

/**
 * Shows how far a build is on standard error, if that is a terminal.
 *
 * What does this must leave `process.stdin` alone: Node.js makes it non-blocking as soon as anything
 * asks for it, and a build from a pipe could not read it any more.
 */
export function showProgress(): { update(progress: BuildProgress): void; stop(): void } | undefined {
  if (!process.stderr.isTTY) return undefined
  const bar = progressBar('{phase}  {bar}  {percentage} %  {counts}')
  bar.start(1, 0, { phase: PHASES.read, counts: '' })
  return {
    update(progress) {
      const isReading = progress.phase === 'read'
      const done = isReading ? progress.bytes : progress.steps
      const total = isReading ? progress.bytesTotal : progress.stepsTotal
      bar.setTotal(Math.max(1, total))
      bar.update(Math.min(done, total), { phase: PHASES[progress.phase], counts: counts(progress) })
    },
    stop() {
      // Once: stopping again would clear the line that was written since.
      if (bar.isActive) bar.stop()
    },
  }
}

function counts({ records, skipped }: BuildProgress): string {
  const read = `${formatNumber(records)} records`
  return skipped > 0 ? `${read}, ${formatNumber(skipped)} skipped` : read
}
