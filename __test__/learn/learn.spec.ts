import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { gzipSync } from 'node:zlib'
import test from 'ava'
import { isMapaheadError, learn } from 'mapahead'
import { openFixture, temporaryFolder } from '../support/fixtures.ts'
import { pairsAtRandom, pairsTable, pairsWithRule } from '../support/pairs.ts'

const PAIRS = pairsWithRule(800)

test('pairs teach costs that an index of their words finds more with', async (t) => {
  const { gain, typos, pairs, likelihood, success } = await learn(PAIRS)
  t.true(gain)
  const distinct = new Set(PAIRS.map(({ typed, meant }) => `${typed} ${meant}`)).size
  t.deepEqual([pairs.given, pairs.training + pairs.heldOut, pairs.beyond], [800, distinct, 0])
  t.true(likelihood.learned > likelihood.before && likelihood.difference.interval[0] > 0)
  t.deepEqual(
    success.map(({ kind, at }) => [kind, ...at.map(({ cutoff }) => cutoff)]),
    [
      ['all', 1, 10],
      ['whole', 1, 10],
      ['unfinished', 1, 10],
    ],
  )
  const records = PAIRS.map(({ meant }) => ({ text: meant }))
  const [before, after] = [await openFixture(t, records), await openFixture(t, records, { typos })]
  const { typed, meant } = PAIRS[0] ?? { typed: '', meant: '' }
  t.not(before.suggest(typed).suggestions[0]?.text, meant)
  t.is(after.suggest(typed).suggestions[0]?.text, meant)
})

test('pairs at random have no gain, and the given costs come back', async (t) => {
  const { gain, typos } = await learn(pairsAtRandom(3000), { typos: { swap: 0.5 } })
  t.false(gain)
  t.like(typos, { swap: 0.5, edit: 1 })
})

test('a file, its URL and an iterable of its pairs teach the same', async (t) => {
  const path = join(temporaryFolder(t), 'pairs.tsv')
  writeFileSync(path, pairsTable(PAIRS))
  const report = await learn(PAIRS)
  t.deepEqual(await learn(path), report)
  t.deepEqual(await learn(pathToFileURL(path)), report)
  t.deepEqual(await learn(new Set(PAIRS)), report)
})

test('pairs of an iterable that teach nothing are told by their numbers', async (t) => {
  const odd = [{ typed: 'a b', meant: 'ab' }, { typed: 5 }, { typed: 'x', meant: 'y', count: 0 }, null]
  const { rejects, pairs } = await learn([...(odd as typeof PAIRS), ...PAIRS])
  t.deepEqual(
    rejects.map(({ line, reason }) => `${line}: ${reason}`),
    [
      '1: typed is more than one word',
      '2: must be { typed, meant, count } of two strings and a number',
      '3: count must be a number above 0 and up to 1e9',
      '4: must be { typed, meant, count } of two strings and a number',
    ],
  )
  t.deepEqual([pairs.given, pairs.rejected], [804, 4])
})

test('a row that comes again is counted, and takes the place of none', async (t) => {
  const odd = { typed: '!!!', meant: 'the' }
  const twice = await learn([...PAIRS, ...PAIRS, odd, odd, odd])
  const counted = await learn(PAIRS.map((pair) => ({ ...pair, count: 2 })))
  t.deepEqual(twice, {
    ...counted,
    pairs: { ...counted.pairs, given: 1603, rejected: 3 },
    rejects: [{ line: 1601, reason: 'typed has no letter' }],
  })
})

test('the first twenty rejects are listed, and all are counted', async (t) => {
  const bad = Array.from({ length: 1000 }, (_, at) => ({ typed: `${at}`, meant: at % 2 === 0 ? '13' : 'a b' }))
  const { rejects, pairs } = await learn([...bad, ...PAIRS])
  t.deepEqual([pairs.rejected, pairs.given], [1000, 1800])
  t.deepEqual(
    rejects.map(({ line }) => line),
    Array.from({ length: 20 }, (_, at) => at + 1),
  )
})

test('a file is read by lines: it may end anywhere, and be gzip of many parts', async (t) => {
  const path = join(temporaryFolder(t), 'pairs.tsv')
  const report = await learn(PAIRS)
  const table = pairsTable(PAIRS)
  const lines = table.trimEnd().split('\n')
  for (const bytes of [
    `\ufeff${lines.join('\r\n')}`,
    Buffer.concat([gzipSync(table.slice(0, 99)), gzipSync(table.slice(99))]),
    gzipSync(table.replaceAll('\n', '\n\n')),
  ]) {
    writeFileSync(path, bytes)
    const { pairs, typos } = await learn(path)
    t.deepEqual([pairs, typos], [report.pairs, report.typos])
  }
  writeFileSync(path, gzipSync(table).subarray(0, -9))
  const cut = await t.throwsAsync(learn(path))
  t.true(isMapaheadError(cut, 'ERR_IO') && cut.action === 'decompress' && cut.file === path)
})

test('a line without an end and too many distinct pairs are refused with what to do', async (t) => {
  const path = join(temporaryFolder(t), 'pairs.tsv')
  // 256 MiB once it is decompressed, and a line that has no end.
  for (const bytes of [gzipSync(Buffer.alloc(2 ** 28)), Buffer.alloc(2 ** 21, 'x')]) {
    writeFileSync(path, bytes)
    const error = await t.throwsAsync(learn(path))
    t.true(isMapaheadError(error, 'ERR_INVALID_INPUT') && error.file === path && error.line === 1)
    t.regex(error?.message ?? '', /longer than 1 MiB; the file must be TSV/)
  }
  function* endless() {
    const meant = 'm'.repeat(2 ** 20)
    for (let at = 0; ; at += 1) yield { typed: `${at}`, meant }
  }
  const error = await t.throwsAsync(learn(endless()))
  t.true(isMapaheadError(error, 'ERR_INVALID_INPUT') && error.file === '<pairs>' && error.line === 64)
  t.regex(error?.message ?? '', /leave out the pairs that came once, or take a sample/)
})

test('wrong arguments have a code and a name', async (t) => {
  const refused = async (call: Promise<unknown>, code: string, message: RegExp) => {
    const error = await t.throwsAsync(call)
    t.true(isMapaheadError(error) && error.code === code, String(error))
    t.regex(error?.message ?? '', message)
  }
  await refused(
    learn(5 as never),
    'ERR_INVALID_ARGUMENT',
    /source must be a path or an iterable of pairs, got a number, 5/,
  )
  await refused(learn([]), 'ERR_INVALID_INPUT', /^<pairs>: there are 0 distinct pairs of 0 words to learn from/)
  await refused(learn(PAIRS, { language: 'en' } as never), 'ERR_INVALID_OPTION', /language/)
  await refused(learn(PAIRS, { languages: ['zz'] }), 'ERR_INVALID_OPTION', /zz/)
  await refused(learn(PAIRS, { columns: { from: 'x' } as never }), 'ERR_INVALID_OPTION', /columns/)
  await refused(learn(PAIRS, { typos: { edit: 9 } }), 'ERR_INVALID_OPTION', /typos\.edit/)
})
