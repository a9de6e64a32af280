import { getSystemErrorMap } from 'node:util'

/** Returns what the system says of an error, without the code and the path that Node.js puts around it. */
export function systemReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { errno, syscall } = error as NodeJS.ErrnoException
  // Errors of zlib have numbers too, of their own.
  const isOfSystem = errno !== undefined && syscall !== undefined
  const [, reason] = (isOfSystem ? getSystemErrorMap().get(errno) : undefined) ?? []
  return reason ?? error.message
}
