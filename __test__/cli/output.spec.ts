import { execFileSync, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { stripVTControlCharacters } from 'node:util'
import test from 'ava'
import type { Match, Suggestion } from 'mapahead'
import { cut, widthOf } from '../../src/cli/text/cells.ts'
import { plainSuggestions, styledSuggestions } from '../../src/cli/text/suggestions.ts'
import { formatNumber } from '../../src/cli/text/table.ts'
import { buildFixture, openFixture, PLACES } from '../support/fixtures.ts'

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))

const hasScript = process.platform === 'linux' && spawnSync('script', ['--version']).status === 0
const inTerminal = hasScript ? test : test.skip

function mapahead(...args: string[]): string {
  return execFileSync(process.execPath, [MAIN, ...args], { encoding: 'utf8' })
}

test('a width counts the cells of a terminal', (t) => {
  const widths: [string, number][] = [
    ['', 0],
    ['Bern', 4],
    ['é', 1],
    ['e\u0301', 1],
    ['東京', 4],
    ['🍎 a', 4],
    ['\u001b[1mBern\u001b[22m', 4],
  ]
  for (const [text, width] of widths) t.is(widthOf(text), width, text)
})

test('what is cut is as wide as asked for at most, and ends in an ellipsis', (t) => {
  t.is(cut('Bern', 4), 'Bern')
  t.is(cut('Berlin', 4), 'Ber…')
  t.is(cut('東京都', 5), '東京…')
  t.is(cut('東京都', 4), '東…')
  t.is(cut('Bern', 0), '')
})

test('numbers keep significant digits, and are not made of zeros', (t) => {
  const numbers: [number, string][] = [
    [0, '0'],
    [1234567.891, '1,234,567.89'],
    [0.1 + 0.2, '0.3'],
    [0.000001, '0.000001'],
    [0.0123456, '0.0123456'],
    [1e-9, '1e-9'],
    [1e21, '1e21'],
  ]
  for (const [number, text] of numbers) t.is(formatNumber(number), text)
})

test('on a terminal suggestions have a heading and a payload, within its width', async (t) => {
  const index = await openFixture(t, PLACES)
  const { suggestions } = index.suggest('ber')

  const lines = stripVTControlCharacters(styledSuggestions(suggestions, 80)).split('\n')

  t.is(lines[0], 'text          score  id    matched form  payload')
  t.is(lines[1], 'Berlin   17,131,770  b     (BER)         {"country":"DE"}')
  t.is(styledSuggestions([], 80), '')
})

test('no line is wider than the terminal, and a pipe gets all of it', async (t) => {
  const text = `bern ${'東京 '.repeat(40)}`
  const index = await openFixture(t, [{ text, id: 'a', payload: { note: 'x'.repeat(200) } }, ...PLACES])
  const relaxed = matching('b'.repeat(50), {
    kind: 'words',
    via: ['alias', 'layout', 'joined'],
    surface: text,
    cost: 1.5,
  })
  const suggestions = [...index.suggest('ber').suggestions, relaxed]

  for (const width of [60, 80, 120]) {
    for (const line of styledSuggestions(suggestions, width).split('\n')) t.true(widthOf(line) <= width, line)
  }
  t.true(plainSuggestions(suggestions).includes(text))
})

/** A suggestion that matched in the way that is given. */
function matching(text: string, match: Partial<Match>): Suggestion {
  const matched: Match = { tier: 0, kind: 'prefix', via: [], surface: text, cost: 0, ...match }
  return { text, score: 1, weight: 1, highlights: [{ start: 0, end: 1 }], match: matched }
}

test('how a suggestion matched is said where it is not as it was typed', (t) => {
  const expected: [Partial<Match>, string][] = [
    [{}, ''],
    [{ kind: 'whole' }, ''],
    [{ via: ['alias'], surface: 'AP' }, '(AP)'],
    [{ kind: 'words' }, 'words'],
    [{ tier: 2, cost: 0.5 }, 'typo 0.5'],
    [{ tier: 2, kind: 'words', via: ['layout'], cost: 1.5 }, 'words, layout, typo 1.5'],
    [{ tier: 1, kind: 'words', via: ['open-words'] }, 'open-words'],
    [{ kind: 'words', via: ['stem'] }, 'stem'],
    [{ tier: 1, via: ['joined'] }, 'joined'],
    [{ tier: 1, via: ['alias', 'transliteration'], surface: 'yabloko' }, 'transliteration  (yabloko)'],
    [{ via: ['synonym'], surface: 'pome' }, 'synonym  (pome)'],
  ]
  for (const [match, shown] of expected) {
    t.is(plainSuggestions([matching('apple', match)]), shown === '' ? 'apple  1\n' : `apple  1  ${shown}\n`)
  }
  const both = [matching('apple', {}), matching('apricot', { cost: 1 })]
  t.is(plainSuggestions(both), 'apple    1\napricot  1  typo 1\n')
  const lines = stripVTControlCharacters(styledSuggestions(both, 80)).split('\n')
  t.deepEqual(lines.slice(0, 3), ['text     score  match', 'apple        1', 'apricot      1  typo 1'])
})

test('control characters are escapes on a terminal too, and count as wide as they are shown', async (t) => {
  const index = await openFixture(t, [{ text: 'bern\u001b[2J\u0007', payload: '\u009b', id: 'a\u0007' }])
  const shown = stripVTControlCharacters(styledSuggestions(index.suggest('bern').suggestions, 80)).split('\n')
  t.is(shown[0], 'text             score  id     payload')
  t.is(shown[1], 'bern\\x1b[2J\\x07      1  a\\x07  "\\x9b"')
})

inTerminal('get shows a payload on many lines to a terminal, and on one to a pipe', async (t) => {
  const path = await buildFixture(t, PLACES)
  t.regex(mapahead('get', path, 'b'), /\npayload {2}\{"country":"DE"\}\n$/)
  // script runs a command in a terminal of its own.
  const command = [process.execPath, MAIN, 'get', path, 'b'].map((word) => `'${word}'`).join(' ')
  const shown = execFileSync('script', ['-qec', command, '/dev/null'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  t.regex(shown, /\npayload {2}\{\r\n {11}"country": "DE"\r\n {9}\}\r\n$/)
})

test('a query that nothing matches says so on standard error, with exit code 0', async (t) => {
  const path = await buildFixture(t, PLACES)
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, 'query', path, 'zzz'], { encoding: 'utf8' })
  t.deepEqual([status, stdout, stderr], [0, '', 'mapahead: no suggestions for "zzz"\n'])
})

test('inspect sums up, and shows a size and versions that can be read', async (t) => {
  const small = mapahead('inspect', await buildFixture(t, [{ text: 'Bern' }]))
  t.regex(small, /\n {2}size +(\d+ bytes|[\d.]+ KiB \([\d,]+ bytes\))\n/)
  t.regex(small, /\n {2}analysis +\d+ \(Unicode \d+\.\d+(, \d+\.\d+)*\)\n/)
  t.regex(small, /\n\n {2}total +[\d,]+ +[\d.]+\n {2}total without the texts +[\d,]+ +[\d.]+\n$/)
  const many = Array.from({ length: 1000 }, (_, place) => ({ text: `record ${place}` }))
  t.regex(mapahead('inspect', await buildFixture(t, many)), /\n {2}size +[\d.]+ KiB \([\d,]+ bytes\)\n/)
})

test('what was typed is bold, also where the text is cut', (t) => {
  // In another process, whose standard output is taken for a terminal that shows styles.
  const highlight = new URL('../../dist/cli/text/highlight.js', import.meta.url)
  const script = `import { bold } from ${JSON.stringify(highlight)}
    console.log(bold('Berlin', [{ start: 0, end: 3 }], 6))
    console.log(bold('New York', [{ start: 0, end: 1 }, { start: 4, end: 8 }], 6))`
  const env = { ...process.env, FORCE_COLOR: '1' }
  const shown = execFileSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8', env })
  t.is(shown.replaceAll('\u001b[1m', '<').replaceAll('\u001b[22m', '>'), '<Ber>lin\n<N>ew <Yo>rk\n')
})
