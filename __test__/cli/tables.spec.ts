import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import test, { type ExecutionContext } from 'ava'
import { buildIndex, isMapaheadError, SuggestIndex } from 'mapahead'
import { mapahead } from '../support/command.ts'
import { temporaryFolder } from '../support/fixtures.ts'

/** Writes a file, and returns its path and that of an index beside it. */
function placed(t: ExecutionContext, name: string, contents: string | Buffer): { file: string; out: string } {
  const folder = temporaryFolder(t)
  const file = join(folder, name)
  writeFileSync(file, contents)
  return { file, out: join(folder, 'out.mapahead') }
}

async function textsOf(out: string): Promise<string[]> {
  const index = await SuggestIndex.open(out)
  const { suggestions } = index.suggest('')
  index.close()
  return suggestions.map(({ text }) => text)
}

const latin1 = (text: string) => Buffer.from(text, 'latin1')
const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le')

test('files are built as people have them', async (t) => {
  const cases: [name: string, contents: string | Buffer, flags: string[], texts: string[]][] = [
    ['a.csv', 'A00,"Cholera"\nA01,"Typhoid"\n', ['--no-header', '--text', '2', '--id', '1'], ['Cholera', 'Typhoid']],
    ['a.csv', 'text;weight\nParis;12\nRome;3\n', [], ['Paris', 'Rome']],
    ['a.csv', 'Name\tPop\nRome\t3\nParis\t12\n', ['--text', 'name', '--weight', 'POP'], ['Paris', 'Rome']],
    ['a.csv', 'text, weight\nAaa, 1\nAab, 900\n', [], ['Aab', 'Aaa']],
    ['a.csv', 'text,aliases\nMouse, \nBookends,Bookends\n', [], ['Mouse', 'Bookends']],
    ['a.csv', '\ufeffText,Weight\r\nA,1\r\nB,2\r\n', [], ['B', 'A']],
    ['a.csv', 'sep=;\r\ntext;weight\r\nA;1,5\r\nB;2,5\r\n', [], ['B', 'A']],
    ['a.csv', latin1('text;weight\nMálaga;2\nKöln;1\n'), ['--encoding', 'windows-1252'], ['Málaga', 'Köln']],
    ['a.csv', utf16('text\tweight\nŁódź\t2\n東京\t1\n'), [], ['Łódź', '東京']],
    ['a.csv.gz', gzipSync(latin1('text\nMálaga\n')), ['--encoding', 'latin1'], ['Málaga']],
    ['a.ndjson', latin1('{"text":"Málaga"}\n'), ['--encoding', 'latin1'], ['Málaga']],
    ['a.csv', 'n~t\n1~A\n2~B\n', ['--delimiter', '~', '--text', 't', '--weight', 'n'], ['B', 'A']],
    ['a.tsv', 'a,text\n1,"A, B"\n', [], ['A, B']],
    ['a.csv', 'text,a,b\nRome,Roma|Urbs, \n', ['--aliases', 'a,b'], ['Rome']],
  ]
  for (const [name, contents, flags, texts] of cases) {
    const { file, out } = placed(t, name, contents)
    const { code, stderr } = await mapahead(['build', file, '-o', out, ...flags])
    t.is(code, 0, stderr)
    t.deepEqual(await textsOf(out), texts, `${contents} ${flags.join(' ')}`)
  }
})

test('how an input was read is told in one line and in the report', async (t) => {
  const { file, out } = placed(t, 'a.csv', utf16('text;weight\nParis;12\n'))
  const { stdout, stderr } = await mapahead(['build', file, '-o', out, '--json'])
  t.true(stderr.includes(`mapahead: ${file}: cells, with quotes, are separated by ";", and the text is UTF-16LE\n`))
  const { inputs } = JSON.parse(stdout)
  t.deepEqual(inputs, [{ file, format: 'csv', delimiter: ';', delimiterFound: true, encoding: 'UTF-16LE' }])

  const named = placed(t, 'a.csv', 'NAME;Population;a;b\nParis;12;x;y\n')
  const flags = ['--text', 'name', '--weight', 'population', '--aliases', 'a,b']
  const told = await mapahead(['build', named.file, '-o', named.out, ...flags])
  t.regex(told.stdout, / taken +text ← "NAME", weight ← "Population", aliases ← "a" \+ "b"\n/)

  const plain = placed(t, 'a.csv', 'text,weight\nParis,12\n')
  t.false((await mapahead(['build', plain.file, '-o', plain.out])).stderr.includes('separated'))
})

test('what an error suggests is a command that works and keeps every record', async (t) => {
  const cases: [contents: string, flags: string, entries: number][] = [
    ['A00,Cholera\nA01,Typhoid fever\n', '--no-header --text 2', 2],
    ['Paris;12\nRome;3\n', '--no-header --text 1', 2],
    ['id;Country Name;pop\n1;Chad;3\n2;Peru;4\n', '--text "Country Name"', 2],
    ['code,name\nx-1,Chad\nx-2,Peru\n', '--text name', 2],
    ['7;"Oslo; Norway"\n8;Bern\n', '--no-header --text 2', 2],
    ['1|DE-BE|Berlin\n2|IT-RM|Rome\n', '--no-header --text 3', 2],
    ['2024-01-05\tOslo\n2024-02-07\tRome\n', '--no-header --text 2', 2],
  ]
  for (const [contents, flags, entries] of cases) {
    const { file, out } = placed(t, 'a.csv', contents)
    const failed = await mapahead(['build', file, '-o', out])
    t.is(failed.code, 1)
    t.true(failed.stderr.includes(flags), failed.stderr)
    const args = [...flags.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain = '']) => quoted ?? plain)
    const built = await mapahead(['build', file, '-o', out, '--json', ...args])
    t.is(JSON.parse(built.stdout).entries, entries)
  }
  const { file, out } = placed(t, 'a.csv', 'Paris,France\nRome,Italy\n')
  const { stderr } = await mapahead(['build', file, '-o', out])
  t.regex(stderr, /Choose one: --text Paris\. If this is a record, add --no-header --text 1/)
})

test('the error of another encoding names the flag, and in JavaScript the option', async (t) => {
  const { file, out } = placed(t, 'a.csv', latin1('text,id\nRome,1\nMálaga,2\n'))
  const { code, stderr } = await mapahead(['build', file, '-o', out])
  t.is(code, 1)
  t.true(stderr.includes(`${file}:3: field text: is not UTF-8 in column "text"; add --encoding windows-1252`), stderr)
  const error = await t.throwsAsync(buildIndex(file, out))
  if (!isMapaheadError(error, 'ERR_INVALID_RECORD')) throw error
  t.deepEqual([error.line, error.available, error.advice], [3, ['windows-1252'], ['set-encoding']])
  t.regex(error.message, /set the option encoding, most likely to windows-1252$/)
})

test('the options of tables are those of JavaScript and of the file of settings', async (t) => {
  const { file, out } = placed(t, 'a.csv', latin1('1~Köln\n2~Málaga\n'))
  const settings = { header: false, delimiter: '~', encoding: 'latin1' }
  const report = await buildIndex(file, out, { ...settings, columns: { text: '2', weight: '1' } })
  t.deepEqual(await textsOf(out), ['Málaga', 'Köln'])
  writeFileSync(`${out}.json`, JSON.stringify(settings))
  const args = ['build', file, '-o', out, '--settings', `${out}.json`, '--text', '2', '--weight', '1', '--json']
  t.is(JSON.parse((await mapahead(args)).stdout).generation, report.generation)
  for (const wrong of [{ delimiter: 'x' }, { delimiter: '' }, { encoding: 'klingon' }, { header: 'no' as never }]) {
    await t.throwsAsync(buildIndex(file, out, { ...settings, ...wrong }), { code: 'ERR_INVALID_OPTION' })
  }
  for (const flags of [['--no-header'], ['--delimiter', ';']]) {
    const lines = placed(t, 'a.ndjson', '{"text":"a"}\n')
    const { code, stderr } = await mapahead(['build', lines.file, '-o', lines.out, ...flags])
    t.is(code, 2)
    t.true(stderr.includes(`${flags[0]} must be left out for ${lines.file}`), stderr)
  }
})
