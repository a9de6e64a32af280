// The command `serve`: its processes, together.
import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import test from 'ava'
import { SuggestIndex } from 'mapahead'
import { MAIN, mapahead, outcome, start } from '../support/command.ts'
import { buildFixture, PLACES, temporaryFolder } from '../support/fixtures.ts'
import { failureOf, posted } from '../support/serve-asking.ts'
import { askAnew, metricsOf, type Status, serving } from '../support/serve-command.ts'

const onLinux = process.platform === 'linux' ? test : test.skip

test('it says where it listens, with how many workers, and of what', async (t) => {
  const path = await buildFixture(t, PLACES)
  using index = SuggestIndex.openSync(path)
  const { child, ended, event } = await serving(t, path, '--workers', '2')
  const { url, ...others } = await event('listening')
  t.regex(String(url), /^http:\/\/127\.0\.0\.1:[1-9]\d*$/)
  const { generation } = index
  t.deepEqual(others, { event: 'listening', path, workers: 2, entries: PLACES.length, generation })
  child.kill('SIGTERM')
  t.is((await ended).code, 0)

  const human = start(['serve', path, '--port', '0', '--workers', '1'])
  const first = await new Promise<Buffer>((resolve) => human.stdout.once('data', resolve))
  human.kill('SIGINT')
  const { code, stderr } = await outcome(human)
  t.is(code, 0)
  t.regex(
    first.toString(),
    new RegExp(
      `^mapahead: serving .* on http://127\\.0\\.0\\.1:\\d+ with 1 worker: 7 entries, generation ${generation}\n$`,
    ),
  )
  t.regex(stderr, /^mapahead: SIGINT: answering what was asked.*\nmapahead: stopped\n$/)
})

test('every worker answers, and metrics and status are of all together', async (t) => {
  const path = await buildFixture(t, PLACES)
  using index = SuggestIndex.openSync(path)
  const { origin, statusAfter } = await serving(t, path, '--workers', '3')
  for (let i = 0; i < 30; i++) {
    const response = await askAnew(origin, '/suggest?q=ber')
    t.is(await response.text(), Buffer.from(index.suggestJson('ber')).toString())
  }
  await askAnew(origin, '/suggest')
  await fetch(`${origin}/suggest`, posted({ queries: [{ query: 'b' }] }))
  await askAnew(origin, '/entries/b')

  const { generation, entries, workers, requests, latency, lastMinute } = await statusAfter(33)
  const metrics = await metricsOf(origin)
  t.is(metrics.get('mapahead_http_requests_total{route="suggest",status="200"}'), 30)
  t.is(metrics.get('mapahead_http_requests_total{route="suggest",status="400"}'), 1)
  t.is(metrics.get('mapahead_http_requests_total{route="queries",status="200"}'), 1)
  t.is(metrics.get('mapahead_http_requests_total{route="entries",status="200"}'), 1)
  t.is(metrics.get('mapahead_http_errors_total{code="ERR_INVALID_ARGUMENT"}'), 1)
  t.is(metrics.get('mapahead_http_request_duration_seconds_count{route="suggest"}'), 31)
  t.is(metrics.get('mapahead_http_request_duration_seconds_bucket{le="+Inf",route="suggest"}'), 31)
  t.is(metrics.get(`mapahead_index_info{generation="${index.generation}"}`), 1)
  t.is(metrics.get('mapahead_index_entries'), PLACES.length)
  t.is(metrics.get('mapahead_workers'), 3)
  t.is(metrics.get('mapahead_index_swaps_total'), 0)

  t.deepEqual([generation, entries, requests, workers.length], [index.generation, PLACES.length, 33, 3])
  t.is(
    workers.reduce((sum, worker) => sum + worker.requests, 0),
    33,
  )
  t.true(workers.every((worker) => worker.requests > 0))
  t.true((latency.p50 ?? 0) > 0 && (latency.p99 ?? 0) >= (latency.p50 ?? 0))
  t.is(lastMinute.requests, 33)
})

test('the pages for people are served whole, by a policy that lets nothing else in', async (t) => {
  const { origin } = await serving(t, await buildFixture(t, PLACES), '--workers', '1')
  const types = { '/': 'text/html', '/status': 'text/html', '/search.js': 'text/javascript', '/search.css': 'text/css' }
  for (const [path, type] of Object.entries(types)) {
    const response = await fetch(origin + path)
    t.is(response.status, 200, path)
    t.true(response.headers.get('content-type')?.startsWith(type))
    t.regex(response.headers.get('content-security-policy') ?? '', /^default-src 'none'; script-src 'self';/)
    const headers = { 'If-None-Match': response.headers.get('etag') ?? '' }
    t.is((await fetch(origin + path, { headers })).status, 304)
    t.true((await response.text()).length > 100)
  }
  for (const path of ['/index.html', '/pages/', '/../package.json', '/%2e%2e/package.json']) {
    t.is((await fetch(origin + path)).status, 404, path)
  }
})

onLinux('workers share one copy of the index, which metrics and status show', async (t) => {
  const path = await buildFixture(
    t,
    Array.from({ length: 5000 }, (_, i) => ({ text: `number ${i}`, id: String(i) })),
  )
  const { origin, status } = await serving(t, path, '--workers', '2')
  for (let i = 0; i < 20; i++) await askAnew(origin, '/suggest?q=number+1&limit=1000')
  const { workers } = await status()
  const metrics = await metricsOf(origin)
  for (const { pid, pss, mapped, privateDirty } of workers) {
    t.true(mapped > 0 && pss > 0 && pss < mapped)
    t.is(privateDirty, 0)
    t.is(metrics.get(`mapahead_mapping_bytes{pid="${pid}"}`), mapped)
    t.true((metrics.get(`mapahead_mapping_pss_bytes{pid="${pid}"}`) ?? 0) > 0)
    t.true((metrics.get(`mapahead_worker_rss_bytes{pid="${pid}"}`) ?? 0) > mapped)
  }
})

test('what keeps it from starting is an error with exit code 1', async (t) => {
  const folder = temporaryFolder(t)
  const path = await buildFixture(t, PLACES)
  const other = join(folder, 'other.txt')
  writeFileSync(other, 'not an index')
  const damaged = join(folder, 'damaged.mapahead')
  const bytes = readFileSync(path)
  bytes.write('Ber9en', bytes.indexOf('Bergen'))
  writeFileSync(damaged, bytes)
  const { origin } = await serving(t, path, '--workers', '1')
  const { port } = new URL(origin)
  const cases: [string[], RegExp][] = [
    [[join(folder, 'missing')], /^mapahead: cannot open .*missing: No such file.*\[ERR_IO\]\n$/],
    [[damaged], /damaged\.mapahead.*\[ERR_CORRUPT\]\n$/],
    [[other], /other\.txt.*\[ERR_NOT_AN_INDEX\]\n$/],
    [
      [path, '--port', port],
      new RegExp(`^mapahead: cannot listen on 127\\.0\\.0\\.1:${port}: the port is in use; .*--port \\[ERR_IO\\]\n$`),
    ],
    [[path, '--host', '192.0.2.1', '--port', '0'], /does not have the address; .*--host \[ERR_IO\]\n$/],
  ]
  for (const [args, message] of cases) {
    const { code, stdout, stderr } = await mapahead(['serve', ...args, '--workers', '1'])
    t.deepEqual([code, stdout], [1, ''], args.join(' '))
    t.regex(stderr, message)
  }
})

test('in a worker of a cluster, as PM2 makes it, it says why it does not start, and ends with code 1', async (t) => {
  const path = await buildFixture(t, PLACES)
  const primary = fileURLToPath(new URL('../support/processes/serving-worker.js', import.meta.url))
  const startIn = async (...args: string[]) => outcome(start([MAIN, ...args], process.execPath, [primary]))
  const { stdout, stderr } = await startIn('serve', path, '--port', '0')
  t.deepEqual(JSON.parse(stdout), { code: 1, signal: null })
  t.regex(stderr, /^mapahead: mapahead serve starts its own workers, .*exec_mode 'fork'.*\[ERR_UNSUPPORTED\]\n$/)
  // Other commands end there too, with what they wrote and their own code.
  const told = await startIn('query', path, 'berl', '--json')
  t.regex(told.stdout, /"Berlin".*\n\{"code":0,"signal":null\}$/)
  t.regex((await startIn('query', `${path}.missing`, 'berl')).stdout, /^\{"code":1,"signal":null\}$/)
})

onLinux('workers have a small young generation unless flags say otherwise', async (t) => {
  const path = await buildFixture(t, PLACES)
  const sizesOf = async (flags: string[], before: string[] = [], NODE_OPTIONS = '') => {
    const args = [...before, MAIN, 'serve', path, '--port', '0', '--json', '--workers', '1', ...flags]
    const child = spawn(process.execPath, args, { env: { ...process.env, NODE_OPTIONS } })
    t.teardown(() => child.kill('SIGKILL'))
    const line = await new Promise<string>((resolve) => createInterface({ input: child.stdout }).once('line', resolve))
    const status = (await (await fetch(`${JSON.parse(line).url}/status.json`)).json()) as Status
    const command = readFileSync(`/proc/${status.workers[0]?.pid}/cmdline`, 'utf8').split('\0')
    // Those of Node.js stand before the script.
    const flagsOfNode = command.slice(
      1,
      command.findIndex((part) => part.endsWith('.js')),
    )
    return flagsOfNode.filter((flag) => flag.includes('semi'))
  }
  const name = '--max-semi-space-size'
  t.deepEqual(await sizesOf([]), [`${name}=1`])
  t.deepEqual(await sizesOf([name, '4']), [`${name}=4`])
  t.deepEqual(await sizesOf([name, '0']), [])
  t.deepEqual(await sizesOf([], [`${name}=8`]), [`${name}=8`])
  // The last one counts.
  t.deepEqual(await sizesOf([name, '2'], [`${name}=8`]), [`${name}=8`, `${name}=2`])
  t.deepEqual(await sizesOf([], [], '--max_semi_space_size=8'), [])
  t.deepEqual(await sizesOf([], [], '--max-old-space-size=100'), [`${name}=1`])
})

onLinux('the threads of a worker share one arena unless the environment says otherwise', async (t) => {
  const path = await buildFixture(t, PLACES)
  const arenasOf = async (given: Record<string, string | undefined>) => {
    const args = [MAIN, 'serve', path, '--port', '0', '--json', '--workers', '1']
    const child = spawn(process.execPath, args, { env: { ...process.env, MALLOC_ARENA_MAX: undefined, ...given } })
    t.teardown(() => child.kill('SIGKILL'))
    const line = await new Promise<string>((resolve) => createInterface({ input: child.stdout }).once('line', resolve))
    const status = (await (await fetch(`${JSON.parse(line).url}/status.json`)).json()) as Status
    const variables = readFileSync(`/proc/${status.workers[0]?.pid}/environ`, 'utf8').split('\0')
    return variables.filter((variable) => variable.startsWith('MALLOC_ARENA_MAX='))
  }
  t.deepEqual(await arenasOf({}), ['MALLOC_ARENA_MAX=1'])
  t.deepEqual(await arenasOf({ MALLOC_ARENA_MAX: '4' }), ['MALLOC_ARENA_MAX=4'])
  t.deepEqual(await arenasOf({ MALLOC_ARENA_MAX: '' }), ['MALLOC_ARENA_MAX='])
})

test('wrong flags are an error with exit code 2 before anything starts', async (t) => {
  const path = await buildFixture(t, PLACES)
  const cases = [
    ['--workers', '0'],
    ['--workers', 'two'],
    ['--port', '65536'],
    ['--port', '-1'],
    ['--drain', '0'],
    ['--grace', '-1'],
    ['--stall', '0.05'],
    ['--stall', '-1'],
    ['--max-semi-space-size', '0.5'],
    ['--max-semi-space-size', '1025'],
    ['--max-connections', '0'],
    ['--max-limit', '1001'],
    ['--max-batch', '0'],
    ['--max-answer', '0'],
    ['--max-pending', '1MiB'],
    ['--cors', 'example.org'],
    ['--base-path', 'api'],
    ['--nope'],
  ]
  for (const flags of cases) {
    const { code, stdout, stderr } = await mapahead(['serve', path, '--port', '0', ...flags])
    t.deepEqual([code, stdout], [2, ''], flags.join(' '))
    t.true(stderr.includes(flags[0] ?? ''), stderr)
  }
})

test('flags reach the workers', async (t) => {
  const path = await buildFixture(t, PLACES)
  const flags = ['--cors', 'https://example.org', '--cache-control', 'max-age=5', '--base-path', '/api']
  const limits = [
    '--max-limit',
    '5',
    '--max-url',
    '200',
    '--max-body',
    '100',
    '--max-header',
    '2KiB',
    '--max-batch',
    '1',
    '--max-answer',
    '500',
    '--max-pending',
    '100KiB',
  ]
  const { origin } = await serving(t, path, '--workers', '1', ...flags, ...limits, '--max-query-length', '3')
  const ask = (path: string, init?: RequestInit) => fetch(`${origin}/api${path}`, init)
  const good = await ask('/suggest?q=b&limit=1', { headers: { Origin: 'https://example.org' } })
  t.is(good.headers.get('access-control-allow-origin'), 'https://example.org')
  t.is(good.headers.get('cache-control'), 'max-age=5')
  const cases: [Response, number, string][] = [
    [await ask('/suggest?q=b&limit=6'), 400, 'ERR_INVALID_OPTION'],
    [await ask('/suggest?q=bern'), 400, 'ERR_INVALID_ARGUMENT'],
    [await ask(`/suggest?q=${'b'.repeat(200)}`), 414, 'ERR_URL_TOO_LONG'],
    [await ask('/suggest?q=b'), 422, 'ERR_ANSWER_TOO_LARGE'],
    [await ask('/suggest', posted({ queries: [1, 2] })), 400, 'ERR_INVALID_ARGUMENT'],
    [await ask('/suggest', posted({ query: 'b'.repeat(100) })), 413, 'ERR_BODY_TOO_LARGE'],
    [await ask('/suggest?q=b', { headers: { X: 'x'.repeat(3000) } }), 431, 'ERR_HEADERS_TOO_LARGE'],
    [await fetch(`${origin}/suggest?q=b`), 404, 'ERR_NOT_FOUND'],
  ]
  for (const [response, status, code] of cases) t.deepEqual(await failureOf(t, response), [status, code])
  t.is((await ask('/metrics')).status, 200)
  // The links of the page are relative.
  const page = await ask('')
  t.deepEqual([page.status, page.url], [200, `${origin}/api/`])
})
