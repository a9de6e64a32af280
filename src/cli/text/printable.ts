const ESCAPES = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
])

/**
 * Writes the control characters of `text` as escapes, so that what an index holds can neither break
 * a line nor command the terminal that shows it.
 */
export function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, (control) => ESCAPES.get(control) ?? `\\x${hexadecimal(control)}`)
}

function hexadecimal(control: string): string {
  return control.charCodeAt(0).toString(16).padStart(2, '0')
}
