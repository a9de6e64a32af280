import { styleText } from 'node:util'
import type { Highlight } from '../../index.ts'

/** Makes the highlighted parts of `text` bold, as far as they are before `end`. */
export function bold(text: string, highlights: readonly Highlight[], end: number): string {
  let shown = ''
  let position = 0
  for (const highlight of highlights) {
    const [from, to] = [Math.min(highlight.start, end), Math.min(highlight.end, end)]
    if (from >= to) continue
    shown += text.slice(position, from) + styleText('bold', text.slice(from, to))
    position = to
  }
  return shown + text.slice(position)
}
