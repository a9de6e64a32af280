import { createReadStream, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { inspect } from 'node:util'
import test from 'ava'
import { buildIndex, isMapaheadError, SuggestIndex } from 'mapahead'
import { buildFixture, openFixture, PLACES, temporaryFolder } from '../support/fixtures.ts'

test('an array of texts in place of records is told what it was taken for', async (t) => {
  const out = join(temporaryFolder(t), 'out')
  const error = await t.throwsAsync(buildIndex(['Berlin', 'Bern'], out), {
    message: /Berlin.*; an array of strings is an array of paths: give texts as records, \{ text \}$/,
  })
  t.true(isMapaheadError(error))
  t.true(isMapaheadError(error?.cause))
  const missing = await t.throwsAsync(buildIndex(['./missing.csv'], out), { code: 'ERR_IO' })
  t.notRegex(missing?.message ?? '', /an array of strings/)
})

test('bytes in place of records are refused, from a buffer and from a stream', async (t) => {
  const folder = temporaryFolder(t)
  const [input, out] = [join(folder, 'input.ndjson'), join(folder, 'out')]
  writeFileSync(input, '{"text":"Bern"}\n')
  const expected = { code: 'ERR_INVALID_ARGUMENT', message: /got bytes; pass the path of the file$/ }

  // @ts-expect-error: a buffer is no source
  await t.throwsAsync(buildIndex(Buffer.from('{"text":"Bern"}\n'), out), expected)
  await t.throwsAsync(buildIndex(createReadStream(input), out), expected)
  await t.throwsAsync(buildIndex(createReadStream(input), out, { onError: 'skip' }), expected)
})

test('file: URLs are paths, as for node:fs, and other URLs are not', async (t) => {
  const folder = temporaryFolder(t)
  const [input, out] = [join(folder, 'in put.ndjson'), join(folder, 'out é.mapahead')]
  writeFileSync(input, '{"text":"Bern"}\n')
  const url = pathToFileURL(out)

  await buildIndex(pathToFileURL(input), url)
  using index = await SuggestIndex.open(url)
  t.is(index.info.entries, 1)
  await buildIndex([pathToFileURL(input), input], out)
  using again = SuggestIndex.openSync(url)
  t.is(again.info.entries, 2)

  const wrong = new URL('https://example.org/a.mapahead')
  const expected = { code: 'ERR_INVALID_ARGUMENT', message: /must be a path or a file: URL, got https:/ }
  await t.throwsAsync(SuggestIndex.open(wrong), expected)
  await t.throwsAsync(buildIndex(PLACES, wrong), expected)
  await t.throwsAsync(buildIndex(wrong, out), expected)
})

test('new SuggestIndex() says how to open one', (t) => {
  // @ts-expect-error: the constructor is private
  t.throws(() => new SuggestIndex('a.mapahead'), {
    code: 'ERR_INVALID_ARGUMENT',
    message: /use SuggestIndex\.open\(path\)/,
  })
})

test('an index is inspected as its path, entries and generation, or as closed', async (t) => {
  const path = await buildFixture(t, PLACES)
  const index = await SuggestIndex.open(path)
  const [shown, { generation }] = [inspect(index, { breakLength: Number.POSITIVE_INFINITY }), index]
  t.is(shown, `SuggestIndex { path: '${path}', entries: ${PLACES.length}, generation: '${generation}' }`)
  t.is(inspect({ a: { b: index } }, { depth: 1 }), '{\n  a: { b: SuggestIndex {…} }\n}'.replace(/\n */g, ' '))
  index.close()
  t.is(inspect(index, { breakLength: Number.POSITIVE_INFINITY }), `SuggestIndex { path: '${path}', closed: true }`)
})

test('a rejection has the stack of those who wait for it', async (t) => {
  const folder = temporaryFolder(t)
  const [missing, out] = [join(folder, 'missing.ndjson'), join(folder, 'out')]
  const index = await openFixture(t, PLACES)
  index.close()
  const calls: Record<string, () => Promise<unknown>> = {
    async opens() {
      await SuggestIndex.open(missing)
    },
    async buildsFromFile() {
      await buildIndex(missing, out)
    },
    async buildsFromFiles() {
      await buildIndex([missing], out)
    },
    async buildsFromRecords() {
      await buildIndex([{ text: '' }], out)
    },
    async buildsIntoNothing() {
      await buildIndex(PLACES, join(folder, 'no', 'out'))
    },
    async verifies() {
      await index.verify()
    },
  }
  for (const [name, call] of Object.entries(calls)) {
    const error = await t.throwsAsync(call(), undefined, name)
    t.true(isMapaheadError(error), name)
    t.true(error?.stack?.startsWith(`Error: ${error.message}\n`), error?.stack)
    t.regex(error?.stack ?? '', new RegExp(`\\n +at .*${name}.*mistakes\\.spec`), name)
  }
})
