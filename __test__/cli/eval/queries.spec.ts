import test from 'ava'
import { isMapaheadError } from 'mapahead'
import { parseQueries } from '../../../src/cli/eval/queries.ts'

function parse(text: string | Buffer) {
  return parseQueries(Buffer.from(text), 'q.tsv')
}

test('a row is a query, what it expects, and what else it asks for; the order of columns is free', (t) => {
  const text = 'note\tkind\texpected\tlimit\tquery\nseen\tslip\tBerlin|b\t3\tbrel\n\t\tBern\t\tber\n'
  t.deepEqual(parse(text), [
    { line: 2, query: 'brel', expected: ['Berlin', 'b'], limit: 3, kind: 'slip' },
    { line: 3, query: 'ber', expected: ['Bern'], kind: '' },
  ])
})

test('a byte order mark, line ends of Windows, blank lines and a missing last line end are no part of a row', (t) => {
  const rows = parse('\uFEFFquery\texpected\r\n\r\nber\tBern\r\n\npar\tParis')
  t.deepEqual(
    rows.map(({ line, query, expected }) => [line, query, ...expected]),
    [
      [3, 'ber', 'Bern'],
      [5, 'par', 'Paris'],
    ],
  )
})

test('cells are taken as they are: quotes, spaces and control characters mean nothing', (t) => {
  const [row] = parse('query\texpected\nnew \t"New York"| NYC\u0000|\n')
  t.is(row?.query, 'new ')
  t.deepEqual(row?.expected, ['"New York"', ' NYC\u0000'])
})

test('empty cells of seasons and filters are nothing', (t) => {
  t.is(parse('query\texpected\tat\tcontexts\nb\tBern\t\t\n').length, 1)
})

const WRONG: readonly (readonly [string, string | Buffer, string, string])[] = [
  [
    'an empty file',
    '\n\r\n',
    'ERR_INVALID_INPUT',
    'q.tsv: it is empty; begin it with a header: query, a tab, expected',
  ],
  ['a header alone', 'query\texpected\n', 'ERR_INVALID_INPUT', 'q.tsv: there is no query below the header'],
  [
    'a header without what is expected',
    'query\twanted\n',
    'ERR_MISSING_COLUMN',
    'q.tsv:1: there is no column "expected"; the header has "query", "wanted"',
  ],
  [
    'a comma for a tab',
    'query,expected\nb,Bern\n',
    'ERR_MISSING_COLUMN',
    'q.tsv:1: there is no column "query"; the header has "query,expected"',
  ],
  [
    'a column that is there twice',
    'query\texpected\tquery\n',
    'ERR_INVALID_INPUT',
    'q.tsv:1: the header has the column "query" twice; rename one of them',
  ],
  [
    'a row of too few cells',
    'query\texpected\n\nber\n',
    'ERR_INVALID_RECORD',
    'q.tsv:3: must have 2 cells as the header has, got 1',
  ],
  [
    'a row of too many cells',
    'query\texpected\nb\tBern\tc\n',
    'ERR_INVALID_RECORD',
    'q.tsv:2: must have 2 cells as the header has, got 3',
  ],
  ['an empty query', 'query\texpected\n\tBern\n', 'ERR_INVALID_RECORD', 'q.tsv:2: column query: must not be empty'],
  [
    'nothing expected',
    'query\texpected\nb\t||\n',
    'ERR_INVALID_RECORD',
    'q.tsv:2: column expected: must name an entry, by its text or its id, got "||"',
  ],
  [
    'a limit in words, and a command to the terminal',
    'query\texpected\tlimit\nb\tBern\t\u001b[2Jten\n',
    'ERR_INVALID_RECORD',
    'q.tsv:2: column limit: must be a whole number, got "\\u001b[2Jten"',
  ],
  [
    'a limit below 0',
    'query\texpected\tlimit\nb\tBern\t-1\n',
    'ERR_INVALID_RECORD',
    'q.tsv:2: column limit: must be a whole number, got "-1"',
  ],
  [
    'a long cell',
    `query\texpected\tlimit\nb\tBern\t${'🍎'.repeat(1000)}\n`,
    'ERR_INVALID_RECORD',
    `q.tsv:2: column limit: must be a whole number, got "${'🍎'.repeat(60)}"…`,
  ],
  [
    'a filter without a value',
    'query\texpected\tcontexts\nb\tBern\tcity=x;zone\n',
    'ERR_INVALID_RECORD',
    'q.tsv:2: column contexts: must be FIELD=VALUE, with ; between several, got "city=x;zone"',
  ],
  [
    'bytes that are not UTF-8',
    Buffer.from('query\texpected\nb\tBern\nber\tM\xfcnchen\n', 'latin1'),
    'ERR_INVALID_RECORD',
    'q.tsv:3: cell 2: is not UTF-8; convert the file to UTF-8',
  ],
]

for (const [what, text, code, message] of WRONG) {
  test(`${what} is an error that says where`, (t) => {
    const error = t.throws(() => parse(text))
    t.is(error?.message, message)
    t.true(isMapaheadError(error) && error.code === code)
  })
}

test('standard input has the name that the build gives it', (t) => {
  t.throws(() => parseQueries(Buffer.from(''), '-'), { message: /^<stdin>: it is empty/ })
})

test('no change of one byte makes anything but rows or an error of its own', (t) => {
  const sound = Buffer.from('query\texpected\tlimit\tkind\nбер\tБерлин|b\t3\tslip\nnew \tNew York\t\t\n')
  for (let place = 0; place < sound.length; place += 1) {
    for (const byte of [0, 9, 10, 13, 34, 124, 0x80, 0xc3, 0xff]) {
      const damaged = Buffer.from(sound)
      damaged[place] = byte
      try {
        for (const { query, expected } of parse(damaged)) t.true(query !== '' && expected.length > 0)
      } catch (error) {
        t.true(isMapaheadError(error), String(error))
      }
    }
  }
})
