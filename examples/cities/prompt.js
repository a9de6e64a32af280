// Shows suggestions, and takes prefixes from the keyboard.
import { createInterface } from 'node:readline'
import { styleText } from 'node:util'

const bold = (text) => (process.stdout.isTTY ? styleText('bold', text) : text)

/** Asks for prefixes until the end of input or an empty line's Ctrl-D. */
export async function askForPrefixes(index) {
  console.log('Type the beginning of a city and press Enter; Ctrl-D ends.\n')
  const lines = createInterface({ input: process.stdin, output: process.stdout, prompt: 'city: ' })
  lines.prompt()
  for await (const line of lines) {
    showAnswer(index, line)
    lines.prompt()
  }
  console.log()
}

/** Prints the best cities for `prefix` and the time that the answer took. */
export function showAnswer(index, prefix) {
  const started = process.hrtime.bigint()
  const { suggestions } = index.suggest(prefix)
  const microseconds = Number(process.hrtime.bigint() - started) / 1e3
  console.log(`${prefix}: ${suggestions.length} suggestions in ${microseconds.toFixed(0)} µs`)
  for (const { text, weight, highlights, payload } of suggestions) {
    const padding = ' '.repeat(Math.max(1, 32 - text.length))
    const population = weight.toLocaleString('en-US').padStart(12)
    console.log(`  ${highlighted(text, highlights)}${padding}${payload.country}${population}`)
  }
  console.log()
}

function highlighted(text, highlights) {
  return highlights.reduceRight(
    (shown, { start, end }) => shown.slice(0, start) + bold(shown.slice(start, end)) + shown.slice(end),
    text,
  )
}
