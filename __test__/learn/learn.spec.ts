import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import test from 'ava'
import { isMapaheadError, learn } from 'mapahead'
import { openFixture, temporaryFolder } from '../support/fixtures.ts'
import { pairsAtRandom, pairsTable, pairsWithRule } from '../support/pairs.ts'

const PAIRS = pairsWithRule(800)

test('pairs teach costs that an index of their words finds more with', async (t) => {
  const { gain, typos, pairs, likelihood, success } = await learn(PAIRS)
  t.true(gain)
  t.deepEqual([pairs.given, pairs.training + pairs.heldOut, pairs.beyond], [800, 800, 0])
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
  t.is(pairs.training + pairs.heldOut, 800)
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
  await refused(learn([]), 'ERR_INVALID_INPUT', /of 0 there are 0 to learn from/)
  await refused(learn(PAIRS, { language: 'en' } as never), 'ERR_INVALID_OPTION', /language/)
  await refused(learn(PAIRS, { languages: ['zz'] }), 'ERR_INVALID_OPTION', /zz/)
  await refused(learn(PAIRS, { columns: { from: 'x' } as never }), 'ERR_INVALID_OPTION', /columns/)
  await refused(learn(PAIRS, { typos: { edit: 9 } }), 'ERR_INVALID_OPTION', /typos\.edit/)
})
