// The demo of `npm start`: the cities of the world, with the settings that the README shows.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { buildIndex, SuggestIndex, type Suggestion } from 'mapahead'
import { example } from '../support/stories.ts'

const { demoRecords, SETTINGS } = await example('cities/cities.js')
const { QUERIES_TO_TRY, showAnswer } = await example('cities/prompt.js')

interface Place {
  country: string
  region?: string
}

const folder = mkdtempSync(join(tmpdir(), 'mapahead-cities-'))
let index: SuggestIndex

test.before(async (t) => {
  t.timeout(300_000)
  const path = join(folder, 'cities.mapahead')
  const { entries, synonymForms, formsCut } = await buildIndex(demoRecords(), path, SETTINGS)
  t.is(entries, 135_233)
  t.true(synonymForms > 1000)
  t.is(formsCut, 0)
  index = await SuggestIndex.open(path)
})

test.after.always(() => {
  index?.close()
  rmSync(folder, { recursive: true })
})

/** What the demo prints for a query. */
function shown(t: ExecutionContext, query: string): string {
  const lines: string[] = []
  const { log } = console
  console.log = (line = '') => lines.push(line)
  t.teardown(() => {
    console.log = log
  })
  showAnswer(index, query)
  console.log = log
  return lines.join('\n')
}

test.serial('each query that the demo offers finds what it says, in the way that it says', (t) => {
  const found: Record<string, string> = {}
  const ways = new Set<string>()
  for (const { query } of QUERIES_TO_TRY) {
    const [best] = index.suggest(query, { limit: 1 }).suggestions
    found[query] = best?.text ?? ''
    for (const way of best?.match.via ?? []) ways.add(way)
    if ((best?.match.cost ?? 0) > 0) ways.add('slip')
  }
  t.deepEqual(found, {
    ber: 'Berlin',
    isntanb: 'Istanbul',
    'york new': 'New York City',
    vjcrdf: 'Moscow',
    東京: 'Tokyo',
    парижа: 'Paris',
    wien: 'Vienna',
    'mt vern': 'Mount Vernon',
    london: 'London',
  })
  t.deepEqual([...ways].sort(), ['alias', 'layout', 'slip', 'stem', 'synonym'])
})

test.serial(
  'the large cities are found by their names in other scripts, and by Latin spellings of these',
  async (t) => {
    const names: [string, string][] = [
      ['Москва', 'Moscow'],
      ['moskva', 'Moscow'],
      ['北京', 'Beijing'],
      ['ソウル', 'Seoul'],
      ['서울', 'Seoul'],
      ['القاهرة', 'Cairo'],
      ['αθήνα', 'Athens'],
      ['मुंबई', 'Mumbai'],
      ['תל אביב', 'Tel Aviv'],
      ['กรุงเทพ', 'Bangkok'],
      ['münchen', 'Munich'],
      ['city of light', 'Paris'],
    ]
    for (const [typed, text] of names) t.is(index.suggest(typed, { limit: 1 }).suggestions[0]?.text, text, typed)
  },
)

test.serial('equal names stand apart by their countries, and by their states in the United States', (t) => {
  const { suggestions } = index.suggest('london', { limit: 20 })
  const londons = (suggestions as Suggestion<Place>[]).filter(({ text }) => text === 'London')
  const places = londons.map(({ payload }) => [payload?.region, payload?.country].filter(Boolean).join(', '))
  t.deepEqual(places, [
    'United Kingdom',
    'Canada',
    'OH, United States',
    'KY, United States',
    'CA, United States',
    'AR, United States',
  ])
  const answer = shown(t, 'london')
  for (const place of places.slice(0, 3)) t.true(new RegExp(`London +${place} `).test(answer), `${place} in ${answer}`)
})

test.serial('the demo says how a city was found that does not begin with what was typed', (t) => {
  t.regex(shown(t, 'vjcrdf'), /^vjcrdf: .*\n {2}Moscow {2}Russia {2}10,381,222 {2}layout \(Москва\)$/m)
  t.regex(shown(t, 'isntanb'), /\n {2}Istanbul .* 14,804,116 {2}typo 1\n/)
  t.regex(shown(t, 'ber'), /\n {2}Berlin +Germany +3,426,354\n/)
})
