import { failure, type MapaheadError } from '../../errors.ts'

/** Makes the error for wrong usage that only the command line can see. */
export function usageError(message: string, cause?: unknown): MapaheadError {
  return failure('ERR_INVALID_OPTION', message, cause)
}
