import { progressBar } from '../text/progress.ts'

/** Shows how many of `total` queries are done on standard error, if that is a terminal. */
export function showQueries(total: number): { update(done: number): void; stop(): void } | undefined {
  if (!process.stderr.isTTY) return undefined
  const bar = progressBar('Asking  {bar}  {percentage} %  {value} of {total} queries')
  bar.start(total, 0)
  return {
    update: (done) => bar.update(done),
    stop: () => bar.stop(),
  }
}
