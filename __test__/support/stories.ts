// The examples that tell a story: their modules are plain JavaScript without types.
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { ExecutionContext } from 'ava'
import { temporaryFolder } from './fixtures.ts'

/** Imports a module of `examples`. */
export function example(path: string) {
  return import(new URL(`../../examples/${path}`, import.meta.url).href)
}

/** Runs an example as its README says, but for where it puts its files, and returns what it prints. */
export async function runExample(t: ExecutionContext, path: string, ...flags: string[]): Promise<string> {
  const script = fileURLToPath(new URL(`../../examples/${path}`, import.meta.url))
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [
    script,
    ...flags,
    '--folder',
    temporaryFolder(t),
  ])
  if (stderr !== '') throw new Error(stderr)
  return stdout
}
