import { styleText } from 'node:util'
import type { Highlight } from '../index.ts'

/** Makes the highlighted parts of `text` bold, if standard output is a terminal. */
export function highlight(text: string, highlights: readonly Highlight[]): string {
  if (!process.stdout.isTTY) return text
  let shown = ''
  let position = 0
  for (const { start, end } of highlights) {
    shown += text.slice(position, start) + styleText('bold', text.slice(start, end))
    position = end
  }
  return shown + text.slice(position)
}
