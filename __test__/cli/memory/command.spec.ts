// The command `memory`: what an index takes in several workers.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { buildIndex } from 'mapahead'
import { HeapCopy } from '../../../src/cli/memory/copy.ts'
import { type MemoryReport, requireLinux } from '../../../src/cli/memory/measure.ts'
import { drawMemory } from '../../../src/cli/memory/svg.ts'
import { mapahead } from '../../support/command.ts'
import { temporaryFolder } from '../../support/fixtures.ts'

const onLinux = process.platform === 'linux' ? test : test.skip
const ENTRIES = 20_000

async function buildMany(t: ExecutionContext, name = 'many.mapahead'): Promise<string> {
  const path = join(temporaryFolder(t), name)
  const records = Array.from({ length: ENTRIES }, (_, i) => ({
    text: `${'abcdefghij'[i % 10]}${i * 7919} entry`,
    id: `id ${i}`,
    weight: i,
    payload: { number: i },
  }))
  await buildIndex(records, path)
  return path
}

/** A report as it might have been measured. */
function reportOf(file: string, members: Partial<MemoryReport['runs'][number]> = {}): MemoryReport {
  const memory = { rss: 4e6, pss: 1e6, privateClean: 0, privateDirty: 0 }
  const run = { mapping: memory, processes: memory, c: 0.25, target: 0.26, microseconds: 5, ...members }
  const runs = [4, 8].map((workers) => ({ workers, ...run }))
  return { file, bytes: 1e6, entries: 10, generation: '0123456789abcdef', queries: 100, runs }
}

onLinux('workers share one copy of an index: C is 1/n, and nothing is private and dirty', async (t) => {
  const path = await buildMany(t)
  const { code, stdout, stderr } = await mapahead(['memory', path, '--workers', '1,2,4', '--queries', '200', '--json'])

  t.is(stderr, '')
  t.is(code, 0)
  const report: MemoryReport = JSON.parse(stdout)
  t.like(report, { file: path, entries: ENTRIES, queries: 200 })
  t.deepEqual(
    report.runs.map(({ workers }) => workers),
    [1, 2, 4],
  )
  for (const { workers, mapping, processes, c, target, heap } of report.runs) {
    t.is(mapping.privateDirty, 0)
    t.true(mapping.rss >= report.bytes * workers)
    t.true(processes.rss > mapping.rss)
    t.is(target, 0.01 + 1 / workers)
    t.true(c <= target, `C is ${c} for ${workers} workers`)
    t.is(heap, undefined)
  }
})

onLinux('a copy in the heap of each worker takes as much more for each', async (t) => {
  const path = await buildMany(t)
  const args = ['memory', path, '--workers', '1,3', '--queries', '100', '--compare', 'heap', '--json']
  const { runs }: MemoryReport = JSON.parse((await mapahead(args)).stdout)

  const [one, three] = runs
  if (!one?.heap || !three?.heap) return t.fail('the heap was not measured')
  t.true(one.heap.c > 1)
  t.true(one.heap.bytes > one.mapping.pss)
  t.true(three.heap.bytes > 2.8 * one.heap.bytes)
  t.true(three.heap.processes.privateDirty > three.heap.bytes)
  t.true(three.heap.c > 0.9 * one.heap.c)
})

onLinux('it shows tables and a chart, and draws an image', async (t) => {
  const path = await buildMany(t, '<b>&".mapahead')
  const svg = join(dirname(path), 'memory.svg')
  const { code, stdout } = await mapahead(['memory', path, '--workers', '1,2', '--queries', '50', '--svg', svg])

  t.is(code, 0)
  t.regex(stdout, /\n +workers +Rss +Pss +private clean +private dirty +C +target\n +1 .* 0 +1\.0\d\d +1\.010\n +2 /)
  t.regex(stdout, /\n +1 worker +index +█+.* [KM]iB\n +a copy each +█+/)
  t.notRegex(stdout, /NaN|undefined/)
  const image = readFileSync(svg, 'utf8')
  t.true(image.includes('&#60;b&#62;&#38;&#34;.mapahead: 20,000 entries'))
  t.is(readdirSync(dirname(path)).length, 2)
})

test('wrong usage is told before anything is measured', async (t) => {
  for (const [flag, value] of [
    ['--workers', '0'],
    ['--workers', '1,x'],
    ['--workers', '1,500'],
    ['--queries', '1.5'],
    ['--compare', 'disk'],
  ] as const) {
    const { code, stderr } = await mapahead(['memory', 'missing', flag, value])
    t.is(code, 2)
    t.true(stderr.includes(flag), stderr)
  }
})

onLinux('a file that is no index, and an image that cannot be written, are errors', async (t) => {
  const missing = await mapahead(['memory', '/no/such/index'])
  t.is(missing.code, 1)
  t.regex(missing.stderr, /cannot open \/no\/such\/index.*\[ERR_IO\]/)

  const path = await buildMany(t)
  const args = ['memory', path, '--workers', '1', '--queries', '1', '--svg', join(path, 'x.svg')]
  const { code, stderr } = await mapahead(args)
  t.is(code, 1)
  t.regex(stderr, /cannot write .*x\.svg: .*\[ERR_IO\]/)
})

test('another system is told what is needed', (t) => {
  t.throws(() => requireLinux('darwin'), { code: 'ERR_UNSUPPORTED', message: /needs Linux, this is darwin/ })
  t.notThrows(() => requireLinux('linux'))
})

test('the image is well-formed, says all in words, and has a bar and a label for each figure', (t) => {
  const heap = { processes: reportOf('x').runs[0]?.mapping ?? t.fail(), bytes: 5e9, c: 1, microseconds: 9 }
  for (const report of [
    reportOf('a.mapahead'),
    reportOf('b.mapahead', { heap } as object),
    reportOf('c.mapahead', { heap: null }),
  ]) {
    const image = drawMemory(report)
    t.deepEqual(unclosed(image), [])
    t.notRegex(image, /NaN|undefined|Infinity/)
    t.regex(image, /<desc id="description">4 workers: index 977 KiB.*C = 0\.250\. 8 workers/)
    t.regex(image, /prefers-color-scheme: dark/)
    t.is([...image.matchAll(/<rect class="index"/g)].length, 1 + report.runs.length)
    const copies = report.runs.some((run) => run.heap === null) ? 0 : report.runs.length
    t.is([...image.matchAll(/<rect class="(copies|reckoned)"/g)].length, 1 + copies)
  }
})

/** The tags of `xml` that are not closed, or not in order. */
function unclosed(xml: string): string[] {
  const open: string[] = []
  for (const [, end, name = '', single] of xml.matchAll(/<(\/?)([a-z]+)(?:\s[^<>]*?)?(\/?)>/g)) {
    if (end === '/') {
      if (open.pop() !== name) return [name]
    } else if (single !== '/') open.push(name)
  }
  return open
}

test('the copy in the heap finds the heaviest that begin with a query, as sorting all does', (t) => {
  const entries = Array.from({ length: 500 }, (_, i) => ({
    text: `${'aAbB'[i % 4]}${i}`,
    id: `${i}`,
    weight: (i * 37) % 101,
  }))
  const copy = new HeapCopy(entries)
  for (const query of ['', 'a', 'A1', 'b2', 'c']) {
    const all = entries.filter(({ text }) => text.toLowerCase().startsWith(query.toLowerCase()))
    const best = all.map(({ weight }) => weight).sort((a, b) => b - a)
    t.deepEqual(
      copy.suggest(query).map(({ weight }) => weight),
      best.slice(0, 10),
    )
  }
  t.is(copy.get('7'), entries[7])
})
