import type { MapaheadError } from '../../index.ts'

/** Makes the error for wrong usage that only the command line can see. */
export function usageError(message: string, cause?: unknown): MapaheadError {
  return Object.assign(new Error(message, { cause }), { code: 'ERR_INVALID_OPTION' as const })
}
