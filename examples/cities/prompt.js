// Shows suggestions, and takes queries from the keyboard.
import { createInterface } from 'node:readline'
import { styleText } from 'node:util'

const bold = (text) => (process.stdout.isTTY ? styleText('bold', text) : text)

/** Asks for queries until the end of input. */
export async function askForQueries(index) {
  console.log('Type some of the name of a city and press Enter: unfinished, with slips, its words in any order.')
  console.log('Ctrl-C or Ctrl-D ends.\n')
  const lines = createInterface({ input: process.stdin, output: process.stdout, prompt: 'city: ' })
  lines.prompt()
  for await (const line of lines) {
    showAnswer(index, line)
    lines.prompt()
  }
  console.log()
}

/** Answers queries until the code that does it is compiled, as in a server that has run for a while. */
export function warmUp(index) {
  for (let round = 0; round < 2000; round++) {
    for (const query of ['', 'a', 'be', 'san', 'yrok']) index.suggest(query)
  }
}

/** Prints the best cities for `query` and the time that the answer took. */
export function showAnswer(index, query) {
  const started = process.hrtime.bigint()
  const { suggestions } = index.suggest(query, { limit: 5 })
  const time = `${(Number(process.hrtime.bigint() - started) / 1e3).toFixed(0)} µs`
  if (suggestions.length === 0) {
    console.log(`no city matches "${query}", ${time}\n`)
    return
  }
  const count = suggestions.length === 1 ? '1 suggestion' : `${suggestions.length} suggestions`
  console.log(query.trim() === '' ? `the largest, in ${time}:` : `${query}: ${count} in ${time}`)
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
