// What a server counts and reports, as plain values.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import test from 'ava'
import { SuggestIndex } from '../../src/index.ts'
import { addCounts, countReply, indexLatencies, noCounts } from '../../src/serve/figures/counts.ts'
import { BOUNDS_MS, noLatencies, percentile, record, total } from '../../src/serve/figures/latency.ts'
import { Minute } from '../../src/serve/figures/minute.ts'
import { memoryFrom, processMemory } from '../../src/serve/figures/process-memory.ts'
import { readHandlerOptions } from '../../src/serve/handlers/options.ts'
import type { Call } from '../../src/serve/http/call.ts'
import { readParameters } from '../../src/serve/http/parameters.ts'
import { RELEASE } from '../../src/serve/http/release.ts'
import { Letters, type Reply } from '../../src/serve/http/reply.ts'
import { HTTP_ERRORS } from '../../src/serve/http/request-error.ts'
import { AnswerCache } from '../../src/serve/routes/answer-cache.ts'
import { readAssets } from '../../src/serve/routes/assets.ts'
import { assetRoutes } from '../../src/serve/routes/pages.ts'
import { createRoutes } from '../../src/serve/routes/table.ts'
import { buildFixture, PLACES, temporaryFolder } from '../support/fixtures.ts'

const attendance = () => ({ answering: 1, workers: 1 })

const onLinux = process.platform === 'linux' ? test : test.skip

test('the release in the code is that of the package', (t) => {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  t.is(RELEASE, version)
})

test('the codes of HTTP are the same in the code and in the docs, each with its status', (t) => {
  const docs = readFileSync(new URL('../../docs/http.md', import.meta.url), 'utf8')
  const documented = [...docs.matchAll(/^\| (\d{3}) +\| `(ERR_\w+)` +\|/gm)].map(([, status, code]) => [
    code,
    Number(status),
  ])
  const known = documented.filter(([code]) => String(code) in HTTP_ERRORS)
  t.deepEqual(Object.fromEntries(known), { ...HTTP_ERRORS })
})

test('a server is ready if half of its workers answer, and not if fewer do', async (t) => {
  const index = await SuggestIndex.open(await buildFixture(t, PLACES))
  t.teardown(() => index.close())
  const ready = async (answering: number, workers: number) => {
    const surroundings = { routes: new Map(), isStopping: () => false, attendance: () => ({ answering, workers }) }
    const answer = createRoutes(index, readHandlerOptions({}, 'serve'), surroundings)
    const call = {
      request: undefined,
      method: 'GET',
      path: '/readyz',
      urlBytes: 7,
      search: '',
      header: () => undefined,
    }
    const reply = await answer({ ...call, body: () => Promise.reject() })
    return [reply?.status, JSON.parse(String(reply?.body)).error?.code]
  }
  for (const [answering, workers] of [
    [1, 1],
    [1, 2],
    [2, 3],
    [2, 4],
    [4, 4],
  ] as const) {
    t.deepEqual(await ready(answering, workers), [200, undefined], `${answering} of ${workers}`)
  }
  for (const [answering, workers] of [
    [1, 3],
    [1, 4],
    [2, 5],
  ] as const) {
    t.deepEqual(await ready(answering, workers), [503, 'ERR_TOO_FEW_WORKERS'], `${answering} of ${workers}`)
  }
})

test('percentiles of times are within a class of the exact ones', (t) => {
  const times = Array.from({ length: 10_000 }, (_, i) => 0.02 * 1.0012 ** i).filter((ms) => ms < 9000)
  const latencies = noLatencies()
  for (const ms of times) record(latencies, ms)
  t.is(total(latencies), times.length)
  for (const share of [0.01, 0.5, 0.9, 0.99, 1]) {
    const exact = times[Math.ceil(times.length * share) - 1] ?? 0
    const estimate = percentile(latencies, share) ?? 0
    t.true(estimate / exact < 1.3 && exact / estimate < 1.3, `${share}: ${estimate} for ${exact}`)
  }
  t.is(percentile(noLatencies(), 0.5), null)
  const slow = noLatencies()
  record(slow, 1e9)
  t.is(percentile(slow, 0.5), 10_000)
  const bound = noLatencies()
  record(bound, BOUNDS_MS[7] ?? 0)
  t.is(bound.counts[7], 1)
})

test('counts of several workers add up', (t) => {
  const [first, second] = [noCounts(), noCounts()]
  countReply(first, { route: 'suggest', status: 200, code: undefined, durationMs: 1 })
  countReply(first, { route: 'suggest', status: 400, code: 'ERR_INVALID_OPTION', durationMs: 2 })
  countReply(second, { route: 'suggest', status: 200, code: undefined, durationMs: 4 })
  countReply(second, { route: 'page', status: 200, code: undefined, durationMs: 8 })
  second.refused = 3
  const sum = noCounts()
  addCounts(sum, first)
  addCounts(sum, second)
  t.deepEqual(sum.routes.suggest?.statuses, { 200: 2, 400: 1 })
  t.is(sum.routes.suggest?.latencies.sumMs, 7)
  t.deepEqual(sum.errors, { ERR_INVALID_OPTION: 1 })
  t.is(sum.refused, 3)
  t.is(total(indexLatencies(sum)), 3)
})

test('the last minute is what came since the oldest sum that is a minute old', (t) => {
  const minute = new Minute()
  const sum = noLatencies()
  const copy = () => structuredClone(sum)
  t.is(total(minute.since(sum)), 0)
  for (let second = 0; second <= 120; second += 1) {
    minute.add(copy(), second * 1000)
    record(sum, second)
  }
  t.is(total(minute.since(sum)), 61)
  t.is(minute.since(sum).counts[0], 0)
})

test('smaps are summed over the mappings of the file, replaced or not, and over all', (t) => {
  const mapping = (path: string, rss: number) => `7f0000000000-7f0000001000 r--s 00000000 fe:00 1234   ${path}
Size:                100 kB
Rss:                  ${rss} kB
Pss:                  ${rss / 2} kB
Private_Clean:         1 kB
Private_Dirty:         2 kB
VmFlags: rd sh
`
  const smaps = ['/x/a.mapahead', '/x/a.mapahead (deleted)', '/x/a.mapahead.bak', '/y/x/a.mapahead', '']
  const text = smaps.map((path, i) => mapping(path, 8 * 2 ** i)).join('')
  t.deepEqual(memoryFrom(text, '/x/a.mapahead'), {
    mapped: 200 * 1024,
    rss: 24 * 1024,
    pss: 12 * 1024,
    privateDirty: 4 * 1024,
    processRss: 248 * 1024,
    processPrivate: 15 * 1024,
  })
})

onLinux('the memory of this process is read, and of one that is not there nothing', async (t) => {
  const path = await buildFixture(t, PLACES)
  using index = SuggestIndex.openSync(path)
  await index.verify()
  const { mapped, rss, privateDirty, processRss } = await processMemory(process.pid, path)
  t.true((mapped ?? 0) > 0 && (rss ?? 0) > 0 && (processRss ?? 0) > (rss ?? 0))
  t.is(privateDirty, 0)
  t.is((await processMemory(2 ** 30, path)).mapped, null)
})

test('pages are the files of a folder, read once, and nothing else', async (t) => {
  const folder = temporaryFolder(t)
  const files = { 'index.html': '<p>', 'status.html': '<i>', 'search.js': 'x()', 'search.css': 'a{}', '.secret': 's' }
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes)
  mkdirSync(join(folder, 'folder.js'))
  const assets = readAssets(pathToFileURL(`${folder}/`))
  t.deepEqual([...assets.keys()].sort(), ['/', '/search.css', '/search.js', '/status'])
  writeFileSync(join(folder, 'search.js'), 'y()')

  const index = SuggestIndex.openSync(await buildFixture(t, PLACES))
  t.teardown(() => index.close())
  const settings = readHandlerOptions({}, 'serve')
  const answer = createRoutes(index, settings, {
    routes: new Map(assetRoutes(assets)),
    isStopping: () => true,
    attendance,
  })
  const ask = (path: string, headers: Record<string, string> = {}) => {
    const call: Call = {
      request: undefined,
      method: 'GET',
      path,
      urlBytes: path.length,
      search: '',
      header: (name) => headers[name],
      body: () => Promise.reject(new Error('there is none')),
    }
    return answer(call)
  }
  const script = await ask('/search.js')
  t.is(Buffer.from(script?.body as Uint8Array).toString(), 'x()')
  t.is(script?.headers[1], 'text/javascript; charset=utf-8')
  t.true(script?.headers.join().includes("script-src 'self'"))
  const tag = assets.get('/search.js')?.etag ?? ''
  t.is((await ask('/search.js', { 'if-none-match': tag }))?.status, 304)
  t.is(await ask('/.secret'), undefined)
  const below = createRoutes(index, readHandlerOptions({ basePath: '/a/b' }, 'serve'), {
    routes: new Map(assetRoutes(assets)),
    isStopping: () => false,
    attendance,
  })
  const call = {
    request: undefined,
    method: 'GET',
    urlBytes: 9,
    search: 'x=1',
    header: () => undefined,
    body: () => Promise.reject(),
  }
  const moved = await below({ ...call, path: '/a/b' })
  t.deepEqual([moved?.status, moved?.headers], [308, ['Location', './b/?x=1']])
  t.is((await below({ ...call, path: '/a/b/' }))?.status, 200)
  // A page with a slash behind it would miss what it links to.
  const toFile = await ask('/status/')
  t.deepEqual([toFile?.status, toFile?.headers], [308, ['Location', '../status']])
  const belowFile = await below({ ...call, path: '/a/b/status/' })
  t.deepEqual(belowFile?.headers, ['Location', '../status?x=1'])
  t.is((await ask('/readyz'))?.status, 503)

  const none = readAssets(pathToFileURL(`${folder}/none/`))
  t.is(none.size, 0)
  const [[, root] = []] = assetRoutes(none)
  t.throws(() => root?.methods.GET?.({} as Call), { message: /built without its pages/ })
})

test('answers are kept up to a number of bytes, and those that are asked for often stay', (t) => {
  const cache = new AnswerCache(100_000)
  const answer = { tag: '"x"', body: new Uint8Array(700) }
  cache.renew('a', 1)
  cache.keep('often', answer)
  for (let i = 0; i < 1000; i++) {
    cache.keep(`once ${i}`, answer)
    t.is(cache.get('often'), answer)
  }
  const kept = Array.from({ length: 1000 }, (_, i) => cache.get(`once ${i}`)).filter((found) => found !== undefined)
  t.true(kept.length > 40 && kept.length < 100, String(kept.length))
  cache.keep('large', { tag: '"y"', body: new Uint8Array(50_000) })
  t.is(cache.get('large'), undefined)
  const none = new AnswerCache(0)
  none.keep('x', answer)
  t.is(none.get('x'), undefined)
})

test('answers of another generation or another day are forgotten', (t) => {
  const cache = new AnswerCache(100_000)
  const answer = { tag: '"x"', body: new Uint8Array(700) }
  const isKept = (generation: string, day: number) => {
    cache.renew(generation, day)
    const found = cache.get('x') !== undefined
    cache.keep('x', answer)
    return found
  }
  t.deepEqual(
    [isKept('a', 1), isKept('a', 1), isKept('b', 1), isKept('b', 1), isKept('b', 2), isKept('b', 2)],
    [false, true, false, true, false, true],
  )
})

function textOf(body: Reply['body'] | undefined): string {
  return body instanceof Letters ? body.text : String(body)
}

test('an index that was swapped answers anew, and the old tag is no match any more', async (t) => {
  let generation = 'a'
  const body = () => Buffer.from(JSON.stringify({ generation }))
  const index = {
    get generation() {
      return generation
    },
    suggestLetters: () => body().toString('latin1'),
  } as unknown as SuggestIndex
  const surroundings = { routes: new Map(), isStopping: () => false, attendance }
  const answer = createRoutes(index, readHandlerOptions({}, 'serve'), surroundings)
  const ask = async (tag?: string) => {
    const header = (name: string) => (name === 'if-none-match' ? tag : undefined)
    const reply = await answer({
      request: undefined,
      method: 'GET',
      path: '/suggest',
      urlBytes: 12,
      search: 'q=x',
      header,
      body: () => Promise.reject(),
    })
    const place = reply?.headers.indexOf('ETag') ?? 0
    return { status: reply?.status, text: textOf(reply?.body), tag: reply?.headers[place + 1] ?? '' }
  }
  const first = await ask()
  t.is((await ask()).text, '{"generation":"a"}')
  t.is((await ask(first.tag)).status, 304)
  generation = 'b'
  const second = await ask(first.tag)
  t.deepEqual([second.status, second.text], [200, '{"generation":"b"}'])
  t.not(second.tag, first.tag)
})

test('the parameters in the docs are those that there are', (t) => {
  const docs = readFileSync(new URL('../../docs/http.md', import.meta.url), 'utf8')
  const section = docs.split(/^## /m).find((part) => part.startsWith('GET /suggest')) ?? ''
  const documented = [...section.matchAll(/^\| `(\w+)` \|/gm)].map(([, name]) => name)
  const error = t.throws(() => readParameters('nope=1'), { code: 'ERR_INVALID_OPTION' })
  const [, known = ''] = /there are (.*)$/.exec(error?.message ?? '') ?? []
  t.deepEqual(documented, known.split(', '))
})
