import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { type BuildOptions, SuggestIndex } from 'mapahead'
import { LINES, mapahead } from '../support/command.ts'
import { temporaryFolder } from '../support/fixtures.ts'

test('settings come from a file, and flags go before it', async (t) => {
  const folder = temporaryFolder(t)
  const [settings, out] = [join(folder, 'settings.json'), join(folder, 'out')]
  const build = (...flags: string[]) =>
    mapahead(['build', '-', '--format', 'ndjson', '-o', out, '--settings', settings, ...flags], LINES)

  writeFileSync(settings, '{"kind":"literal","quality":{"whole":3}}')
  t.is((await build()).code, 0)
  using literal = SuggestIndex.openSync(out)
  t.like(literal.info, { kind: 'literal', quality: { whole: 3, prefix: 1 } })
  t.is((await build('--kind', 'text')).code, 0)
  using words = SuggestIndex.openSync(out)
  t.is(words.info.kind, 'text')

  const wrong = ['{"knd":"text"}', 'not JSON', '[]', '{"kind":5}', '{"kind":"words"}', '{"quality":{"whole":0}}']
  for (const content of wrong) {
    writeFileSync(settings, content)
    const { code, stderr } = await build()
    t.is(code, 2, content)
    t.regex(stderr, /^mapahead: .*settings\.json: .*\[ERR_INVALID_OPTION\]\n$/)
  }
  rmSync(settings)
  const { code, stderr } = await build()
  t.is(code, 1)
  t.regex(stderr, /^mapahead: cannot read .*settings\.json: .*\[ERR_IO\]\n$/)
})

test('every setting of a build may stand in the file, and reaches the index', async (t) => {
  const folder = temporaryFolder(t)
  const [settings, out] = [join(folder, 'settings.json'), join(folder, 'out')]
  const given = {
    kind: 'text',
    languages: ['ru', 'en'],
    layouts: ['us', 'ru'],
    synonyms: ['new york, nyc'],
    synonymFactor: 0.25,
    transliterate: true,
    inside: true,
    seasons: { warm: [0.5, 0.5, 1, 1, 2, 4, 8, 4, 2, 1, 0.5, 0.5] },
    quality: { whole: 8, prefix: 2, words: 0.5, slippedWords: 0.25, verbatim: 2, typoBase: 3 },
    typos: {
      edit: 1,
      dropped: 0.875,
      neighbor: 0.25,
      doubled: 0.75,
      halved: 0.625,
      swap: 0.5,
      sound: 0.125,
      first: 1.5,
      letters: { e: { a: 0.5 }, '': { h: 0.25 }, k: { '': 0.9 }, ei: { ie: 0.25 } },
      budgets: {
        open: [
          { from: 4, edits: 1, cost: 1, cheapOnly: true },
          { from: 9, edits: 2, cost: 1.5, cheapOnly: false },
        ],
        closed: [],
      },
    },
  } satisfies BuildOptions
  writeFileSync(settings, JSON.stringify(given))
  const built = await mapahead(['build', '-', '--format', 'ndjson', '-o', out, '--settings', settings], LINES)
  t.is(built.code, 0, built.stderr)
  using index = SuggestIndex.openSync(out)
  const { synonyms, ...others } = given
  t.like(index.info, others)
  t.is(typeof index.info.synonyms, 'number')

  const { stdout } = await mapahead(['inspect', out])
  t.regex(stdout, /\n {2}languages +ru, en\n {2}layouts +us, ru\n/)
  t.regex(stdout, /\n {2}transliteration +to Latin\n {2}inside words +found by parts of three letters or more\n/)
  t.regex(built.stdout, /\n {2}inside words +found by parts of three letters or more\n/)
  t.regex(
    stdout,
    /\n {2}quality +whole 8, prefix 2, words 0\.5, words with slips 0\.25, verbatim 2, typo base 3, drop base 10,000\n/,
  )
  t.regex(
    stdout,
    /\n {2}typo costs +edit 1, dropped 0\.875, neighbor 0\.25, doubled 0\.75, halved 0\.625, swap 0\.5, sound 0\.125, first letter 1\.5\n/,
  )
  t.regex(
    stdout,
    /\n {2}costs of letters +4 costs of single edits\n {2}slips, open words +from 4 letters: 1 cheap edit for at most 1\n +from 9 letters: 2 edits for at most 1\.5\n {2}slips, closed words +no slips\n/,
  )
})

test('flags of languages and layouts go before the file of settings, and an error names who said it', async (t) => {
  const folder = temporaryFolder(t)
  const [settings, out] = [join(folder, 'settings.json'), join(folder, 'out')]
  writeFileSync(settings, '{"languages":["de"],"layouts":["de"],"transliterate":false}')
  const build = (...flags: string[]) =>
    mapahead(['build', '-', '--format', 'ndjson', '-o', out, '--settings', settings, ...flags], LINES)

  t.is((await build('--language', 'ru, en', '--transliterate', '--inside')).code, 0)
  using index = SuggestIndex.openSync(out)
  t.like(index.info, { languages: ['ru', 'en'], layouts: ['de'], transliterate: true, inside: true })

  const wrong = [
    '{"languages":"de"}',
    '{"layouts":[5]}',
    '{"synonyms":5}',
    '{"synonymFactor":2}',
    '{"transliterate":"no"}',
    '{"inside":1}',
    '{"typos":{"swop":1}}',
    '{"typos":{"swap":9}}',
    '{"typos":{"budgets":{"open":[{"from":3}]}}}',
    '{"quality":{"typoBase":0}}',
    '{"language":["de"]}',
  ]
  for (const content of wrong) {
    writeFileSync(settings, content)
    const { code, stderr } = await build()
    t.is(code, 2, content)
    t.regex(stderr, /^mapahead: .*settings\.json: .*\[ERR_INVALID_OPTION\]\n$/, content)
  }
})
