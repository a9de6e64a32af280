/** Writes the name of a column as a shell reads it back; `COLUMN` if it has signs that a terminal obeys. */
export function columnArgument(name: string): string {
  if (/\p{C}/u.test(name)) return 'COLUMN'
  if (/^[\w./:][\w./:-]*$/u.test(name)) return name
  // Both kinds of quotes are known to shells, double ones to that of Windows too.
  return /["$`\\!%]/.test(name) ? `'${name.replaceAll("'", "'\\''")}'` : `"${name}"`
}
