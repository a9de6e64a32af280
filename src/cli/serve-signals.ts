import type { LogEvent } from '../serve/team/log-event.ts'
import type { Serving } from '../serve/team/primary.ts'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Tells that `serving` listens, now that it can be stopped; waits for a signal to end, lets `serving` answer what it was asked, and resolves when it has
 * stopped. A second signal ends all at once, and this process by that signal.
 */
export async function serveUntilSignal(
  serving: Serving,
  drainMs: number,
  log: (event: LogEvent) => void,
): Promise<void> {
  const first = await new Promise<NodeJS.Signals>((resolve) => {
    for (const signal of SIGNALS) process.once(signal, resolve)
    // Not before: who reads that may send a signal at once.
    log(serving.listening)
  })
  const endAtOnce = (signal: NodeJS.Signals) => {
    serving.kill()
    for (const name of SIGNALS) process.removeAllListeners(name)
    process.kill(process.pid, signal)
  }
  for (const signal of SIGNALS) process.on(signal, endAtOnce)
  log({ event: 'stopping', signal: first, drainMs })
  await serving.stop(drainMs)
  for (const signal of SIGNALS) process.off(signal, endAtOnce)
}
