import { quoted } from '../../error-text.ts'
import type { BuildReport } from '../../index.ts'
import { printable } from './printable.ts'

/** Says how inputs were read that nobody said how to read, a line each. */
export function inputNotes(inputs: BuildReport['inputs']): string[] {
  return inputs.flatMap(({ file, format, delimiter = '', delimiterFound, encoding }) => {
    const found: string[] = []
    if (delimiterFound) {
      // Only CSV has quotes, which the name of a file of TSV does not promise.
      const cells = format === 'csv' ? 'cells, with quotes,' : 'cells'
      found.push(`${cells} are separated by ${delimiter === '\t' ? 'tabs' : quoted(delimiter)}`)
    }
    if (encoding.startsWith('UTF-16')) found.push(`the text is ${encoding}`)
    return found.length === 0 ? [] : [printable(`${file}: ${found.join(', and ')}`)]
  })
}

/** Says in one line which columns and members filled the fields: `text ← "Name", weight ← "Population"`. */
export function takenLine(taken: BuildReport['taken']): string {
  const columns = new Map<string, string[]>()
  for (const { field, column } of taken) columns.set(field, [...(columns.get(field) ?? []), quoted(column)])
  return [...columns].map(([field, names]) => `${field} ← ${names.join(' + ')}`).join(', ')
}
