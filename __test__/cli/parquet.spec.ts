// The one-liner of the docs that builds from Parquet: DuckDB's standard output is our input.
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { importScript } from '../ci/script.ts'
import { mapahead } from '../support/command.ts'
import { temporaryFolder } from '../support/fixtures.ts'

const { findDuckdb } = await importScript<{ findDuckdb(): string | undefined }>('tools.mjs')
const duckdb = findDuckdb()
// `npm test` names what is left out, and .ci/run installs the program.
const testWithDuckdb = duckdb === undefined ? test.skip : test

const RECORDS = [
  { name: 'Łódź "🍎"', population: 768_755, rank: '1.5', codes: ['LCJ', 'Lodz'], country: 'PL' },
  { name: 'New\nYork', population: 8_175_133, rank: '12.25', codes: null, country: 'US' },
  { name: 'Bern', population: null, rank: null, codes: [], country: null },
]

const FLAGS = ['--text', 'name', '--aliases', 'codes', '--context', 'country=country', '--payload', 'population']

testWithDuckdb('a Parquet file goes through DuckDB into a build, and is the index of its NDJSON', async (t) => {
  const folder = temporaryFolder(t)
  const [lines, parquet] = [join(folder, 'cities.ndjson'), join(folder, 'cities.parquet')]
  writeFileSync(lines, RECORDS.map((record) => `${JSON.stringify(record)}\n`).join(''))
  const run = (...args: string[]) => execFileSync(duckdb ?? '', args, { encoding: 'utf8' })
  // A BIGINT and a DECIMAL, which JSON of DuckDB has as a number and as a string.
  const types = "name: 'VARCHAR', population: 'BIGINT', rank: 'DECIMAL(9,2)', codes: 'VARCHAR[]', country: 'VARCHAR'"
  run('-c', `COPY (FROM read_json('${lines}', columns = {${types}})) TO '${parquet}'`)

  for (const weight of ['population', 'rank']) {
    const build = async (input: string, text: string, ...format: string[]) => {
      const out = join(folder, 'out.mapahead')
      const args = [...FLAGS, ...format, '--weight', weight, '-o', out, '--json']
      const { code, stdout, stderr } = await mapahead(['build', input, ...args], text)
      t.is(code, 0, stderr)
      return JSON.parse(stdout).generation
    }
    const expected = await build(lines, '')
    t.is(await build('-', run('-jsonlines', '-c', `FROM '${parquet}'`)), expected)
    // Its arrays too, with which numbers past those of JavaScript are strings.
    t.is(await build('-', run('-json', '-c', `FROM '${parquet}'`)), expected)
    t.is(await build('-', run('-jsonlines', '-c', `FROM '${parquet}'`), '--format', 'ndjson'), expected)
  }
})

testWithDuckdb('a build of the Parquet file itself tells the way through DuckDB', async (t) => {
  const folder = temporaryFolder(t)
  const parquet = join(folder, 'cities.parquet')
  execFileSync(duckdb ?? '', ['-c', `COPY (SELECT 'Bern' AS text) TO '${parquet}'`])
  const { code, stderr } = await mapahead(['build', parquet, '-o', join(folder, 'out')])
  t.is(code, 1)
  t.regex(stderr, /cities\.parquet: is in Parquet; .*duckdb -jsonlines -c "FROM 'FILE'" .*\[ERR_INVALID_INPUT\]\n$/)
})
