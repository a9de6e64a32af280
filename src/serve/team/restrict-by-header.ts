import type { IncomingMessage } from 'node:http'
import { failureAbout, wrongOption } from '../../errors.ts'
import type { IndexInfo, Restriction } from '../../index.ts'
import { RequestError } from '../http/request-error.ts'

/** A field of the index, and the header that says which of its values a request may see. */
export interface HeaderRestriction {
  field: string
  /** The name of the header, in any case. */
  header: string
}

/**
 * Checks that the index has the fields, each named once, so that a slip is told at the start and not by
 * every request.
 *
 * @throws `ERR_INVALID_OPTION` if it lacks one, or one is there twice.
 */
export function checkFields(restrict: readonly HeaderRestriction[], { contexts }: IndexInfo): void {
  const known = contexts.map(({ field }) => field)
  const seen = new Set<string>()
  for (const { field } of restrict) {
    const got = JSON.stringify(field)
    if (seen.has(field)) throw wrongOption('restrict', 'given once for each field', `${got} twice`)
    seen.add(field)
    if (known.includes(field)) continue
    const has =
      known.length === 0
        ? 'left out, since the index has no contexts'
        : `by fields of the index, which has ${known.join(', ')}`
    throw failureAbout('ERR_INVALID_OPTION', { option: 'restrict', expected: has, got })
  }
}

/**
 * Returns what a request may see by its headers: entries that have, in each field, the value that its
 * header says.
 *
 * @throws `ERR_FORBIDDEN` if a header is missing, or is not one value.
 */
export function restrictByHeaders(restrict: readonly HeaderRestriction[]): (request: unknown) => Restriction {
  return (request) => {
    const pairs = restrict.map(({ field, header }) => [field, oneValue(request as IncomingMessage, header)] as const)
    // By entries, since a field may have the name of a member that every object has.
    return { filter: Object.fromEntries(pairs) }
  }
}

/** The one value of a header. Several of them may be one of a client beside that of a proxy, which nobody can tell apart. */
function oneValue({ headersDistinct }: IncomingMessage, header: string): string {
  const values = headersDistinct[header.toLowerCase()] ?? []
  const [value = ''] = values
  if (value === '') throw forbidden(`the request needs the header ${header}`)
  // A comma is where a proxy joins two headers into one.
  if (values.length > 1 || value.includes(','))
    throw forbidden(`the header ${header} must have one value, without a comma`)
  try {
    // Node.js reads a byte as a letter each.
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(value, 'latin1'))
  } catch {
    throw forbidden(`the header ${header} must be UTF-8`)
  }
}

function forbidden(message: string): RequestError {
  return new RequestError('ERR_FORBIDDEN', message)
}
