import { drawn } from './elements.ts'

const WIDTH = 640
const HEIGHT = 72
/** How many seconds the line reaches back. */
export const SECONDS = 60

/** Draws requests per second over the last minute, the newest at the right; `title` says what it shows. */
export function rateChart(rates: readonly number[], title: string): SVGSVGElement {
  const most = Math.max(...rates, 0)
  const step = WIDTH / (SECONDS - 1)
  const points = rates.map((rate, place) => {
    const x = WIDTH - (rates.length - 1 - place) * step
    const y = HEIGHT - 2 - (most === 0 ? 0 : rate / most) * (HEIGHT - 8)
    return `${x.toFixed(1)} ${y.toFixed(1)}`
  })
  const line = points.length === 0 ? '' : `M${points.join('L')}`
  const [first, last] = [points[0], points.at(-1)]
  const area =
    first === undefined || last === undefined
      ? ''
      : `${line}L${last.split(' ')[0]} ${HEIGHT}L${first.split(' ')[0]} ${HEIGHT}Z`
  return drawn(
    'svg',
    {
      class: 'chart rate',
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      role: 'img',
      preserveAspectRatio: 'none',
      'aria-labelledby': 'rate-title',
    },
    drawn('title', { id: 'rate-title' }, title),
    drawn('path', { class: 'rate-area', d: area }),
    drawn('path', { class: 'rate-line', d: line, 'vector-effect': 'non-scaling-stroke' }),
  )
}
