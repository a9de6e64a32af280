import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import test from 'ava'
import { type BuildOptions, buildIndex, type Match, SuggestIndex, type SuggestOptions } from 'mapahead'
import { mapahead } from '../support/command.ts'
import { buildFixture, openFixture, temporaryFolder } from '../support/fixtures.ts'

const SETTINGS: BuildOptions = {
  languages: ['ru', 'en'],
  layouts: ['us', 'ru'],
  synonyms: ['fridge, ice box', 'сплит => кондиционер'],
  transliterate: true,
}

const TEXTS = [
  '🍎 Apple Watch 👩‍👩‍👧 Band',
  'Berlin',
  'Fridges repair',
  'Red Bull',
  'Redcar',
  'Ремонт холодильника',
  'Установка кондиционера',
  'Ångström 東京',
]

function openServices(t: Parameters<typeof openFixture>[0]): Promise<SuggestIndex> {
  return openFixture(
    t,
    TEXTS.map((text) => ({ text })),
    SETTINGS,
  )
}

function bestMatch(index: SuggestIndex, query: string, options?: SuggestOptions): [string, Match] | undefined {
  const [best] = index.suggest(query, options).suggestions
  return best && [best.text, best.match]
}

test('each way to match is told apart', async (t) => {
  const index = await openServices(t)
  const expected: [string, string, Omit<Match, 'surface'>][] = [
    ['band app', '🍎 Apple Watch 👩‍👩‍👧 Band', { tier: 0, kind: 'words', via: [], cost: 0 }],
    ['ремонт холодильников', 'Ремонт холодильника', { tier: 0, kind: 'words', via: ['stem'], cost: 0 }],
    ['ice bo', 'Fridges repair', { tier: 0, kind: 'prefix', via: ['synonym'], cost: 0 }],
    ['ecnfyjdrf', 'Установка кондиционера', { tier: 1, kind: 'prefix', via: ['layout'], cost: 0 }],
    ['ustanovk', 'Установка кондиционера', { tier: 1, kind: 'prefix', via: ['transliteration'], cost: 0 }],
    ['app wat', '🍎 Apple Watch 👩‍👩‍👧 Band', { tier: 1, kind: 'words', via: ['open-words'], cost: 0 }],
    ['redbull', 'Red Bull', { tier: 1, kind: 'whole', via: ['spacing'], cost: 0 }],
    ['ber lin', 'Berlin', { tier: 1, kind: 'whole', via: ['spacing'], cost: 0 }],
    ['brelin', 'Berlin', { tier: 2, kind: 'whole', via: [], cost: 0.375 }],
    ['red bull Crate', 'Red Bull', { tier: 3, kind: 'whole', via: ['dropped'], cost: 0, dropped: ['Crate'] }],
  ]
  for (const [query, text, match] of expected) {
    const found = bestMatch(index, query)
    t.is(found?.[0], text, query)
    t.like(found?.[1], match, query)
  }
})

test('the surface is the form that matched, which a synonym or the transliteration may have made', async (t) => {
  const index = await openServices(t)
  t.is(bestMatch(index, 'brelin')?.[1].surface, 'Berlin')
  t.is(bestMatch(index, 'ice bo')?.[1].surface.toLowerCase(), 'ice box repair')
  t.is(bestMatch(index, 'ustanovk')?.[1].surface.toLowerCase(), 'ustanovka konditsionera')
  t.is(bestMatch(index, 'сплит')?.[1].surface, 'установка сплит')
})

test('highlights are of each word that was typed, in the order of the text', async (t) => {
  const index = await openServices(t)
  const highlighted = (query: string) => {
    const [best] = index.suggest(query).suggestions
    return best?.highlights.map(({ start, end }) => best.text.slice(start, end))
  }
  t.deepEqual(highlighted('band app'), ['App', 'Band'])
  t.deepEqual(highlighted('watch band appl'), ['Appl', 'Watch', 'Band'])
  t.deepEqual(highlighted('東京 angs'), ['Ångs', '東京'])
})

test('highlights rise, stand apart, and cut no grapheme, whatever was typed', async (t) => {
  const index = await openServices(t)
  const segmenter = new Intl.Segmenter()
  const queries = [
    'band app',
    'bnad appl',
    'app wat',
    'redbull',
    'red bul',
    'brelin',
    'ecnfyjdrf',
    'ice box',
    'angstrom',
  ]
  for (const query of [...queries, 'rehfnj', 'кондиционеров установка', 'холодильник ремнот', 'watch 👩‍👩‍👧']) {
    for (const { text, highlights } of index.suggest(query).suggestions) {
      const boundaries = new Set([...segmenter.segment(text)].map(({ index }) => index).concat(text.length))
      let last = -1
      for (const { start, end } of highlights) {
        t.true(start > last && end > start, `${query}: ${JSON.stringify(highlights)}`)
        t.true(boundaries.has(start) && boundaries.has(end), `${query}: ${text.slice(start, end)}`)
        last = end
      }
    }
  }
})

test('options keep slips and relaxations out', async (t) => {
  const index = await openServices(t)
  const count = (query: string, options: SuggestOptions) => index.suggest(query, options).suggestions.length

  t.is(count('brelin', {}), 1)
  t.is(count('brelin', { typos: 'auto', maxTier: 2, maxCost: 3 }), 1)
  t.is(count('brelin', { typos: 'never' }), 0)
  t.is(count('brelin', { maxTier: 1 }), 0)
  t.is(count('brelin', { maxCost: 0.3 }), 0)
  t.is(count('brelin', { maxCost: 0.4 }), 1)
  t.is(count('app wat', { maxTier: 1 }), 1)
  t.is(count('app wat', { maxTier: 0 }), 0)
  t.is(count('app wat', { typos: 'never' }), 1)
})

test('with costs of one unit each edit costs 1, within the same budgets', async (t) => {
  const index = await openServices(t)
  t.is(bestMatch(index, 'brelin')?.[1].cost, 0.375)
  t.is(bestMatch(index, 'brelin', { costs: 'unit' })?.[1].cost, 1)
  t.is(bestMatch(index, 'brelin', { costs: 'weighted' })?.[1].cost, 0.375)
})

test('suggestJson is the same as suggest for every way to match and every option', async (t) => {
  const index = await openServices(t)
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const queries = [
    'band app',
    'ремонт холодильников',
    'ice bo',
    'ecnfyjdrf',
    'ustanovk',
    'app wat',
    'redbull',
    'brelin',
  ]
  const options: (SuggestOptions | undefined)[] = [
    undefined,
    { typos: 'never' },
    { maxTier: 0 },
    { maxCost: 0.25 },
    { costs: 'unit', limit: 1 },
  ]
  for (const query of queries) {
    for (const option of options) {
      t.is(decoder.decode(index.suggestJson(query, option)), JSON.stringify(index.suggest(query, option)), query)
    }
  }
})

test('the settings of a build change what slips cost, and how many there may be', async (t) => {
  const records = [{ text: 'Berlin' }]
  const cheap = await openFixture(t, records, { typos: { swap: 0.25 }, quality: { typoBase: 16 } })
  t.is(bestMatch(cheap, 'brelin')?.[1].cost, 0.25)
  t.is(cheap.suggest('brelin').suggestions[0]?.score, 2.8 / 2)
  const none = await openFixture(t, records, { typos: { budgets: { open: [], closed: [] } } })
  t.deepEqual(none.suggest('brelin').suggestions, [])
  const words = await openFixture(t, [{ text: 'New York' }], { quality: { words: 0.5 } })
  t.is(words.suggest('york').suggestions[0]?.score, 0.5)
})

test('synonyms come from a file, by its path or URL, or as rules, with the same result', async (t) => {
  const folder = temporaryFolder(t)
  const file = join(folder, 'synonyms.txt')
  writeFileSync(file, '# comment\nfridge, ice box\n\nсплит => кондиционер\n')
  const records = TEXTS.map((text) => ({ text }))
  const generations = []
  for (const synonyms of [file, pathToFileURL(file), ['fridge, ice box', 'сплит => кондиционер']]) {
    const out = join(folder, 'out')
    const report = await buildIndex(records, out, { ...SETTINGS, synonyms, synonymFactor: 0.5 })
    t.true(report.synonymForms > 0)
    t.is(report.formsCut, 0)
    using index = SuggestIndex.openSync(out)
    t.true(index.info.synonyms > 0)
    t.is(index.suggest('ice box rep').suggestions[0]?.score, 0.5)
    generations.push(report.generation)
  }
  t.is(new Set(generations).size, 1)
})

test('forms past 64 an entry are counted', async (t) => {
  const out = join(temporaryFolder(t), 'out')
  const report = await buildIndex([{ text: 'a a a a a a a' }], out, { synonyms: ['a, b, c, d'] })
  t.true(report.formsCut > 0)
  t.true(report.synonymForms <= 64)
})

test('rules in a string are told what they were taken for, and a bad rule names its line', async (t) => {
  const folder = temporaryFolder(t)
  const out = join(folder, 'out')
  await t.throwsAsync(buildIndex([{ text: 'a' }], out, { synonyms: 'a, b' }), {
    code: 'ERR_IO',
    message: /a, b.*; a string is the path of a file of rules: give the rules themselves as an array of strings$/,
  })
  const file = join(folder, 'synonyms.txt')
  writeFileSync(file, 'a, b\nc => d => e\n')
  await t.throwsAsync(buildIndex([{ text: 'a' }], out, { synonyms: file }), { message: /synonyms\.txt:2\b/ })
})

test('a language or a layout that is not known is an error that names the option, or its flag', async (t) => {
  const out = join(temporaryFolder(t), 'out')
  const wrong: [BuildOptions, string, string][] = [
    [{ languages: ['klingon'] }, 'languages', '--language'],
    [{ layouts: ['us', 'abacus'] }, 'layouts', '--layouts'],
  ]
  for (const [options, name, flag] of wrong) {
    const message = new RegExp(`^${name} must be `)
    await t.throwsAsync(buildIndex([{ text: 'a' }], out, options), { code: 'ERR_INVALID_OPTION', message })
    const value = (options.languages ?? options.layouts ?? []).join()
    const { code, stderr } = await mapahead(
      ['build', '-', '--format', 'ndjson', '-o', out, flag, value],
      '{"text":"a"}\n',
    )
    t.is(code, 2)
    t.true(stderr.startsWith(`mapahead: ${flag} must be `), stderr)
  }
})

test('the command line builds with synonyms, and shows how a suggestion matched', async (t) => {
  const folder = temporaryFolder(t)
  const [synonyms, settings, out] = [join(folder, 'rules.txt'), join(folder, 'settings.json'), join(folder, 'out')]
  writeFileSync(synonyms, 'fridge, ice box\n')
  writeFileSync(settings, '{"synonyms":"rules.txt"}')
  const lines = TEXTS.map((text) => `${JSON.stringify({ text })}\n`).join('')
  const languages = ['--language', 'en', '--layouts', 'us,ru']
  for (const flags of [
    ['--synonyms', synonyms],
    ['--settings', settings],
  ]) {
    const built = await mapahead(['build', '-', '--format', 'ndjson', '-o', out, ...flags, ...languages], lines)
    t.regex(built.stdout, /\n {2}forms +.*synonym \d+/, built.stderr)
  }
  t.regex((await mapahead(['inspect', out])).stdout, /\n {2}synonyms +\d+ rules?, factor 0\.05\n/)
  const shown = async (...args: string[]) => (await mapahead(['query', out, ...args])).stdout
  t.is(await shown('brelin'), 'Berlin  0.0885438  typo 0.375\n')
  t.is(await shown('brelin', '--typos', 'never'), '')
  t.is(await shown('brelin', '--max-cost', '0.3'), '')
  t.is(await shown('brelin', '--max-tier', '1'), '')
  t.is(await shown('band'), '🍎 Apple Watch 👩‍👩‍👧 Band  0.05  words\n')
  t.regex(await shown('ice box rep'), /^Fridges repair {2}0\.05 {2}synonym {2}\(ice box repair\)\n$/i)
  t.regex(await shown('ecnfyj'), / {2}layout\n$/)
  t.regex(await shown('red bull Crate'), /^Red Bull .* {2}without Crate\n$/)
  t.is(await shown('red bull Crate', '--max-tier', '2'), '')
  t.regex(
    await shown('red bull Crate', '--explain'),
    /\n +without +Crate\n(.|\n)*\n +dropped +× 0\.\d+ +for the words left out\n/,
  )
})

test('top five is the head of top ten, over all tiers', async (t) => {
  const texts = Array.from({ length: 12 }, (_, place) => `${['harbor', 'my harbor', 'habror'][place % 3]} ${place}`)
  const path = await buildFixture(
    t,
    texts.map((text, place) => ({ text, weight: place + 1 })),
  )
  using index = SuggestIndex.openSync(path)
  const top = (limit: number) => index.suggest('harbor', { limit }).suggestions
  t.is(top(12).length, 12)
  t.deepEqual(top(5), top(10).slice(0, 5))
})
