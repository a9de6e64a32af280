import { styleText } from 'node:util'
import type { Highlight } from '../index.ts'
import { printable } from './printable.ts'

/** Makes `text` printable, and its highlighted parts bold if standard output is a terminal. */
export function highlight(text: string, highlights: readonly Highlight[]): string {
  if (!process.stdout.isTTY) return printable(text)
  let shown = ''
  let position = 0
  for (const { start, end } of highlights) {
    shown += printable(text.slice(position, start)) + styleText('bold', printable(text.slice(start, end)))
    position = end
  }
  return shown + printable(text.slice(position))
}
