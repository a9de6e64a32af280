// Two indexes of one CSV: by name, which people type, and by e-mail address, which machines compare.
import { buildIndex } from 'mapahead'

/** Builds the index of names. The e-mail address is the id, so it is looked up exactly, and both filters are contexts. */
export function buildNames(csv, path) {
  return buildIndex(csv, path, {
    columns: {
      text: 'name',
      id: 'email',
      contexts: { city: 'city', department: 'department' },
      payload: ['city', 'department'],
    },
  })
}

/** Builds the index of e-mail addresses: of kind `literal`, in which dots and digits count and a prefix is a prefix. */
export function buildEmails(csv, path) {
  return buildIndex(csv, path, { kind: 'literal', columns: { text: 'email', payload: ['name', 'department'] } })
}
