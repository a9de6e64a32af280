// What both handlers make of requests that are wrong, too large or hostile.
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import test from 'ava'
import { createFetchHandler, createHandler } from 'mapahead'
import { openFixture, PLACES } from '../support/fixtures.ts'
import { failureOf, HANDLERS, listen, posted } from '../support/serve-asking.ts'

for (const [name, asking] of Object.entries(HANDLERS)) {
  test(`${name}: a wrong parameter is a 400 with a code`, async (t) => {
    const ask = await asking(t, await openFixture(t, PLACES), { maxLimit: 50, maxQueryLength: 20 })
    const cases = [
      ['', 'ERR_INVALID_ARGUMENT'],
      ['?limit=1', 'ERR_INVALID_ARGUMENT'],
      ['?q=%ff', 'ERR_INVALID_ARGUMENT'],
      ['?q=100%', 'ERR_INVALID_ARGUMENT'],
      [`?q=${'x'.repeat(21)}`, 'ERR_INVALID_ARGUMENT'],
      ['?q=b&q=c', 'ERR_INVALID_OPTION'],
      ['?q=b&limit=1&limit=2', 'ERR_INVALID_OPTION'],
      ['?q=b&limit=0', 'ERR_INVALID_OPTION'],
      ['?q=b&limit=51', 'ERR_INVALID_OPTION'],
      ['?q=b&limit=ten', 'ERR_INVALID_OPTION'],
      ['?q=b&limit=', 'ERR_INVALID_OPTION'],
      ['?q=b&limit', 'ERR_INVALID_OPTION'],
      ['?q=b&limit=0x2', 'ERR_INVALID_OPTION'],
      ['?q=b&limit=1e999', 'ERR_INVALID_OPTION'],
      ['?q=b&offset=10001', 'ERR_INVALID_OPTION'],
      ['?q=b&typos=sometimes', 'ERR_INVALID_OPTION'],
      ['?q=b&max_tier=4', 'ERR_INVALID_OPTION'],
      ['?q=b&maxTier=1', 'ERR_INVALID_OPTION'],
      ['?q=b&filter=__proto__=1', 'ERR_INVALID_OPTION'],
      ['?q=b&constructor=1', 'ERR_INVALID_OPTION'],
    ] as const
    for (const [search, code] of cases) {
      t.deepEqual(await failureOf(t, await ask(`/suggest${search}`)), [400, code], search)
    }
    const { error } = (await (await ask('/suggest?q=b&max_tier=4')).json()) as { error: { message: string } }
    t.is(error.message, 'max_tier must be a whole number from 0 to 3, got 4')
    for (const limit of ['-1', '0.5', '51', '1e9']) {
      const { error } = (await (await ask(`/suggest?q=b&limit=${limit}`)).json()) as { error: { message: string } }
      t.is(error.message, `limit must be a whole number from 1 to 50, got ${Number(limit)}`)
    }
    t.is((await ask(`/suggest?q=${encodeURIComponent('🍎'.repeat(20))}`)).status, 200)
  })

  test(`${name}: a wrong body is an error with a code`, async (t) => {
    const ask = await asking(t, await openFixture(t, PLACES), { maxBodyBytes: 1000 })
    const cases: [RequestInit, number, string][] = [
      [posted('{"query":'), 400, 'ERR_INVALID_JSON'],
      [posted(''), 400, 'ERR_INVALID_JSON'],
      [{ ...posted(''), body: new Uint8Array([0x22, 0xff, 0x22]) }, 400, 'ERR_INVALID_JSON'],
      [posted('"ber"'), 400, 'ERR_INVALID_ARGUMENT'],
      [posted('[]'), 400, 'ERR_INVALID_ARGUMENT'],
      [posted('null'), 400, 'ERR_INVALID_ARGUMENT'],
      [posted({}), 400, 'ERR_INVALID_ARGUMENT'],
      [posted({ query: ['ber'] }), 400, 'ERR_INVALID_ARGUMENT'],
      [posted({ queries: {} }), 400, 'ERR_INVALID_ARGUMENT'],
      [posted({ queries: [], limit: 1 }), 400, 'ERR_INVALID_ARGUMENT'],
      [posted({ query: 'b', limit: '1' }), 400, 'ERR_INVALID_OPTION'],
      [posted('{"query":"b","__proto__":{"limit":1}}'), 400, 'ERR_INVALID_OPTION'],
      [posted({}, { 'Content-Type': 'text/plain' }), 415, 'ERR_UNSUPPORTED_MEDIA_TYPE'],
      [posted({}, { 'Content-Type': 'application/json; charset=latin1' }), 415, 'ERR_UNSUPPORTED_MEDIA_TYPE'],
      [posted({}, { 'Content-Encoding': 'gzip' }), 415, 'ERR_UNSUPPORTED_MEDIA_TYPE'],
      [posted({ query: 'x'.repeat(1000) }), 413, 'ERR_BODY_TOO_LARGE'],
    ]
    for (const [init, status, code] of cases) {
      t.deepEqual(await failureOf(t, await ask('/suggest', init)), [status, code], String(init.body))
    }
  })

  test(`${name}: a body whose length is not told is bounded too`, async (t) => {
    const ask = await asking(t, await openFixture(t, PLACES), { maxBodyBytes: 1000 })
    const stream = (size: number) =>
      new ReadableStream({
        start(controller) {
          const bytes = Buffer.from(JSON.stringify({ query: 'b'.repeat(size) }))
          for (let i = 0; i < bytes.length; i += 50) controller.enqueue(new Uint8Array(bytes.subarray(i, i + 50)))
          controller.close()
        },
      })
    const init = (size: number) => ({ ...posted(''), body: stream(size), duplex: 'half' }) as RequestInit
    t.is((await ask('/suggest', init(500))).status, 200)
    t.deepEqual(await failureOf(t, await ask('/suggest', init(1000))), [413, 'ERR_BODY_TOO_LARGE'])
  })

  test(`${name}: other methods are a 405 that says which there are`, async (t) => {
    const ask = await asking(t, await openFixture(t, PLACES))
    const cases = [
      ['/suggest?q=b', 'PUT', 'GET, HEAD, POST, OPTIONS'],
      ['/suggest?q=b', 'DELETE', 'GET, HEAD, POST, OPTIONS'],
      ['/entries/b', 'POST', 'GET, HEAD, OPTIONS'],
      ['/healthz', 'POST', 'GET, HEAD, OPTIONS'],
    ] as const
    for (const [path, method, allow] of cases) {
      const response = await ask(path, { method })
      t.is(response.headers.get('allow'), allow)
      t.deepEqual(await failureOf(t, response), [405, 'ERR_METHOD_NOT_ALLOWED'])
    }
    const options = await ask('/entries/b', { method: 'OPTIONS' })
    t.deepEqual([options.status, options.headers.get('allow')], [204, 'GET, HEAD, OPTIONS'])
  })

  test(`${name}: a URL that is too long is a 414`, async (t) => {
    const ask = await asking(t, await openFixture(t, PLACES), { maxUrlBytes: 100 })
    t.is((await ask(`/suggest?q=${'x'.repeat(80)}`)).status, 200)
    t.deepEqual(await failureOf(t, await ask(`/suggest?q=${'x'.repeat(100)}`)), [414, 'ERR_URL_TOO_LONG'])
  })

  test(`${name}: hostile paths find nothing`, async (t) => {
    const ask = await asking(t, await openFixture(t, PLACES))
    const paths = [
      '/../../etc/passwd',
      '/%2e%2e/%2e%2e/etc/passwd',
      '/..%2f..%2fetc/passwd',
      '/suggest/../../x',
      '//x/',
    ]
    for (const path of [...paths, '/suggest%00?q=b', '/suggest//', '/SUGGEST?q=b', '/package.json', '/%']) {
      t.is((await ask(path)).status, 404, path)
    }
  })

  test(`${name}: a thousand values of one parameter are one list`, async (t) => {
    const index = await openFixture(t, PLACES)
    const ask = await asking(t, index)
    const ids = Array.from({ length: 999 }, (_, i) => `${i}`)
    const search = [...ids, 'b'].map((id) => `&exclude_id=${id}`).join('')
    const response = await ask(`/suggest?q=ber${search}`)
    t.is(await response.text(), Buffer.from(index.suggestJson('ber', { exclude: { ids: [...ids, 'b'] } })).toString())
  })
}

test('createHandler counts all of a URL, also the origin of a proxy', async (t) => {
  const origin = await listen(t, createHandler(await openFixture(t, PLACES), { maxUrlBytes: 100 }))
  // node:http drops a client that ends its side before the answer is written, so the handler must have loaded.
  t.is((await fetch(`${origin}/healthz`)).status, 200)
  const statusOf = async (target: string) => {
    const socket = connect(Number(new URL(origin).port), '127.0.0.1')
    socket.end(`GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)
    return Number((await text(socket)).slice('HTTP/1.1 '.length, 'HTTP/1.1 200'.length))
  }
  t.is(await statusOf('http://a.example/suggest?q=b'), 200)
  t.is(await statusOf(`http://${'a'.repeat(100)}/suggest?q=b`), 414)
})

test('createFetchHandler: a body that ends early is a wrong request, one that was read before a fault of the server', async (t) => {
  const errors: unknown[] = []
  const handler = createFetchHandler(await openFixture(t, PLACES), { onError: (error) => errors.push(error) })
  const request = (body: RequestInit['body']) =>
    new Request('http://localhost/suggest', { ...posted(''), body, duplex: 'half' } as RequestInit)
  const broken = new ReadableStream({
    start(controller) {
      controller.enqueue(Buffer.from('{"que'))
      controller.error(new Error('the connection ended'))
    },
  })
  t.deepEqual(await failureOf(t, await handler(request(broken))), [400, 'ERR_INVALID_REQUEST'])
  t.is(errors.length, 0)
  const read = request('{"query":"b"}')
  await read.text()
  t.deepEqual(await failureOf(t, await handler(read)), [500, 'ERR_INTERNAL'])
  t.is(errors.length, 1)
})

test('wrong options of a handler are errors that name them', async (t) => {
  const index = await openFixture(t, PLACES)
  const wrong = [
    { cros: true },
    { basePath: 'api' },
    { basePath: '/api/' },
    { cors: ['example.org'] },
    { cors: ['https://example.org/'] },
    { cors: 5 },
    { cacheControl: 'a\r\nb' },
    { cacheControl: '' },
    { compression: 'br' },
    { cacheBytes: -1 },
    { maxLimit: 0 },
    { maxLimit: 1001 },
    { maxQueryLength: 1.5 },
    { maxBatch: '7' },
    { maxBodyBytes: -1 },
    { maxUrlBytes: Number.NaN },
    { onError: true },
    { onReply: 'x' },
  ]
  for (const options of wrong) {
    const [name = ''] = Object.keys(options)
    for (const make of [createHandler, createFetchHandler]) {
      t.throws(() => make(index, options as never), { code: 'ERR_INVALID_OPTION', message: new RegExp(name) })
    }
  }
  for (const make of [createHandler, createFetchHandler]) {
    t.throws(() => make(index, null as never), { code: 'ERR_INVALID_ARGUMENT', message: /must be an object/ })
    // @ts-expect-error: a promise is no index
    t.throws(() => make(Promise.resolve(index)), { code: 'ERR_INVALID_ARGUMENT', message: /await/ })
  }
})
