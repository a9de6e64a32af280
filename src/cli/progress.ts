import ora from 'ora'
import type { BuildProgress } from '../index.ts'
import { formatNumber } from './table.ts'

const WIDTH = 28
const PHASES = { read: 'Reading', sort: 'Sorting', write: 'Writing' }

/** Shows how far a build is on standard error, if that is a terminal. */
export function showProgress(): { update(progress: BuildProgress): void; stop(): void } | undefined {
  if (!process.stderr.isTTY) return undefined
  // Signals and the keyboard are the build's: ora must not take them.
  const spinner = ora({ text: 'Starting', discardStdin: false, hideCursor: false }).start()
  return {
    update(progress) {
      spinner.text = progressLine(progress)
    },
    stop() {
      spinner.stop()
    },
  }
}

/** Writes a snapshot as one line, with a bar if it is known how much there is to do. */
function progressLine(progress: BuildProgress): string {
  const reading = progress.phase === 'read'
  const [done, total] = reading ? [progress.bytes, progress.bytesTotal] : [progress.steps, progress.stepsTotal]
  const share = total > 0 ? Math.min(1, done / total) : undefined
  const parts: string[] = [PHASES[progress.phase]]
  if (share !== undefined) {
    const filled = Math.round(share * WIDTH)
    parts.push(`${'█'.repeat(filled)}${'░'.repeat(WIDTH - filled)}`, `${Math.floor(share * 100)} %`.padStart(5))
  }
  parts.push(`${formatNumber(progress.records)} records`)
  if (progress.skipped > 0) parts.push(`${formatNumber(progress.skipped)} skipped`)
  return parts.join('  ')
}
