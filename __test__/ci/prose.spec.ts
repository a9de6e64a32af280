import { readFileSync } from 'node:fs'
import test from 'ava'
import { importScript } from './script.ts'

interface Fault {
  at: number
  says: string
}

interface Script {
  readLines(text: string): { line: string; kind: 'prose' | 'table' | 'code' | 'definition' }[]
  readSentences(text: string): string[]
  countAllWords(text: string): number
  countWords(text: string): { words: number; what: number; ofWhich: number }
  allowed(perThousand: number, words: number): number
  readAnchors(text: string): Set<string>
  findFaults(name: string, text: string): Fault[]
  findBrokenLinks(name: string, text: string, read: (path: string) => string | undefined): Fault[]
}

const script = await importScript<Script>('prose.mjs')

const page = (...lines: string[]) => lines.join('\n')
const readReadme = () => readFileSync(new URL('../../README.md', import.meta.url), 'utf8')

test('the README has at most 900 words, code and tables counted', (t) => {
  const words = script.countAllWords(readReadme())
  t.true(words > 300, 'the README was read')
  t.true(words <= 900, `${words} words`)
})

test('a README of 901 words is a fault, and so is no other page', (t) => {
  const text = page(...Array.from({ length: 901 }, () => 'word'))
  t.deepEqual(script.findFaults('README.md', text), [{ at: 1, says: '901 words, at most 900' }])
  t.deepEqual(script.findFaults('docs/api.md', text), [])
  t.deepEqual(script.findFaults('README.md', text.replace('word\n', '')), [])
})

test('a line is prose, a table, code or a link definition', (t) => {
  const text = page('one', '| a | b |', '```sh', 'npm test', '| c |', '```', '[x]: https://example.org', 'two')
  t.deepEqual(
    script.readLines(text).map(({ kind }) => kind),
    ['prose', 'table', 'code', 'code', 'code', 'code', 'definition', 'prose'],
  )
})

test('a fence ends at a mark as long as its own', (t) => {
  const text = page('````md', '```js', '```', 'still code', '````', 'prose')
  const kinds = script.readLines(text).map(({ kind }) => kind)
  t.deepEqual(kinds, ['code', 'code', 'code', 'code', 'code', 'prose'])
})

test('a line of prose has at most 100 characters, and a table may have more', (t) => {
  const long = 'é'.repeat(101)
  const text = page(long.slice(1), long, `| ${long} |`, '```', long, '```')
  t.deepEqual(script.findFaults('docs/api.md', text), [{ at: 2, says: '101 characters' }])
})

test('a semicolon is a fault in prose and in tables, and none in code', (t) => {
  const text = page('one; two', '| a; b |', '`a; b` and `c;', 'd`', '```', 'a; b', '```', '[x](y;z)')
  t.deepEqual(script.findFaults('docs/api.md', text), [
    { at: 1, says: 'a semicolon' },
    { at: 2, says: 'a semicolon' },
  ])
})

test('a code span does not reach over a blank line', (t) => {
  const text = page('a ` alone', '', 'one; two', '', 'another ` alone')
  t.deepEqual(script.findFaults('docs/api.md', text), [{ at: 3, says: 'a semicolon' }])
})

test('the words that hide a noun are counted over lines, and not in code', (t) => {
  const text = page('What passes, of', 'which and of each. `what` somewhat', '```', 'what', '```')
  t.like(script.countWords(text), { what: 1, ofWhich: 2 })
})

test('"what" stands at most twice in a thousand words, and once on a short page', (t) => {
  const words = (count: number) => Array.from({ length: count }, () => 'word').join('\n')
  t.is(script.allowed(2, 999), 1)
  t.is(script.allowed(2, 1500), 3)
  t.deepEqual(script.findFaults('docs/api.md', page('what', 'what', words(998))), [])
  const [fault] = script.findFaults('docs/api.md', page('what', 'what', words(997)))
  t.deepEqual(fault, { at: 1, says: '"what" 2 times in 999 words, at most 1' })
})

test('"of which", "of each" and "of those" count together', (t) => {
  const [fault, ...others] = script.findFaults('docs/api.md', 'of which of those')
  t.deepEqual(fault, { at: 1, says: '"of which", "of each", "of those" 2 times in 4 words, at most 1' })
  t.deepEqual(others, [])
})

test('anchors are those that GitHub makes of headings', (t) => {
  const text = page(
    '# `mapahead serve`: run it',
    '## A & B',
    '## Twice',
    '## Twice',
    '```',
    '# code',
    '```',
    '## [L](x)',
  )
  t.deepEqual([...script.readAnchors(text)], ['mapahead-serve-run-it', 'a--b', 'twice', 'twice-1', 'l'])
})

test('a link to a missing file or a missing heading is a fault', (t) => {
  const pages: Record<string, string> = { 'README.md': '# Home', 'docs/api.md': '## Settings', 'docs/memory.svg': '' }
  const text = page(
    '[a](api.md#settings) [b](../README.md) [c](memory.svg) [d](https://example.org/x) [e](#here)',
    '[f](gone.md) `[g](gone.md)`',
    '[h](api.md#gone) [a link over',
    'two lines](#gone)',
    '## Here',
    '[i]: ../gone.md',
  )
  t.deepEqual(
    script.findBrokenLinks('docs/page.md', text, (path) => (path === 'docs/page.md' ? text : pages[path])),
    [
      { at: 2, says: 'a link to gone.md, which does not exist' },
      { at: 3, says: 'a link to api.md#gone, which has no such heading' },
      { at: 4, says: 'a link to #gone, which has no such heading' },
      { at: 6, says: 'a link to ../gone.md, which does not exist' },
    ],
  )
})
