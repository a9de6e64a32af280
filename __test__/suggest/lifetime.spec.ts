import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { buildIndex, type OpenOptions, SuggestIndex } from 'mapahead'
import { buildFixture, openFixture, PLACES, temporaryFolder } from '../support/fixtures.ts'

test('openSync gives the same index as open', async (t) => {
  const path = await buildFixture(t, PLACES)
  using index = SuggestIndex.openSync(path)
  using same = await SuggestIndex.open(path)

  t.deepEqual(index.suggest('be'), same.suggest('be'))
  t.is(index.generation, same.generation)
})

test('info says what the index holds', async (t) => {
  const { info } = await openFixture(t, PLACES, { quality: { whole: 3 } })

  t.is(info.entries, PLACES.length)
  const forms = Object.values(info.forms).reduce((sum, count) => sum + count, 0)
  t.deepEqual([info.forms.alias, info.forms.verbatim], [2, 1])
  t.is(info.slots, PLACES.length + forms)
  t.is(info.kind, 'text')
  t.deepEqual(info.quality, {
    whole: 3,
    prefix: 1,
    words: 0.05,
    slippedWords: 0.005,
    verbatim: 3,
    typoBase: 10_000,
    dropBase: 10_000,
  })
  t.regex(info.generation, /^[0-9a-f]{16}$/)
  const sections = info.sections.reduce((sum, { bytes }) => sum + bytes, 0)
  t.true(sections > info.textBytes && info.bytes > sections)
})

test('the settings of an index are by default those that the docs say', async (t) => {
  const docs = readFileSync(new URL('../../docs/api.md', import.meta.url), 'utf8')
  const { info } = await openFixture(t, PLACES)
  const { budgets, ...costs } = info.typos

  for (const [name, cost] of Object.entries(costs)) {
    t.regex(docs, new RegExp(`\\n\\| \`${name}\` +\\|[^|]+\\| ${cost} +\\|\\n`))
  }
  const documented = [...docs.matchAll(/\{ from: (\d+), edits: (\d+), cost: ([\d.]+)(, cheapOnly: true)? \}/g)]
  t.deepEqual(
    documented.map(([, from, edits, cost, cheapOnly]) => ({
      from: Number(from),
      edits: Number(edits),
      cost: Number(cost),
      cheapOnly: cheapOnly !== undefined,
    })),
    [...budgets.open, ...budgets.closed],
  )
  for (const [name, value] of Object.entries(info.quality)) {
    t.regex(docs, new RegExp(`\\n\\| \`${name}\` +\\|[^|]+\\|[^|]+\\| ${value.toLocaleString('en')}[ ,]`))
  }
  t.true(docs.includes(`\`synonymFactor\` (0 to 1, ${info.synonymFactor} by default)`))
  t.like(info, { languages: [], layouts: [], synonyms: 0, transliterate: false, inside: false })
})

test('after close every call says that the index is closed, and closing again does nothing', async (t) => {
  const index = await openFixture(t, PLACES)
  index.close()
  index.close()

  for (const call of [() => index.suggest('b'), () => index.suggestJson('b'), () => index.get('b'), () => index.info]) {
    t.throws(call, { code: 'ERR_CLOSED' })
  }
  await t.throwsAsync(index.verify(), { code: 'ERR_CLOSED' })
})

test('using closes the index at the end of its block', async (t) => {
  const path = await buildFixture(t, PLACES)
  const escaped = (() => {
    using index = SuggestIndex.openSync(path)
    index.suggest('b')
    return index
  })()
  t.throws(() => escaped.suggest('b'), { code: 'ERR_CLOSED' })
})

test('an index may be closed while it is verified', async (t) => {
  const index = await openFixture(t, PLACES)
  const { bytes, entries } = index.info

  const verifying = index.verify()
  index.close()
  const report = await verifying

  t.is(report.bytes, bytes)
  t.is(report.entries, entries)
})

test('an answer outlives its index', async (t) => {
  const index = await openFixture(t, PLACES)
  const json = index.suggestJson('b')
  const answer = index.suggest('b')
  index.close()
  t.is(Buffer.from(json).toString(), JSON.stringify(answer))
})

test('an open index keeps answering from the old file after a new build', async (t) => {
  const path = await buildFixture(t, PLACES)
  using before = await SuggestIndex.open(path)
  const answer = before.suggest('be')

  await buildIndex([{ text: 'Beta' }], path)

  t.deepEqual(before.suggest('be'), answer)
  using after = await SuggestIndex.open(path)
  t.deepEqual(
    after.suggest('be').suggestions.map(({ text }) => text),
    ['Beta'],
  )
})

test('verify finds a changed byte', async (t) => {
  const path = await buildFixture(t, PLACES)
  const copy = join(temporaryFolder(t), 'damaged.mapahead')
  const bytes = readFileSync(path)
  const place = bytes.indexOf('Bergen')
  bytes.write('Ber9en', place)
  writeFileSync(copy, bytes)

  using index = await SuggestIndex.open(copy)
  await t.throwsAsync(index.verify(), { code: 'ERR_CORRUPT', message: /damaged\.mapahead/ })
})

test('opening says what is wrong with a file', async (t) => {
  const folder = temporaryFolder(t)
  const path = await buildFixture(t, PLACES)
  const bytes = readFileSync(path)
  const file = (name: string, content: Uint8Array | string) => {
    writeFileSync(join(folder, name), content)
    return join(folder, name)
  }
  const cases: [string, object][] = [
    [join(folder, 'missing'), { code: 'ERR_IO', message: /missing.*No such file or directory/ }],
    [file('empty', ''), { code: 'ERR_NOT_AN_INDEX' }],
    [file('other', 'something else entirely, and long enough for a header'.repeat(10)), { code: 'ERR_NOT_AN_INDEX' }],
    [file('short', bytes.subarray(0, -1)), { code: 'ERR_CORRUPT' }],
  ]
  for (const [name, expectation] of cases) {
    t.throws(() => SuggestIndex.openSync(name), expectation)
    await t.throwsAsync(SuggestIndex.open(name), expectation)
  }
})

test('opening refuses options that it does not have, and paths that are no strings', async (t) => {
  const path = await buildFixture(t, PLACES)
  const wrong: [object, RegExp][] = [
    [{ follow: true }, /there are verify, warm, watch, copy/],
    [{ watch: 'yes' }, /^watch must be true or false/],
    [{ verify: 1 }, /^verify must be true or false/],
  ]
  for (const [options, message] of wrong) {
    await t.throwsAsync(SuggestIndex.open(path, options as OpenOptions), { code: 'ERR_INVALID_OPTION', message })
    t.throws(() => SuggestIndex.openSync(path, options as OpenOptions), { code: 'ERR_INVALID_OPTION', message })
  }
  await t.throwsAsync(SuggestIndex.open(5 as unknown as string), { code: 'ERR_INVALID_ARGUMENT' })
})
