const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** A way for signals to stop a piece of work that has something to clean up. */
interface Interrupt {
  /** Aborts at the first signal. */
  signal: AbortSignal
  /** Ends the process by the signal that came, if one did, now that all is cleaned up. */
  finish(): void
}

/** Makes the signals that end a process abort a piece of work first. A second one ends it at once. */
export function abortOnSignals(): Interrupt {
  const controller = new AbortController()
  let received: NodeJS.Signals | undefined
  const dieBy = (signal: NodeJS.Signals) => {
    for (const name of SIGNALS) process.removeListener(name, onSignal)
    process.kill(process.pid, signal)
  }
  const onSignal = (signal: NodeJS.Signals) => {
    if (received !== undefined) return dieBy(signal)
    received = signal
    controller.abort()
  }
  for (const name of SIGNALS) process.on(name, onSignal)
  return {
    signal: controller.signal,
    finish() {
      if (received !== undefined) dieBy(received)
      for (const name of SIGNALS) process.removeListener(name, onSignal)
    },
  }
}
