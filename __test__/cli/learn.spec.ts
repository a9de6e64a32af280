import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import test, { type ExecutionContext } from 'ava'
import { buildIndex, SuggestIndex } from 'mapahead'
import { LINES, mapahead } from '../support/command.ts'
import { temporaryFolder } from '../support/fixtures.ts'
import { pairsAtRandom, pairsTable, pairsWithRule } from '../support/pairs.ts'

/** Writes a file of pairs, and returns its path and that of the settings beside it. */
function files(t: ExecutionContext, table: string | Uint8Array): { pairs: string; settings: string } {
  const folder = temporaryFolder(t)
  const pairs = join(folder, 'pairs.tsv')
  writeFileSync(pairs, table)
  return { pairs, settings: join(folder, 'slips.json') }
}

const RULE = pairsTable(pairsWithRule(800))

test('help says what the table has and what the figures mean, within 80 columns', async (t) => {
  const { code, stdout } = await mapahead(['learn', '--help'])
  t.is(code, 0)
  for (const word of ['typed', 'meant', 'count', 'likelihood', '--settings']) t.true(stdout.includes(word), word)
  for (const line of stdout.split('\n')) t.true(line.length <= 80, line)
  t.regex((await mapahead(['--help'])).stdout, /\n {2}learn /)
})

test('learned costs are written as settings, which a build takes', async (t) => {
  const { pairs, settings } = files(t, RULE)
  const { code, stdout, stderr } = await mapahead(['learn', pairs, '-o', settings, '--language', 'en'])
  t.is(stderr, '')
  t.is(code, 0)
  t.regex(stdout, /pairs\.tsv: 800 pairs of \d+ words; \d+ teach, \d+ judge\n/)
  t.regex(stdout, /\nlikelihood +nats +-\d\.\d{3} +-\d\.\d{3} +\+\d\.\d{3} .* better\n/)
  t.regex(stdout, /\nall, \d+ +@1 % +\d+\.\d +\d+\.\d to \d+\.\d /)
  t.regex(stdout, /\ngain: .*slips\.json has the learned costs, \d+ of them by letters\n$/)

  const { languages, typos } = JSON.parse(readFileSync(settings, 'utf8'))
  t.deepEqual(languages, ['en'])
  t.true(typos.letters.b.m < typos.edit)
  const out = join(temporaryFolder(t), 'out')
  t.is((await mapahead(['build', '-', '--format', 'ndjson', '--settings', settings, '-o', out], LINES)).code, 0)
  using index = SuggestIndex.openSync(out)
  t.is(index.info.typos.letters?.['b']?.['m'], typos.letters.b.m)
  // All that the file has are options of buildIndex, as they are.
  const built = `${out}-built`
  await buildIndex([{ text: 'Bern' }], built, JSON.parse(readFileSync(settings, 'utf8')))
  using again = SuggestIndex.openSync(built)
  t.deepEqual(again.info.typos, index.info.typos)
})

test('pairs at random are no gain, and the settings of before are written', async (t) => {
  const { pairs, settings } = files(t, pairsTable(pairsAtRandom(3000)))
  const before = join(temporaryFolder(t), 'before.json')
  writeFileSync(before, '{"layouts":["us"],"typos":{"swap":0.5}}')
  const { code, stdout } = await mapahead(['learn', pairs, '-o', settings, '--settings', before])
  t.is(code, 0)
  t.regex(stdout, /\nno gain: .*slips\.json has the settings of before\n$/)
  t.deepEqual(JSON.parse(readFileSync(settings, 'utf8')), { layouts: ['us'], typos: { swap: 0.5 } })
})

test('bad rows are counted and shown with their lines', async (t) => {
  const bad = ['', 'two words\tword', 'word\t', 'word\tWord', 'only', `${'x'.repeat(300)}\tword`, 'a\tb']
  const { pairs, settings } = files(t, RULE.replace('\n', `\n${bad.map((row) => `${row}\n`).join('')}`))
  const { stdout } = await mapahead(['learn', pairs, '-o', settings])
  const told = [
    'line 3: typed is more than one word',
    'line 4: meant has no letter or digit',
    'line 5: typed and meant are the same word for an index',
    'line 6: must have 2 cells as the header has, got 1',
    'line 7: typed is longer than 256 characters',
  ]
  t.true(stdout.includes(`5 left out:\n${told.map((line) => `  ${line}\n`).join('')}`), stdout)
  const { rejects } = JSON.parse((await mapahead(['learn', pairs, '-o', settings, '--json'])).stdout)
  t.deepEqual(
    rejects.map(({ line, reason }: { line: number; reason: string }) => `line ${line}: ${reason}`),
    told,
  )
})

test('a column is found by its name, and a flag names another', async (t) => {
  const [, ...rows] = RULE.trimEnd().split('\n')
  const table = ['n\tcorrected\ttyped', ...rows.map((row) => `2\t${row.split('\t').reverse().join('\t')}`), '']
  const { pairs, settings } = files(t, gzipSync(table.join('\n')))
  const missing = await mapahead(['learn', pairs, '-o', settings])
  t.is(missing.code, 1)
  t.regex(missing.stderr, /pairs\.tsv.*"meant".*corrected.*\[ERR_MISSING_COLUMN\]\n$/)
  t.false(existsSync(settings))

  const learned = async (...flags: string[]) =>
    JSON.parse(
      (await mapahead(['learn', '-', '-o', settings, '--json', ...flags], flags.length > 0 ? table.join('\n') : RULE))
        .stdout,
    )
  const [counted, plain] = [await learned('--meant', 'corrected', '--count', 'n'), await learned()]
  t.deepEqual(counted.pairs, plain.pairs)
  t.is(counted.likelihood.before.toFixed(6), plain.likelihood.before.toFixed(6))
})

test('a few pairs, an empty file and wrong flags are refused with what to do', async (t) => {
  const { pairs, settings } = files(t, pairsTable(pairsWithRule(40)))
  const few = await mapahead(['learn', pairs, '-o', settings])
  t.is(few.code, 1)
  t.regex(few.stderr, /of 40 there are \d+ to learn from and \d+ to judge by.*50 of both.*\[ERR_INVALID_INPUT\]\n$/)
  t.false(existsSync(settings))

  writeFileSync(pairs, '')
  t.regex((await mapahead(['learn', pairs, '-o', settings])).stderr, /begin it with a header: typed, a tab, meant/)
  const valid = Buffer.from('typed\tmeant\nä\tb\nx')
  writeFileSync(pairs, Buffer.concat([valid, Buffer.from([0xff, 0x09, 0x0a])]))
  const latin = await mapahead(['learn', pairs, '-o', settings])
  t.regex(latin.stderr, /pairs\.tsv:3.* is not UTF-8.*\[ERR_INVALID_INPUT\]\n$/)
  t.regex((await mapahead(['learn', `${pairs}.none`, '-o', settings])).stderr, /\[ERR_IO\]\n$/)
  writeFileSync(pairs, RULE)
  const over = await mapahead(['learn', pairs, '-o', pairs])
  t.is(over.code, 2)
  t.regex(over.stderr, /--output would write over .*pairs\.tsv/)
  t.is(readFileSync(pairs, 'utf8'), RULE)
  const layout = await mapahead(['learn', pairs, '-o', settings, '--layouts', 'xx'])
  t.is(layout.code, 2)
  t.regex(layout.stderr, /--layouts/)
  t.is((await mapahead(['learn', pairs])).code, 2)

  const before = join(temporaryFolder(t), 'before.json')
  for (const [content, told] of [
    ['{"kind":"literal"}', /before\.json: the settings are of kind literal/],
    ['{"typos":{"swap":9}}', /before\.json: typos\.swap must be/],
  ] as const) {
    writeFileSync(before, content)
    const { code, stderr } = await mapahead(['learn', pairs, '-o', settings, '--settings', before])
    t.is(code, 2)
    t.regex(stderr, told)
  }
})

test('the package has settings of English slips, which a build takes', async (t) => {
  const settings = new URL('../../crates/core/data/slips-en.json', import.meta.url)
  const { files } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  t.true(files.includes('crates/core/data/slips-en.json'))
  const out = join(temporaryFolder(t), 'out')
  await buildIndex([{ text: 'receive' }], out, JSON.parse(readFileSync(settings, 'utf8')))
  using index = SuggestIndex.openSync(out)
  const { letters, edit } = index.info.typos
  // A vowel for another is the slip of people, and q for one is not.
  t.true((letters?.['a']?.['e'] ?? edit) < (letters?.['q']?.['e'] ?? edit))
})
