import { getSystemErrorMap } from 'node:util'

/** Returns what the system says of an error, without the code and the path that Node.js puts around it. */
export function systemReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { errno } = error as NodeJS.ErrnoException
  const [, reason] = (errno === undefined ? undefined : getSystemErrorMap().get(errno)) ?? []
  return reason ?? error.message
}
