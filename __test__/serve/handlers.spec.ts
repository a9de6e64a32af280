// Both handlers, from the first byte of a request to the last of its answer.
import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import test from 'ava'
import { createHandler, SuggestIndex } from 'mapahead'
import { buildFixture, openFixture, overwrite, PLACES } from '../support/fixtures.ts'
import { failureOf, HANDLERS, listen, posted } from '../support/serve-asking.ts'

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

  test(`${name}: an answer of any size, in any script, arrives byte for byte, also when it is kept`, async (t) => {
    // Around what is compressed, and around what the addon writes without a buffer.
    const records = [1, 2000, 6000, 10_000, 15_000, 40_000].map((size) => ({
      text: `größe ${size} 東𝒜`,
      payload: 'й'.repeat(size),
    }))
    const index = await openFixture(t, records)
    const ask = await asking(t, index)
    for (const { text } of records) {
      const whole = Buffer.from(index.suggestJson(text)).toString()
      for (const encoding of ['identity', 'identity', 'gzip']) {
        const headers = { 'Accept-Encoding': encoding }
        const response = await ask(`/suggest?q=${encodeURIComponent(text)}`, { headers })
        const bytes = Buffer.from(await response.arrayBuffer())
        const isPacked = bytes[0] === 0x1f
        t.is((isPacked ? gunzipSync(bytes) : bytes).toString(), whole, `${text}, ${encoding}`)
      }
      const posts = await ask('/suggest', posted({ query: text }))
      t.is(await posts.text(), whole, text)
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
    overwrite(path, bytes)
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

  test(`${name}: a closed index answers nothing any more, not even what it answered before`, async (t) => {
    const index = SuggestIndex.openSync(await buildFixture(t, PLACES))
    const ask = await asking(t, index)
    const first = await ask('/suggest?q=ber')
    const headers = { 'If-None-Match': first.headers.get('etag') ?? '' }
    t.is((await ask('/suggest?q=ber', { headers })).status, 304)
    index.close()
    for (const init of [{}, { headers }]) {
      t.deepEqual(await failureOf(t, await ask('/suggest?q=ber', init)), [503, 'ERR_CLOSED'])
    }
  })
}

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
