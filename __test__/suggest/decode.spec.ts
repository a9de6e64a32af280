import test from 'ava'
import { suggestPacked } from '../../src/suggest/decode.ts'
import type { SuggestOptions } from '../../src/suggest/options.ts'
import { readRequest } from '../../src/suggest/request/read.ts'

/** A suggestion as the addon packs it, by `crates/node/src/packed.rs`. */
interface Packed {
  texts: readonly string[]
  surface?: boolean
  ranges: readonly number[]
  tier?: number
  bits?: number
  cost?: number
  /** The words that were left out, the last of the texts. */
  dropped?: string
}

const REQUEST_LENGTH = 11

/** Stands for the addon: writes what it would write of `suggestions`, and keeps the requests that it read. */
function nativeOf(suggestions: readonly Packed[]) {
  const requests: number[][] = []
  const records = suggestions.flatMap(({ texts, surface, ranges, tier, bits, cost, dropped }) => [
    texts[0]?.length ?? 0,
    -1,
    surface ? (texts[1]?.length ?? 0) : -1,
    1,
    1,
    ranges.length / 2,
    ranges[0] ?? 0,
    ranges[1] ?? 0,
    tier ?? 0,
    bits ?? 0,
    cost ?? 0,
    dropped?.length ?? -1,
  ])
  const further = suggestions.flatMap(({ ranges }) => ranges.slice(2))
  const answer = [suggestions.length, 1, 0, 6 + records.length + further.length, -1, 0, ...records, ...further]
  const native = {
    requests,
    suggest(_query: string, numbers: Float64Array): string {
      requests.push([...numbers.subarray(0, REQUEST_LENGTH)])
      const fits = numbers.length >= REQUEST_LENGTH + answer.length
      numbers.set(fits ? answer : answer.slice(0, 6), REQUEST_LENGTH)
      return fits ? suggestions.flatMap(({ texts, dropped = '' }) => [...texts, dropped]).join('') : ''
    },
  }
  return native
}

type Native = Parameters<typeof suggestPacked>[0]

/** Asks what stands for the addon, which has only the method of plain queries. */
function suggest(native: ReturnType<typeof nativeOf>, options?: SuggestOptions) {
  return suggestPacked(native as unknown as Native, 'path', 'generation', 'query', readRequest(options, 'suggest'))
}

function ask(suggestions: readonly Packed[], options?: SuggestOptions) {
  return suggest(nativeOf(suggestions), options).suggestions
}

test('each suggestion gets its own highlights, however many the others have', (t) => {
  const texts = ['🍎 apple watch', 'none', 'one here', 'a b c d']
  const ranges = [[3, 6, 9, 12], [], [4, 8], [0, 1, 2, 3, 4, 5, 6, 7]]

  const suggestions = ask(texts.map((text, place) => ({ texts: [text], ranges: ranges[place] ?? [] })))

  t.deepEqual(
    suggestions.map(({ text, highlights }) => highlights.map(({ start, end }) => text.slice(start, end))),
    [['app', 'wat'], [], ['here'], ['a', 'b', 'c', 'd']],
  )
})

test('the bits of a match become its kind and what relaxed it, in order', (t) => {
  const kinds = ask([0, 2, 4].map((bits) => ({ texts: ['x'], ranges: [], bits })))
  t.deepEqual(
    kinds.map(({ match }) => match.kind),
    ['prefix', 'whole', 'words'],
  )
  const all = [
    'alias',
    'synonym',
    'verbatim',
    'spelled',
    'parts',
    'combined',
    'initials',
    'inside',
    'stem',
    'layout',
    'transliteration',
    'spacing',
    'open-words',
    'joined',
    'split',
    'dropped',
  ]
  const single = ask(all.map((_, place) => ({ texts: ['x'], ranges: [], bits: 8 << place })))
  t.deepEqual(
    single.map(({ match }) => match.via),
    all.map((via) => [via]),
  )
  const [together] = ask([{ texts: ['text', 'surface'], surface: true, ranges: [], tier: 2, bits: 0x7fffc, cost: 1.5 }])
  t.deepEqual(together?.match, { tier: 2, kind: 'words', via: all, surface: 'surface', cost: 1.5 })
})

test('the words that were left out stand behind the surface, and only where there are some', (t) => {
  const [first, second, third] = ask([
    { texts: ['Oak Table', 'Table'], surface: true, ranges: [], tier: 3, dropped: 'buy\nÉlan' },
    { texts: ['Chair'], ranges: [] },
    { texts: ['Desk'], ranges: [], tier: 3, dropped: 'x' },
  ])
  t.deepEqual([first?.text, first?.match.surface, first?.match.dropped], ['Oak Table', 'Table', ['buy', 'Élan']])
  t.deepEqual([second?.text, second && 'dropped' in second.match], ['Chair', false])
  t.deepEqual([third?.text, third?.match.surface, third?.match.dropped], ['Desk', 'Desk', ['x']])
})

test('the options that are given reach the addon, also when it is asked again for more room', (t) => {
  const many = Array.from({ length: 2000 }, () => ({ texts: ['x y'], ranges: [0, 1, 2, 3] }))
  const native = nativeOf(many)
  const options: SuggestOptions = {
    limit: 7,
    typos: 'never',
    maxTier: 1,
    maxCost: 0.5,
    costs: 'unit',
    at: '1970-02-01',
    explain: false,
    total: true,
    distinct: true,
  }

  const { suggestions } = suggest(native, options)

  t.is(suggestions.length, 2000)
  t.true(suggestions.every(({ highlights }) => highlights.length === 2))
  t.is(native.requests.length, 2)
  for (const [given, limit, , ...others] of native.requests) {
    t.deepEqual([given, limit, ...others], [0b1111111101, 7, 1, 1, 0.5, 1, 31, 0, 1, 1])
  }
})

test('options of one query do not reach the next', (t) => {
  const native = nativeOf([])
  suggest(native, { limit: 1, offset: 2, typos: 'auto' })
  suggest(native, undefined)
  suggest(native, { offset: 3 })
  t.deepEqual(
    native.requests.map(([given]) => given),
    [0b111, 0, 0b10],
  )
})

test('a getter among the options may ask a query of its own', (t) => {
  const inner = Array.from({ length: 4000 }, () => ({ texts: ['inner'], ranges: [] }))
  const native = nativeOf([{ texts: ['outer'], ranges: [0, 2] }])
  const options = {
    get limit() {
      ask(inner, { limit: 1, offset: 1 })
      return 5
    },
  }
  const { suggestions } = suggest(native, options)
  t.deepEqual(
    suggestions.map(({ text }) => text),
    ['outer'],
  )
  t.deepEqual(native.requests[0]?.slice(0, 2), [1, 5])
})
