import { once } from 'node:events'

let isOutputNeeded = true

/**
 * Ends the process as if all went well when the reader of standard output has gone:
 * `mapahead … | head` is no error. If it cannot be written for another reason, that is one.
 */
export function endWhenOutputCloses(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (!isOutputNeeded) return
    if (error.code === 'EPIPE') process.exit(0)
    process.stderr.write(`mapahead: cannot write the answer: ${error.message}\n`)
    process.exit(1)
  })
}

/** Lets the command go on when its output cannot be written: that is the log of a server, not its work. */
export function goOnWithoutOutput(): void {
  isOutputNeeded = false
}

/**
 * Goes on when messages cannot be written: their reader, or the terminal, has gone. What the
 * command does, and its exit code, do not depend on who listens.
 */
export function ignoreErrorsOfMessages(): void {
  process.stderr.on('error', () => {})
}

/** Writes to standard output, and waits while its reader is behind. */
export async function print(text: string | Uint8Array): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain')
}

/** Writes `value` as one line of JSON. */
export async function printJson(value: unknown): Promise<void> {
  await print(`${JSON.stringify(value)}\n`)
}
