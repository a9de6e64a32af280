import test from 'ava'
import { type Changes, changesOf, intervalOf, signTest } from '../../../src/cli/eval/changes.ts'
import { cutoffsFor, groupsOf, metricsOf, percentile, wilson } from '../../../src/cli/eval/metrics.ts'
import { type Outcome, savedBy } from '../../../src/cli/eval/run.ts'
import { parseChange } from '../../../src/cli/eval/settings.ts'
import { verdict } from '../../../src/cli/eval/tables.ts'
import { openFixture } from '../../support/fixtures.ts'

function outcomeOf(ranks: number[], latencies = ranks.map(() => 1)): Outcome {
  return { ranks: Uint16Array.from(ranks), latencies: Float64Array.from(latencies), incomplete: 0 }
}

function near(actual: number, expected: number): boolean {
  return Math.abs(actual - expected) < 1e-6
}

test('the metrics are those computed by hand', (t) => {
  const outcome = outcomeOf([3, 1, 1, 1, 0, 2, 7], [5, 1, 4, 2, 3, 7, 6])
  const metrics = metricsOf(outcome, [0, 1, 2, 3, 4, 5], [1, 3, 10])
  t.is(metrics.queries, 6)
  t.deepEqual(metrics.success, { 1: 3 / 6, 3: 5 / 6, 10: 5 / 6 })
  t.true(near(metrics.mrr, (1 / 3 + 3 + 1 / 2) / 6))
  t.is(metrics.meanRank, 8 / 5)
  t.deepEqual(metrics.latencyUs, { p50: 3, p95: 7, p99: 7 })
  t.is(metrics.saved, undefined)
})

test('the interval of a share is the one of Wilson', (t) => {
  // The example of Newcombe (1998): 81 of 263.
  const [low, high] = wilson(81, 263)
  t.deepEqual([low.toFixed(4), high.toFixed(4)], ['0.2553', '0.3662'])
  t.true(near(wilson(0, 10)[0], 0) && near(wilson(10, 10)[1], 1))
  const { intervals } = metricsOf(outcomeOf([1, 2, 0]), [0, 1, 2], [1, 10])
  t.deepEqual(intervals, { 1: wilson(1, 3), 10: wilson(2, 3) })
})

test('where nothing is found there is no mean rank, and all else is 0', (t) => {
  const { success, mrr, meanRank } = metricsOf(outcomeOf([0, 0]), [0, 1], [1])
  t.deepEqual({ success, mrr, meanRank }, { success: { 1: 0 }, mrr: 0, meanRank: null })
})

test('a percentile is a value that was measured, by the nearest rank', (t) => {
  const ten = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
  t.deepEqual(
    [50, 51, 95, 99, 100].map((percent) => percentile(ten, percent)),
    [5, 6, 10, 10, 10],
  )
  t.is(percentile([7], 50), 7)
})

test('success is told within 1, 3 and 10 suggestions, up to as many as are asked for', (t) => {
  const limits: [number | undefined, number[]][] = [
    [undefined, [1, 3, 10]],
    [10, [1, 3, 10]],
    [5, [1, 3, 5]],
    [3, [1, 3]],
    [1, [1]],
    [100, [1, 3, 10, 100]],
  ]
  for (const [limit, cutoffs] of limits) t.deepEqual(cutoffsFor(limit), cutoffs)
})

test('queries are grouped by kind in the order of the file, and by none where none has one', (t) => {
  const queries = (kinds: string[]) => kinds.map((kind, line) => ({ line, query: 'b', expected: ['b'], kind }))
  t.deepEqual(groupsOf(queries(['slip', '', 'all', 'slip'])), [
    { places: [0, 1, 2, 3] },
    { kind: 'slip', places: [0, 3] },
    { kind: '', places: [1] },
    { kind: 'all', places: [2] },
  ])
  t.deepEqual(groupsOf(queries(['', ''])), [{ places: [0, 1] }])
})

test('key presses saved are those of one who chooses when it is cheapest', async (t) => {
  const index = await openFixture(t, [
    { text: 'Alpha', weight: 100 },
    { text: 'Amber', weight: 90 },
    { text: 'Axiom', weight: 10, id: '3' },
    { text: 'Öl', weight: 1 },
    { text: '𐐀𐐀𐐀𐐀𐐀𐐀', weight: 1 },
  ])
  // The classes of the package and of its source are two, which the types tell apart.
  const source = index as unknown as Parameters<typeof savedBy>[0]
  const saved = (query: string, ...expected: string[]) => savedBy(source, { line: 1, query, expected, kind: '' }, {})
  // a, one step: 2 of 5.
  t.deepEqual(saved('alp', 'Alpha'), { keys: 3, share: 3 / 5 })
  // a, three steps: 4; ax, one step: 3 of 5.
  t.deepEqual(saved('axi', '3'), { keys: 2, share: 2 / 5 })
  t.deepEqual(saved('a', 'Axiom'), { keys: 1, share: 1 / 5 })
  // Any of them: the first that is cheapest.
  t.deepEqual(saved('axi', 'Axiom', 'Alpha'), { keys: 3, share: 3 / 5 })
  // Typing ö and one step costs as much as typing it whole.
  t.deepEqual(saved('öl', 'Öl'), { keys: 0, share: 0 })
  t.deepEqual(saved('zzz', 'Alpha'), { keys: 0, share: 0 })
  // Characters, not units of UTF-16: one typed, one step, of six.
  t.deepEqual(saved('𐐀𐐀', '𐐀𐐀𐐀𐐀𐐀𐐀'), { keys: 4, share: 4 / 6 })
})

test('the sign test is that of the tosses of a coin, with half of the end of the tail', (t) => {
  const cases: [number, number, number][] = [
    [0, 0, 1],
    [0, 1, 1 / 2],
    [2, 2, 1],
    [0, 5, 1 / 32],
    [6, 0, 1 / 64],
    [1, 3, (2 * 1 + 4) / 16],
    [7, 2, (2 * (1 + 9) + 36) / 512],
  ]
  for (const [lost, gained, p] of cases) t.true(near(signTest(lost, gained), p), `${lost} ${gained}`)
  t.true(near(signTest(50_000, 50_000), 1))
  t.true(signTest(10_000, 20_000) < 1e-100)
})

test('the sign test and the interval agree but for a hair', (t) => {
  for (let lost = 0; lost <= 100; lost += 1) {
    for (let gained = 0; gained <= 100; gained += 1) {
      const [p, [low, high]] = [signTest(lost, gained), intervalOf(lost, gained, 500)]
      if (p <= 0.05 !== (low > 0 || high < 0)) t.true(Math.abs(p - 0.05) < 0.001, `${lost} ${gained} ${p}`)
    }
  }
  t.pass()
})

test('the interval is that of Agresti and Min', (t) => {
  const [low, high] = intervalOf(5, 15, 100)
  t.true(near(low, 0.012063) && near(high, 0.184015), `${low} ${high}`)
  t.deepEqual(intervalOf(0, 1, 1)[1], 1)
  const [least, most] = intervalOf(0, 0, 10)
  t.is(least, -most)
})

test('a change between hit and miss counts by where success ends', (t) => {
  const [from, to] = [outcomeOf([1, 2, 4, 0, 5]), outcomeOf([2, 1, 1, 3, 0])]
  const places = [0, 1, 2, 3, 4]
  const counts = (cutoff: number) => {
    const { lost, gained, difference } = changesOf(from, to, places, cutoff)
    return [lost, gained, difference]
  }
  t.deepEqual(counts(1), [1, 2, 1 / 5])
  t.deepEqual(counts(3), [0, 2, 2 / 5])
  t.deepEqual(counts(10), [1, 1, 0])
  t.deepEqual(changesOf(from, to, [4], 10).lost, 1)
})

test('a difference is better or worse only if the sign test says so', (t) => {
  const judged = (lost: number, gained: number) =>
    verdict({ lost, gained, difference: 0, interval: [0, 0], p: signTest(lost, gained) } satisfies Changes)
  t.is(judged(0, 0), 'no change')
  t.is(judged(0, 4), 'may be chance')
  t.is(judged(0, 5), 'better')
  t.is(judged(9, 1), 'worse')
})

test('settings to compare are names and values, and only a comma before a name separates them', (t) => {
  t.deepEqual(parseChange('costs=unit'), [{ label: 'costs=unit', options: { costs: 'unit' } }])
  const label = 'index=a,b=c.mapahead'
  t.throws(() => parseChange(label), { message: /There is no b; there are index, limit, / })
  t.deepEqual(
    parseChange('index=a,b.mapahead,max-cost=1.5,limit=5,max-tier=0,typos=never', [{ label: 'x', options: {} }]),
    [
      { label: 'x', options: {} },
      {
        label: 'index=a,b.mapahead,max-cost=1.5,limit=5,max-tier=0,typos=never',
        index: 'a,b.mapahead',
        options: { maxCost: 1.5, limit: 5, maxTier: 0, typos: 'never' },
      },
    ],
  )
})
