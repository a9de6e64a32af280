// The story of examples/services: autocomplete inside the web app, with every feature, from one copy.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { SuggestIndex, type SuggestOptions } from 'mapahead'
import { temporaryFolder } from '../support/fixtures.ts'
import { example, runExample } from '../support/stories.ts'

const { buildServices, buildTowns } = await example('services/services.js')
const { ask, STEPS } = await example('services/tour.js')
const { measureWorkers } = await example('services/workers.js')
const { explained } = await example('services/explained.js')

const onLinux = process.platform === 'linux' ? test : test.skip

interface Asked {
  query: string
  options?: SuggestOptions
  finds: string | undefined
}

async function openServices(t: ExecutionContext): Promise<SuggestIndex> {
  const path = join(temporaryFolder(t), 'services.mapahead')
  await buildServices(path)
  const index = await SuggestIndex.open(path)
  t.teardown(() => index.close())
  return index
}

/** The rows of the file, by the names of its columns. */
function rows(): Record<string, string>[] {
  const csv = readFileSync(new URL('../../examples/services/services.csv', import.meta.url), 'utf8')
  const [head = '', ...lines] = csv.trimEnd().split('\n')
  const names = head.split(',')
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, i) => [names[i] ?? '', cell])))
}

test('each step of the tour finds what it says', async (t) => {
  const index = await openServices(t)
  for (const { title, asks } of STEPS as { title: string; asks: Asked[] }[]) {
    for (const asked of asks) t.is(ask(index, asked).suggestions[0]?.text, asked.finds, `${title}: ${asked.query}`)
  }
})

test('the key beside costs less than one far away', async (t) => {
  const index = await openServices(t)
  for (const query of ['сборка стрла', 'сборка стцла']) {
    const costs = index.suggest(query).suggestions.map(({ match }) => match.cost)
    t.deepEqual(costs, [0.75, 1])
  }
})

test('a city is a filter: what is found in it is what the file has for it, in the order of the weights', async (t) => {
  const index = await openServices(t)
  for (const city of ['moscow', 'petersburg', 'novosibirsk', 'yekaterinburg', 'kazan', 'sochi']) {
    const { suggestions, total } = index.suggest('', { filter: { city }, limit: 1000, at: '2026-06-15', total: true })
    const expected = rows().filter(({ city: cities = '' }) => cities.split('|').includes(city))
    t.deepEqual(suggestions.map(({ id }) => id).sort(), expected.map(({ id }) => id).sort())
    t.deepEqual(total, { value: expected.length, relation: 'exact' })
    const scores = suggestions.map(({ score }) => score)
    t.deepEqual(
      scores,
      scores.toSorted((a, b) => b - a),
    )
  }
})

test('the factors of an explanation multiply to the score', async (t) => {
  const index = await openServices(t)
  const { asks } = STEPS.at(-2) as { asks: Asked[] }
  for (const { query, options } of [...asks, { query: 'устоновка двери' }]) {
    for (const { weight, score, explain } of index.suggest(query, { ...options, explain: true }).suggestions) {
      if (explain === undefined) return t.fail('there is no explanation')
      const { factor, season, contexts, boost, quality, slips } = explain
      t.is(weight * factor * season * contexts * boost * (quality * slips), score)
    }
  }
  t.true(explained(index).some(([, value]: [string, unknown]) => String(value).includes('typo cost')))
})

onLinux('4 and 8 workers use one copy, and change none of it', async (t) => {
  const path = join(temporaryFolder(t), 'towns.mapahead')
  const { bytes } = await buildTowns(path, 4)
  for (const count of [4, 8]) {
    const { answers, sums } = await measureWorkers(path, count, 50)
    t.is(new Set(answers.map(({ found }: { found: number }) => found)).size, 1)
    t.true(answers[0].found > 0)
    t.true(sums.Rss >= count * bytes)
    t.true(sums.Pss <= (bytes + 4096) * 1.01, `${sums.Pss} bytes for one of ${bytes}`)
    t.is(sums.Private_Dirty, 0)
  }
})

test('it runs as its README says', async (t) => {
  t.timeout(120_000)
  const shown = await runExample(t, 'services/main.js', '--towns', '2', '--workers', '1,2', '--queries', '20')
  for (const { title } of STEPS) t.true(shown.includes(title))
})
