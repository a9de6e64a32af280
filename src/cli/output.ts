import { once } from 'node:events'

/**
 * Ends the process as if all went well when the reader of `stream` has gone: `mapahead … | head`
 * is no error.
 */
export function endQuietlyWhenClosed(stream: NodeJS.WriteStream): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0)
    if (stream !== process.stderr) process.stderr.write(`mapahead: cannot write the answer: ${error.message}\n`)
    process.exit(1)
  })
}

/** Writes to standard output, and waits while its reader is behind. */
export async function print(text: string | Uint8Array): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain')
}

/** Writes `value` as one line of JSON. */
export async function printJson(value: unknown): Promise<void> {
  await print(`${JSON.stringify(value)}\n`)
}
