import test from 'ava'
import { buildIndex, SuggestIndex } from 'mapahead'
import { mapahead } from '../support/command.ts'
import { openFixture, temporaryFolder } from '../support/fixtures.ts'

const TEXTS = ['Résumé', 'Resume', 'Salt & Pepper', 'Öl Müller', '@home']

test('match says what was typed with its marks, and what is spelled otherwise', async (t) => {
  const records = TEXTS.map((text) => ({ text }))
  const index = await openFixture(t, records, { languages: ['en', 'de'] })
  const first = (query: string) => {
    const [found] = index.suggest(query).suggestions
    const marked = found?.highlights.map(({ start, end }) => found.text.slice(start, end))
    return [found?.text, found?.match.tier, found?.match.via, marked]
  }

  t.deepEqual(first('résumé'), ['Résumé', 0, ['verbatim'], ['Résumé']])
  t.deepEqual(first('@'), ['@home', 0, ['verbatim'], ['@']])
  t.deepEqual(first('salt and p'), ['Salt & Pepper', 0, ['spelled'], ['Salt & P']])
  t.deepEqual(first('oel m'), ['Öl Müller', 0, ['spelled'], ['Öl M']])
  t.is(index.suggest('!').suggestions.length, TEXTS.length)
})

test('match says what was found by parts, by words of several forms, and by initial consonants', async (t) => {
  const records = [{ text: 'GTX1660 Super' }, { text: 'Lyon 3', aliases: ['69003'] }, { text: '부산역' }]
  const index = await openFixture(t, records, { languages: ['ko'] })
  const first = (query: string) => {
    const [found] = index.suggest(query, { explain: true }).suggestions
    const marked = found?.highlights.map(({ start, end }) => found.text.slice(start, end))
    return [found?.match.via, found?.match.surface, marked, found?.explain?.words.map(({ word }) => word)]
  }

  t.deepEqual(first('1660'), [['parts'], 'gtx 1660 super', ['1660'], ['1660']])
  t.deepEqual(first('lyon 69003'), [['combined'], 'Lyon 3', ['Lyon'], ['lyon', '69003']])
  t.deepEqual(first('ㅂㅅ').slice(0, 3), [['initials'], 'ㅂㅅㅇ', ['부산']])
  t.like(index.info.forms, { alias: 1, parts: 1, initials: 1 })
})

test('an explanation has the factor of marks in its quality', async (t) => {
  const index = await openFixture(t, [{ text: 'Résumé' }], { quality: { verbatim: 7 } })
  const [found] = index.suggest('résumé', { explain: true }).suggestions
  t.is(found?.explain?.quality, 70)
  t.is(found?.score, 70)
  t.deepEqual(found?.explain?.readAs, ['résumé'])
})

test('report and inspect say how many forms there are of each kind', async (t) => {
  const out = `${temporaryFolder(t)}/forms`
  const records = TEXTS.map((text) => ({ text, aliases: text === 'Resume' ? ['CV'] : [] }))
  const { forms } = await buildIndex(records, out, { languages: ['en', 'de'] })

  t.deepEqual(forms, { alias: 1, synonym: 0, transliteration: 0, verbatim: 4, spelled: 4, parts: 0, initials: 0 })
  using index = SuggestIndex.openSync(out)
  t.deepEqual(index.info.forms, forms)
  const { stdout } = await mapahead(['inspect', out])
  t.regex(stdout, /\n {2}forms +alias 1, verbatim 4, spelled 4\n/)
})
