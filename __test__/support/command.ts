import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { PLACES } from './fixtures.ts'

/** The command line, as it is installed. */
export const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))

export interface Outcome {
  code: number | null
  signal: NodeJS.Signals | null
  stdout: string
  stderr: string
}

/** Starts the command line, or another command with it behind. */
export function start(args: readonly string[], command = process.execPath, before: readonly string[] = [MAIN]) {
  return spawn(command, [...before, ...args])
}

/** Waits for the end of a process. */
export async function outcome(child: ChildProcessWithoutNullStreams): Promise<Outcome> {
  const [stdout, stderr, [code, signal]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ])
  return { code, signal, stdout, stderr }
}

/** Runs the command line with `input` on standard input. */
export async function mapahead(args: readonly string[], input = ''): Promise<Outcome> {
  const child = start(args)
  child.stdin.on('error', () => {}) // a command that fails does not read it
  child.stdin.end(input)
  return outcome(child)
}

/** The places as lines of NDJSON. */
export const LINES = PLACES.map((record) => `${JSON.stringify(record)}\n`).join('')
