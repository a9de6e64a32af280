import { stripVTControlCharacters } from 'node:util'

const SEGMENTER = new Intl.Segmenter()
const WIDE =
  /\p{Emoji_Presentation}|[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\uFF01-\uFF60]/u
const EMPTY = /^[\p{M}\p{Cf}]+$/u

/** How many cells of a terminal `text` takes; sequences that color it take none. */
export function widthOf(text: string): number {
  const shown = stripVTControlCharacters(text)
  if (/^[ -~]*$/.test(shown)) return shown.length
  let width = 0
  for (const { segment } of SEGMENTER.segment(shown)) width += widthOfSegment(segment)
  return width
}

/** Cuts `text`, which has no colors, to at most `width` cells, of which `…` is the last if anything is cut. */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text
  let kept = ''
  let free = width - 1
  for (const { segment } of SEGMENTER.segment(text)) {
    free -= widthOfSegment(segment)
    if (free < 0) break
    kept += segment
  }
  return width < 1 ? '' : `${kept}…`
}

function widthOfSegment(segment: string): number {
  if (EMPTY.test(segment)) return 0
  return WIDE.test(segment) ? 2 : 1
}
