// Shows suggestions, and takes prefixes from the keyboard.
import { createInterface } from 'node:readline'
import { styleText } from 'node:util'

const bold = (text) => (process.stdout.isTTY ? styleText('bold', text) : text)

/** Asks for prefixes until the end of input. */
export async function askForPrefixes(index) {
  console.log('Type the beginning of a city and press Enter. Ctrl-C or Ctrl-D ends.\n')
  const lines = createInterface({ input: process.stdin, output: process.stdout, prompt: 'city: ' })
  lines.prompt()
  for await (const line of lines) {
    showAnswer(index, line)
    lines.prompt()
  }
  console.log()
}

/** Answers prefixes until the code that does it is compiled, as in a server that has run for a while. */
export function warmUp(index) {
  for (let round = 0; round < 2000; round++) {
    for (const prefix of ['', 'a', 'be', 'san', 'new y']) index.suggest(prefix)
  }
}

/** Prints the best cities for `prefix` and the time that the answer took. */
export function showAnswer(index, prefix) {
  const started = process.hrtime.bigint()
  const { suggestions } = index.suggest(prefix)
  const time = `${(Number(process.hrtime.bigint() - started) / 1e3).toFixed(0)} µs`
  if (suggestions.length === 0) {
    console.log(`nothing begins with "${prefix}", ${time}`)
    console.log('  (whole names and their beginnings match; no typos yet)\n')
    return
  }
  const count = suggestions.length === 1 ? '1 suggestion' : `${suggestions.length} suggestions`
  console.log(prefix.trim() === '' ? `the largest, in ${time}:` : `${prefix}: ${count} in ${time}`)
  const widest = Math.max(...suggestions.map(({ text }) => cellsOf(text)))
  for (const { text, weight, highlights, payload } of suggestions) {
    const padding = ' '.repeat(widest - cellsOf(text))
    const population = weight.toLocaleString('en-US').padStart(10)
    console.log(`  ${highlighted(text, highlights)}${padding}  ${payload.country}  ${population}`)
  }
  console.log()
}

function highlighted(text, highlights) {
  return highlights.reduceRight(
    (shown, { start, end }) => shown.slice(0, start) + bold(shown.slice(start, end)) + shown.slice(end),
    text,
  )
}

const segmenter = new Intl.Segmenter()
const wide = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u

/** How many cells of a terminal `text` takes. */
function cellsOf(text) {
  return [...segmenter.segment(text)].reduce((cells, { segment }) => cells + (wide.test(segment) ? 2 : 1), 0)
}
