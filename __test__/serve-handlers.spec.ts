// Both handlers, from the first byte of a request to the last of its answer.
import { readFileSync, writeFileSync } from 'node:fs'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import test from 'ava'
import { createFetchHandler, createHandler, type RecordInput, SuggestIndex } from 'mapahead'
import { buildFixture, openFixture, PLACES } from './fixtures.ts'
import { failureOf, HANDLERS, listen, posted } from './serve-asking.ts'

/** Enough records with long texts for an answer that is compressed. */
const MANY: readonly RecordInput[] = Array.from({ length: 1000 }, (_, i) => ({ text: `a record of many, number ${i}` }))

for (const [name, asking] of Object.entries(HANDLERS)) {
  test(`${name}: GET /suggest answers what suggestJson returns`, async (t) => {
    const index = await openFixture(t, PLACES)
    const ask = await asking(t, index)
    const cases = [
      ['q=ber', 'ber', {}],
      ['q=', '', {}],
      ['q=s%C3%A3o+p', 'são p', {}],
      ['q=%E6%9D%B1', '東', {}],
      ['q=a%26b%3Dc%23d', 'a&b=c#d', {}],
      ['q=be&limit=1&offset=1', 'be', { limit: 1, offset: 1 }],
      ['limit=2&&q=be&', 'be', { limit: 2 }],
      ['q=brelin&typos=never', 'brelin', { typos: 'never' }],
      ['q=brelin&max_tier=1&max_cost=0.5&costs=unit', 'brelin', { maxTier: 1, maxCost: 0.5, costs: 'unit' }],
      ['q=brelin&max_cost=1', 'brelin', { maxCost: 1 }],
    ] as const
    for (const [search, query, options] of cases) {
      const response = await ask(`/suggest?${search}`)
      t.is(response.status, 200)
      t.is(response.headers.get('content-type'), 'application/json')
      t.is(await response.text(), Buffer.from(index.suggestJson(query, options)).toString(), search)
    }
  })

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
      ['?q=b&max_tier=3', 'ERR_INVALID_OPTION'],
      ['?q=b&maxTier=1', 'ERR_INVALID_OPTION'],
      ['?q=b&__proto__=1', 'ERR_INVALID_OPTION'],
      ['?q=b&constructor=1', 'ERR_INVALID_OPTION'],
    ] as const
    for (const [search, code] of cases) {
      t.deepEqual(await failureOf(t, await ask(`/suggest${search}`)), [400, code], search)
    }
    const { error } = (await (await ask('/suggest?q=b&max_tier=3')).json()) as { error: { message: string } }
    t.is(error.message, 'max_tier must be a whole number from 0 to 2, got 3')
    t.is((await ask(`/suggest?q=${encodeURIComponent('🍎'.repeat(20))}`)).status, 200)
  })

  test(`${name}: an answer that the client has is a 304, until the index or the query is another`, async (t) => {
    const ask = await asking(t, await openFixture(t, PLACES), { cacheControl: 'public, max-age=60' })
    const other = await asking(t, await openFixture(t, PLACES.slice(1)))
    for (const path of ['/suggest?q=ber', '/entries/bern']) {
      const first = await ask(path)
      const tag = first.headers.get('etag') ?? ''
      t.regex(tag, /^"[0-9a-f]{16}-[-0-9a-z]+"$/)
      t.is(first.headers.get('cache-control'), 'public, max-age=60')

      for (const given of [tag, `W/${tag}`, `"x", ${tag}`, '*', `${tag.slice(0, -1)}-gzip"`]) {
        const again = await ask(path, { headers: { 'If-None-Match': given } })
        t.deepEqual([again.status, await again.text()], [304, ''], given)
        t.is(again.headers.get('cache-control'), 'public, max-age=60')
        t.true(again.headers.get('etag')?.startsWith(tag.slice(0, -1)))
      }
      for (const given of ['"x"', tag.slice(1, -1), `${tag.slice(0, -1)}-zip"`, '']) {
        t.is((await ask(path, { headers: { 'If-None-Match': given } })).status, 200, given)
      }
      t.is((await other(path, { headers: { 'If-None-Match': tag } })).status, 200)
    }
    const tagOf = async (search: string) => (await ask(`/suggest?${search}`)).headers.get('etag')
    const tags = await Promise.all(['q=b', 'q=c', 'q=b&limit=1', 'q=b&limit=2', 'q=b&typos=never'].map(tagOf))
    t.is(new Set(tags).size, tags.length)
  })

  test(`${name}: a wrong request is an error, whatever the client has`, async (t) => {
    const ask = await asking(t, await openFixture(t, PLACES))
    const headers = { 'If-None-Match': '"x"' }
    t.is((await ask('/suggest?q=b&nope=1', { headers })).status, 400)
  })

  test(`${name}: HEAD has the headers of GET and no body`, async (t) => {
    const ask = await asking(t, await openFixture(t, PLACES))
    for (const path of ['/suggest?q=ber', '/entries/bern', '/healthz', '/suggest', '/nothing']) {
      const [get, head] = [await ask(path), await ask(path, { method: 'HEAD' })]
      t.is(head.status, get.status)
      t.is(await head.text(), '')
      const same = ['content-type', 'content-length', 'etag', 'cache-control', 'content-security-policy']
      for (const header of same) t.is(head.headers.get(header), get.headers.get(header), `${header} of ${path}`)
      t.is(Number(head.headers.get('content-length')), (await get.arrayBuffer()).byteLength)
    }
  })

  test(`${name}: entries are found by id, percent-encoded`, async (t) => {
    const odd = ['a/b', '../x', '%', 'a b', 'a+b', '?q', '🍎', '.', '__proto__']
    const index = await openFixture(t, [...PLACES, ...odd.map((id) => ({ text: 'odd', id }))])
    const ask = await asking(t, index)
    for (const id of ['b', 'são', ...odd]) {
      // A client that knows URLs takes dots in a path for folders, unless they are encoded; then too.
      if (id === '.') continue
      const response = await ask(`/entries/${encodeURIComponent(id)}`)
      t.is(response.status, 200, id)
      t.deepEqual(await response.json(), JSON.parse(JSON.stringify(index.get(id))))
    }
    t.deepEqual(await failureOf(t, await ask('/entries/nobody')), [404, 'ERR_NOT_FOUND'])
    t.deepEqual(await failureOf(t, await ask('/entries/')), [404, 'ERR_NOT_FOUND'])
    t.deepEqual(await failureOf(t, await ask('/entries/%e0%a4')), [400, 'ERR_INVALID_ARGUMENT'])
    t.deepEqual(await failureOf(t, await ask('/entries/b?x=1')), [400, 'ERR_INVALID_OPTION'])
  })

  test(`${name}: POST /suggest answers one query as GET does`, async (t) => {
    const index = await openFixture(t, PLACES)
    const ask = await asking(t, index)
    const options = { limit: 1, offset: 0, typos: 'never', maxTier: 1, maxCost: 0.5, costs: 'unit' } as const
    const response = await ask('/suggest', posted({ query: 'ber', ...options }))
    t.is(response.status, 200)
    t.is(response.headers.get('cache-control'), 'no-store')
    t.is(await response.text(), Buffer.from(index.suggestJson('ber', options)).toString())
    const utf8 = await ask('/suggest', posted('{"query":"東"}', { 'Content-Type': 'application/json; charset=UTF-8' }))
    t.deepEqual(await utf8.json(), JSON.parse(JSON.stringify(index.suggest('東'))))
  })

  test(`${name}: a batch has an answer or an error for each query`, async (t) => {
    const index = await openFixture(t, PLACES)
    const ask = await asking(t, index, { maxBatch: 7, maxQueryLength: 10, maxLimit: 50 })
    const queries = [
      { query: 'ber', limit: 2 },
      { query: 5 },
      null,
      { query: 'x', limt: 1 },
      { query: 'x'.repeat(11) },
      { query: 'b', limit: 51 },
      { query: '東' },
    ]
    const response = await ask('/suggest', posted({ queries }))
    t.is(response.status, 200)
    const { answers } = (await response.json()) as { answers: Record<string, unknown>[] }
    t.deepEqual(answers[0], JSON.parse(JSON.stringify(index.suggest('ber', { limit: 2 }))))
    t.deepEqual(answers[6], JSON.parse(JSON.stringify(index.suggest('東'))))
    const codes = answers.slice(1, 6).map(({ error }) => (error as { code: string }).code)
    const [argument, option] = ['ERR_INVALID_ARGUMENT', 'ERR_INVALID_OPTION']
    t.deepEqual(codes, [argument, argument, option, argument, option])
    t.deepEqual(await (await ask('/suggest', posted({ queries: [] }))).json(), { answers: [] })
    const tooMany = await ask('/suggest', posted({ queries: [...queries, null] }))
    t.deepEqual(await failureOf(t, tooMany), [400, argument])
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

  test(`${name}: without cors no page of another origin may read answers`, async (t) => {
    const ask = await asking(t, await openFixture(t, PLACES))
    const headers = { Origin: 'https://example.org', 'Access-Control-Request-Method': 'POST' }
    for (const method of ['GET', 'OPTIONS']) {
      const response = await ask('/suggest?q=b', { method, headers })
      t.deepEqual(
        [...response.headers.keys()].filter((header) => header.startsWith('access-control')),
        [],
      )
      t.is(response.headers.get('cross-origin-resource-policy'), 'same-origin')
    }
  })

  test(`${name}: cors lets all origins read, or those listed`, async (t) => {
    const index = await openFixture(t, PLACES)
    const everyone = await asking(t, index, { cors: true })
    const some = await asking(t, index, { cors: ['https://example.org', 'http://localhost:3000'] })
    const from = (origin: string, method = 'GET') => ({
      method,
      headers: { Origin: origin, 'Access-Control-Request-Method': 'POST' },
    })
    const allowed = (response: Response) => response.headers.get('access-control-allow-origin')
    for (const path of ['/suggest?q=b', '/suggest', '/nothing']) {
      t.is(allowed(await everyone(path, from('https://a.example'))), '*')
      t.is(allowed(await some(path, from('https://example.org'))), 'https://example.org')
      const other = await some(path, from('https://a.example'))
      t.is(allowed(other), null)
      t.is(other.headers.get('vary'), 'Accept-Encoding, Origin')
    }
    const preflight = await some('/suggest', from('http://localhost:3000', 'OPTIONS'))
    t.is(preflight.status, 204)
    t.is(allowed(preflight), 'http://localhost:3000')
    t.is(preflight.headers.get('access-control-allow-methods'), 'GET, HEAD, POST')
    t.is(preflight.headers.get('access-control-allow-headers'), 'Content-Type, If-None-Match')
  })

  test(`${name}: a large answer is compressed for who takes that, a small one never`, async (t) => {
    const index = await openFixture(t, MANY)
    const ask = await asking(t, index)
    const raw = async (accept: string, limit = 500) => {
      // What decodes by itself would hide the bytes.
      const response = await ask(`/suggest?q=a&limit=${limit}`, { headers: { 'Accept-Encoding': accept } })
      t.regex(response.headers.get('vary') ?? '', /Accept-Encoding/)
      return response
    }
    const plain = Buffer.from(index.suggestJson('a', { limit: 500 })).toString()
    const decoders = { br: brotliDecompressSync, gzip: gunzipSync }
    for (const [accept, encoding] of [
      ['gzip, deflate, br', 'br'],
      ['gzip', 'gzip'],
      ['br;q=0.5, gzip;q=0.9', 'gzip'],
      ['*', 'br'],
    ] as const) {
      const response = await raw(accept)
      t.is(response.headers.get('content-encoding'), encoding, accept)
      t.true(Number(response.headers.get('content-length')) < plain.length / 4)
      t.true(response.headers.get('etag')?.endsWith(`-${encoding}"`))
      const bytes = Buffer.from(await response.arrayBuffer())
      // `fetch` has decoded what came through a socket.
      const isDecoded = bytes.toString() === plain
      t.true(isDecoded || decoders[encoding](bytes).toString() === plain)
    }
    for (const accept of ['identity', 'br;q=0, gzip;q=0', 'deflate', '*;q=0']) {
      const response = await raw(accept)
      t.is(response.headers.get('content-encoding'), null, accept)
      t.is(await response.text(), plain)
    }
    t.is((await raw('br', 10)).headers.get('content-encoding'), null)
    const never = await asking(t, index, { compression: false })
    const response = await never('/suggest?q=a&limit=500', { headers: { 'Accept-Encoding': 'br' } })
    t.deepEqual([response.headers.get('content-encoding'), response.headers.get('vary')], [null, null])
  })

  test(`${name}: every answer tells browsers to do nothing else with it, and how long it took`, async (t) => {
    const ask = await asking(t, await openFixture(t, PLACES))
    for (const path of ['/suggest?q=c', '/suggest', '/entries/b', '/healthz', '/readyz', '/nothing']) {
      const { headers } = await ask(path)
      t.is(headers.get('x-content-type-options'), 'nosniff')
      t.is(headers.get('content-security-policy'), "default-src 'none'; frame-ancestors 'none'")
    }
    t.regex((await ask('/suggest?q=b')).headers.get('server-timing') ?? '', /^suggest;dur=\d+(\.\d{1,3})?$/)
    t.is((await ask('/suggest?q=b')).headers.get('server-timing'), 'suggest;dur=0, hit')
  })

  test(`${name}: health and readiness tell the generation; a closed index is not ready`, async (t) => {
    const index = SuggestIndex.openSync(await buildFixture(t, PLACES))
    const errors: unknown[] = []
    const ask = await asking(t, index, { onError: (error) => errors.push(error) })
    const { generation } = index
    t.deepEqual(await (await ask('/healthz')).json(), { status: 'ok', generation })
    t.deepEqual(await (await ask('/readyz')).json(), { status: 'ready', generation })
    index.close()
    t.is((await ask('/healthz')).status, 200)
    for (const path of ['/readyz', '/suggest?q=b', '/entries/b']) {
      t.deepEqual(await failureOf(t, await ask(path)), [503, 'ERR_CLOSED'], path)
    }
    t.is(errors.length, 3)
  })

  test(`${name}: a damaged file is a 500 that tells nothing of this machine, and onError all of it`, async (t) => {
    const path = await buildFixture(t, [{ text: 'x', id: 'x', payload: 'a payload' }])
    const bytes = readFileSync(path)
    bytes.write('"a paylo"', bytes.indexOf('"a payload"'))
    writeFileSync(path, bytes)
    const errors: unknown[] = []
    const index = SuggestIndex.openSync(path)
    t.teardown(() => index.close())
    const ask = await asking(t, index, { onError: (error) => errors.push(error) })
    const response = await ask('/entries/x')
    const text = await response.clone().text()
    t.deepEqual(await failureOf(t, response), [500, 'ERR_CORRUPT'])
    t.false(text.includes(path))
    t.true(errors[0] instanceof Error && errors[0].message.includes(path))
  })

  test(`${name}: onReply is told of every answer`, async (t) => {
    const replies: (string | number | undefined)[][] = []
    const ask = await asking(t, await openFixture(t, PLACES), {
      onReply({ route, status, code, durationMs }) {
        t.true(durationMs >= 0)
        replies.push([route, status, code])
      },
    })
    await ask('/suggest?q=b')
    await ask('/suggest')
    await ask('/suggest', posted({ query: 'b' }))
    await ask('/entries/none')
    await ask('/none')
    t.deepEqual(replies, [
      ['suggest', 200, undefined],
      ['suggest', 400, 'ERR_INVALID_ARGUMENT'],
      ['queries', 200, undefined],
      ['entries', 404, 'ERR_NOT_FOUND'],
      ['other', 404, 'ERR_NOT_FOUND'],
    ])
  })

  test(`${name}: basePath is what paths begin with`, async (t) => {
    const ask = await asking(t, await openFixture(t, PLACES), { basePath: '/api/places' })
    t.is((await ask('/api/places/suggest?q=b')).status, 200)
    t.is((await ask('/api/places/entries/b')).status, 200)
    for (const path of ['/suggest?q=b', '/api/placessuggest?q=b', '/api/places', '/api/suggest?q=b']) {
      t.is((await ask(path)).status, 404, path)
    }
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
    for (const path of [...paths, '/suggest%00?q=b', '/suggest/', '/SUGGEST?q=b', '/package.json', '/%']) {
      t.is((await ask(path)).status, 404, path)
    }
  })
}

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

test('createHandler leaves paths at which there is nothing to what comes next', async (t) => {
  const handler = createHandler(await openFixture(t, PLACES))
  const origin = await listen(t, (req, res) => handler(req, res, () => res.end('next')))
  t.is(await (await fetch(`${origin}/other`)).text(), 'next')
  t.is((await fetch(`${origin}/suggest?q=b`)).status, 200)
  t.is((await fetch(`${origin}/entries/none`)).status, 404)
})

test('createHandler takes a body that a middleware has read', async (t) => {
  const handler = createHandler(await openFixture(t, PLACES), { maxBodyBytes: 50 })
  const bodies: unknown[] = [{ query: 'b' }, '{"query":"b"}', Buffer.from('{"query":"b"}')]
  for (const body of bodies) {
    const origin = await listen(t, async (req, res) => {
      for await (const _ of req) {
      }
      handler(Object.assign(req, { body }), res)
    })
    t.is((await fetch(`${origin}/suggest`, posted({}))).status, 200)
  }
  const origin = await listen(t, async (req, res) => {
    for await (const _ of req) {
    }
    handler(req, res)
  })
  t.deepEqual(await failureOf(t, await fetch(`${origin}/suggest`, posted({}))), [400, 'ERR_INVALID_JSON'])
})
