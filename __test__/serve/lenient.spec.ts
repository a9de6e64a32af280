// What requests may have that the server does not need.
import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'
import { text } from 'node:stream/consumers'
import test from 'ava'
import { boundedServer } from '../../src/serve/http/server.ts'
import { openFixture, PLACES } from '../support/fixtures.ts'
import { failureOf, HANDLERS, posted } from '../support/serve-asking.ts'

for (const [name, asking] of Object.entries(HANDLERS)) {
  test(`${name}: parameters that begin with _ are ignored, and others are not`, async (t) => {
    const ask = await asking(t, await openFixture(t, PLACES))
    const plain = await (await ask('/suggest?q=ber&limit=2')).text()
    for (const search of [
      'q=ber&limit=2&_=1718',
      '_&q=ber&_=1&limit=2&_=2',
      'q=ber&limit=2&_x=%e0',
      'q=ber&%5Fq=x&limit=2',
    ]) {
      const response = await ask(`/suggest?${search}`)
      t.deepEqual([response.status, await response.text()], [200, plain], search)
    }
    t.is((await ask('/entries/b?_=1718&_')).status, 200)
    t.is((await ask('/entries/b?')).status, 200)
    for (const path of ['/suggest?q=ber&x_=1', '/entries/b?_=1&x=1', '/suggest?q=ber&limt=2']) {
      t.deepEqual(await failureOf(t, await ask(path)), [400, 'ERR_INVALID_OPTION'], path)
    }
    t.deepEqual(await failureOf(t, await ask('/suggest?_q=ber')), [400, 'ERR_INVALID_ARGUMENT'])
  })

  test(`${name}: a slash behind a path changes nothing, but in an id`, async (t) => {
    const index = await openFixture(t, [...PLACES, { text: 'odd', id: 'b/' }])
    for (const basePath of ['', '/api']) {
      const ask = await asking(t, index, { basePath })
      for (const path of ['/suggest', '/healthz', '/readyz']) {
        const [without, behind] = [await ask(`${basePath}${path}?q=b`), await ask(`${basePath}${path}/?q=b`)]
        t.deepEqual([behind.status, await behind.text()], [200, await without.text()], path)
        t.is((await ask(`${basePath}${path}//?q=b`)).status, 404, path)
      }
      t.is((await ask(`${basePath}/suggest/`, posted({ query: 'b' }))).status, 200)
      t.like(await (await ask(`${basePath}/entries/b/`)).json(), { text: 'odd' })
    }
  })
}

test('a request without Host is a 400 with a code, and ends the connection', async (t) => {
  const bad: unknown[] = []
  const limits = {
    maxConnections: 10,
    maxHeaderBytes: 2000,
    headersTimeoutMs: 10_000,
    requestTimeoutMs: 10_000,
    keepAliveMs: 10_000,
  }
  const events = { onRefused: () => t.fail(), onBadRequest: (...told: unknown[]) => bad.push(told) }
  const { take } = boundedServer((_, res) => res.end('ok'), limits, events)
  const listener = createServer(take).listen(0, '127.0.0.1')
  await once(listener, 'listening')
  t.teardown(() => listener.close())
  const { port } = listener.address() as AddressInfo
  const ask = (head: string) => {
    const socket = connect(port, '127.0.0.1')
    socket.end(head)
    return text(socket)
  }
  const answer = await ask('GET /suggest?q=b HTTP/1.1\r\n\r\n')
  t.regex(answer, /^HTTP\/1\.1 400 Bad Request\r\n/)
  t.regex(answer, /\r\nConnection: close\r\n/)
  t.regex(answer, /\r\n\r\n\{"error":\{"code":"ERR_INVALID_REQUEST","message":"[^"]*Host"\}\}$/)
  t.deepEqual(bad, [[400, 'ERR_INVALID_REQUEST']])
  // Before 1.1 there was no such header.
  for (const head of [
    'GET / HTTP/1.0\r\n\r\n',
    'GET / HTTP/1.1\r\nHost: x\r\n\r\n',
    'GET / HTTP/1.1\r\nHost:\r\n\r\n',
  ]) {
    t.regex(await ask(head), /^HTTP\/1\.1 200 OK\r\n[\s\S]*ok/)
  }
})
