import { execFileSync } from 'node:child_process'
import { accessSync, constants, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import test from 'ava'
import { buildIndex, SuggestIndex } from 'mapahead'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const MAIN = join(ROOT, 'dist/cli/main.js')

const folder = mkdtempSync(join(tmpdir(), 'mapahead-'))
test.after.always(() => rmSync(folder, { recursive: true }))

const read = (page: string) => readFileSync(join(ROOT, page), 'utf8')

/** Runs Node.js in a clone, as a reader of the pages does, and returns what it prints. */
const node = (...args: string[]) => execFileSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' })

/** The whole programs of a page, each with the text that stands below it as its output. */
function programsOf(page: string) {
  const blocks = read(page).matchAll(/```js\n(import[\s\S]*?)```(?:\n\n```text\n([\s\S]*?)```)?/g)
  return [...blocks].map(([, program = '', output = '']) => ({ program, output }))
}

/** The rows of the first table of a page below `heading`, as the texts in backquotes and the second cell. */
function rowsBelow(page: string, heading: string) {
  const section =
    read(page)
      .split(/^## /m)
      .find((part) => part.startsWith(heading)) ?? ''
  return [...section.matchAll(/^\| (`.*?) \| (.*?) \|/gm)].map(([, typed = '', found = '']) => ({
    typed: [...typed.matchAll(/`([^`]+)`/g)].map(([, text = '']) => text),
    found,
  }))
}

for (const [page, count] of [
  ['README.md', 1],
  ['docs/guide.md', 3],
] as const) {
  test(`the programs of ${page} print as the page says`, async (t) => {
    const programs = programsOf(page)
    t.is(programs.length, count)
    await buildIndex(join(ROOT, 'examples/places.ndjson'), join(folder, 'places.mapahead'))
    for (const { program, output } of programs) {
      const moved = program.replace(/'(\w+\.mapahead)'/g, (_, name) => JSON.stringify(join(folder, name)))
      t.is(node('--input-type=module', '--eval', moved), output)
    }
  })
}

test('the built command line may be executed, as npx does', (t) => {
  t.notThrows(() => accessSync(MAIN, constants.X_OK))
})

test('the README shows eight queries with the answers that its command gives', (t) => {
  const table = /```text\ntyped .*\n([\s\S]*?)```/.exec(read('README.md'))?.[1] ?? ''
  const rows = table
    .trimEnd()
    .split('\n')
    .map((row) => row.split(/ {2,}/))
  t.is(rows.length, 8)

  const [, build = ''] = /npx mapahead (build [\s\S]*?)-o places\.mapahead/.exec(read('README.md')) ?? []
  const index = join(folder, 'shown.mapahead')
  node(MAIN, ...build.split(/[\s\\]+/).filter((word) => word !== ''), '-o', index)
  for (const [query = '', ...shown] of rows) {
    const [first = ''] = node(MAIN, 'query', index, query).split('\n')
    const [text, , , ...how] = first.split(/ {2,}/)
    t.deepEqual([text, ...how], shown, query)
  }
})

test('the README says what each of its typed texts finds', async (t) => {
  const path = join(folder, 'matches.mapahead')
  await buildIndex(join(ROOT, 'examples/places.ndjson'), path)
  using index = await SuggestIndex.open(path)
  const find = (query: string, options = {}) => index.suggest(query, options).suggestions.map(({ text }) => text)

  const rows = rowsBelow('README.md', 'What matches')
  t.is(rows.length, 9)
  for (const { typed, found } of rows) {
    for (const query of typed) {
      const [first = ''] = find(query)
      t.true(found.includes(first) && first !== '', `${query} finds ${first}, and the page says ${found}`)
    }
  }
  t.deepEqual(find('new '), ['New York'])
  t.deepEqual(find('paris', { limit: 1 }), ['Paris'])
})
