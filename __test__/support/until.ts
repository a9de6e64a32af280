import { setImmediate } from 'node:timers/promises'

/** Waits until `holds` does, and fails after a while if it never does. */
export async function until(holds: () => boolean, deadlineMs = 60_000): Promise<void> {
  const end = performance.now() + deadlineMs
  while (!holds()) {
    if (performance.now() > end) throw new Error(`not so after ${deadlineMs} ms: ${holds}`)
    await setImmediate()
  }
}
