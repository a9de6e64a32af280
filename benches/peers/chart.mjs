/** Draws a chart of bars as SVG, with a scale of powers of ten. It is readable on light and dark pages. */

const WIDTH = 760
const [LEFT, RIGHT, TOP, BAR, GAP, BOTTOM] = [150, 70, 72, 18, 8, 34]
const STYLE = `
    .card { fill: #ffffff; stroke: #d0d7de }
    text { fill: #1f2328; font: 13px system-ui, -apple-system, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif }
    .title { font-size: 17px; font-weight: 600 }
    .soft { fill: #59636e; font-size: 12px }
    .grid { stroke: #d8dee4 }
    .ours { fill: #0f7b6c }
    .theirs { fill: #d9822b }
    @media (prefers-color-scheme: dark) {
      .card { fill: #0d1117; stroke: #3d444d }
      text { fill: #f0f6fc }
      .soft { fill: #9198a1 }
      .grid { stroke: #262c36 }
      .ours { fill: #3fc9b0 }
      .theirs { fill: #e8a15a }
    }`

const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/**
 * Returns the chart of `bars`, `{ label, value, shown, isOurs }` each, from the least value down.
 *
 * @param unit - What the scale counts; `show` writes a mark of it.
 */
export function drawBars({ title, subtitle, bars, show }) {
  const sorted = bars.filter(({ value }) => value > 0).toSorted((a, b) => a.value - b.value)
  const low = 10 ** Math.floor(Math.log10(sorted[0].value) - 0.001)
  const high = 10 ** Math.ceil(Math.log10(sorted.at(-1).value) + 0.001)
  const across = (value) => LEFT + (Math.log10(value / low) / Math.log10(high / low)) * (WIDTH - LEFT - RIGHT)
  const bottom = TOP + sorted.length * (BAR + GAP)
  const marks = []
  for (let mark = low; mark <= high * 1.001; mark *= 10) marks.push(mark)
  const lines = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${bottom + BOTTOM}" viewBox="0 0 ${WIDTH} ${bottom + BOTTOM}" role="img" aria-labelledby="title description">`,
    `  <title id="title">${escaped(title)}</title>`,
    `  <desc id="description">${escaped(sorted.map(({ label, shown }) => `${label}: ${shown}`).join('. '))}</desc>`,
    `  <style>${STYLE}\n  </style>`,
    `  <rect class="card" x="0.5" y="0.5" width="${WIDTH - 1}" height="${bottom + BOTTOM - 1}" rx="10"/>`,
    `  <text class="title" x="20" y="32">${escaped(title)}</text>`,
    `  <text class="soft" x="20" y="54">${escaped(subtitle)}</text>`,
    ...marks.flatMap((mark) => [
      `  <line class="grid" x1="${across(mark).toFixed(1)}" x2="${across(mark).toFixed(1)}" y1="${TOP - 6}" y2="${bottom}"/>`,
      `  <text class="soft" x="${across(mark).toFixed(1)}" y="${bottom + 18}" text-anchor="middle">${escaped(show(mark))}</text>`,
    ]),
    ...sorted.flatMap(({ label, value, shown, isOurs }, i) => {
      const y = TOP + i * (BAR + GAP)
      const end = across(value)
      return [
        `  <text x="${LEFT - 10}" y="${y + 14}" text-anchor="end">${escaped(label)}</text>`,
        `  <rect class="${isOurs ? 'ours' : 'theirs'}" x="${LEFT}" y="${y}" width="${(end - LEFT).toFixed(1)}" height="${BAR}" rx="3"/>`,
        `  <text class="soft" x="${(end + 6).toFixed(1)}" y="${y + 14}">${escaped(shown)}</text>`,
      ]
    }),
    '</svg>',
  ]
  return `${lines.join('\n')}\n`
}
