// Shows suggestions, and takes queries from the keyboard.
import { createInterface } from 'node:readline'
import { styleText } from 'node:util'

const bold = (text) => (process.stdout.isTTY ? styleText('bold', text) : text)

/** What to type, and what it shows. */
export const QUERIES_TO_TRY = [
  { query: 'ber', says: 'The beginning of a name:' },
  { query: 'isntanb', says: 'A slip in an unfinished word:' },
  { query: 'york new', says: 'Words in another order:' },
  { query: 'vjcrdf', says: 'Typed on the wrong keyboard layout, for Москва:' },
  { query: '東京', says: 'In another script, as the names of the large cities are:' },
  { query: 'парижа', says: 'In another form of the word, as in "from Paris":' },
  { query: 'wien', says: 'By the name in another language:' },
  { query: 'mt vern', says: 'By another word, since "mt" stands for "mount":' },
  { query: 'london', says: 'Equal names, which their countries tell apart:' },
]

/** Asks for queries until the end of input. */
export async function askForQueries(index) {
  const queries = QUERIES_TO_TRY.map(({ query }) => query).join(', ')
  console.log('Type some of the name of a city and press Enter: unfinished, with slips, in another script or layout.')
  console.log(`For example: ${queries}. Ctrl-C or Ctrl-D ends.\n`)
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
  const padded = (texts) => {
    const widest = Math.max(...texts.map(cellsOf))
    return texts.map((text) => ' '.repeat(widest - cellsOf(text)))
  }
  const places = suggestions.map(({ payload }) => placeOf(payload))
  const [afterTexts, afterPlaces] = [padded(suggestions.map(({ text }) => text)), padded(places)]
  for (const [row, { text, weight, highlights, match }] of suggestions.entries()) {
    const name = `${highlighted(text, highlights)}${afterTexts[row]}`
    const population = weight.toLocaleString('en-US').padStart(10)
    console.log(`  ${name}  ${places[row]}${afterPlaces[row]}  ${population}  ${howMatched(text, match)}`.trimEnd())
  }
  console.log()
}

/** Where a city is: its country, after its state in the United States. */
function placeOf({ region, country }) {
  return region === undefined ? country : `${region}, ${country}`
}

/** How a city was found, if not as it was typed, with the form that matched: `layout (Москва)`. */
function howMatched(text, { via, cost, surface }) {
  const ways = [...via.filter((way) => way !== 'alias'), ...(cost > 0 ? [`typo ${cost}`] : [])]
  const form = surface === text ? [] : [`(${surface})`]
  return [ways.join(', '), ...form].filter((part) => part !== '').join(' ')
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
