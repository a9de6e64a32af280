import { SingleBar } from 'cli-progress'

/** Shows how many of `total` queries are done on standard error, if that is a terminal. */
export function showQueries(total: number): { update(done: number): void; stop(): void } | undefined {
  if (!process.stderr.isTTY) return undefined
  const bar = new SingleBar({
    format: 'Asking  {bar}  {percentage} %  {value} of {total} queries',
    stream: process.stderr,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 28,
    hideCursor: false,
    clearOnComplete: true,
    gracefulExit: false,
  })
  bar.start(total, 0)
  return {
    update: (done) => bar.update(done),
    stop: () => bar.stop(),
  }
}
