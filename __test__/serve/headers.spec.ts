// The headers of both handlers: caching, compression, other origins, what browsers may do.
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import test from 'ava'
import type { RecordInput } from 'mapahead'
import { openFixture, PLACES } from '../support/fixtures.ts'
import { failureOf, HANDLERS } from '../support/serve-asking.ts'

/** Enough records with long texts for an answer that is compressed. */
const MANY: readonly RecordInput[] = Array.from({ length: 1000 }, (_, i) => ({ text: `a record of many, number ${i}` }))

for (const [name, asking] of Object.entries(HANDLERS)) {
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

  test(`${name}: a wrong request is an error, though the client has any answer`, async (t) => {
    const ask = await asking(t, await openFixture(t, PLACES))
    const headers = { 'If-None-Match': '*' }
    t.deepEqual(await failureOf(t, await ask('/suggest?q=b&limit=5000', { headers })), [400, 'ERR_INVALID_OPTION'])
    t.is((await ask('/suggest?q=b&limit=5', { headers })).status, 304)
  })
}
