// The bounds of answers: of one, and of all that are made and not sent yet.
import { connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import test, { type ExecutionContext } from 'ava'
import { createHandler, type SuggestIndex } from 'mapahead'
import { openFixture } from '../support/fixtures.ts'
import { failureOf, HANDLERS, listen, posted } from '../support/serve-asking.ts'

/** Entries whose answers have many bytes: `count` of them with payloads of `bytes` bytes. */
function large(count: number, bytes: number) {
  return Array.from({ length: count }, (_, i) => ({ text: `entry ${i}`, id: `${i}`, payload: 'x'.repeat(bytes) }))
}

for (const [name, asking] of Object.entries(HANDLERS)) {
  test(`${name}: an answer of more bytes than the bound is a 422, in a batch the error of its query alone`, async (t) => {
    const index = await openFixture(t, [...large(20, 100), { text: 'long', id: 'long', payload: 'x'.repeat(3000) }])
    const ask = await asking(t, index, { maxAnswerBytes: 3000 })
    const code = 'ERR_ANSWER_TOO_LARGE'
    t.deepEqual(await failureOf(t, await ask('/suggest?q=e&limit=20')), [422, code])
    t.deepEqual(await failureOf(t, await ask('/suggest', posted({ query: 'e', limit: 20 }))), [422, code])
    t.deepEqual(await failureOf(t, await ask('/entries/long')), [422, code])
    t.is((await ask('/suggest?q=e&limit=5')).status, 200)
    t.is((await ask('/entries/1')).status, 200)

    const queries = [
      { query: 'e', limit: 5 },
      { query: 'e', limit: 20 },
      { query: 'entry 3', limit: 5 },
    ]
    const { answers } = (await (await ask('/suggest', posted({ queries }))).json()) as {
      answers: { error?: { code: string } }[]
    }
    t.is(answers[1]?.error?.code, code)
    for (const place of [0, 2]) {
      const { query = '', limit = 0 } = queries[place] ?? {}
      t.deepEqual(answers[place], JSON.parse(JSON.stringify(index.suggest(query, { limit }))))
    }
  })

  test(`${name}: a batch is its answers one by one, byte for byte, in one piece and in many`, async (t) => {
    const index = await openFixture(t, large(1000, 300))
    const ask = await asking(t, index)
    for (const [count, limit] of [
      [0, 1],
      [1, 1],
      [100, 10],
      [100, 1000],
    ] as const) {
      const queries = Array.from({ length: count }, (_, i) => ({ query: `e${'ntry'.slice(0, i % 5)}`, limit }))
      const response = await ask('/suggest', posted({ queries }))
      t.is(response.status, 200)
      const answers = queries.map(({ query }) => Buffer.from(index.suggestJson(query, { limit })).toString())
      const expected = `{"answers":[${answers.join(',')}]}`
      // Not compared by the test, which would print 40 MB.
      t.true((await response.text()) === expected, `${count} of ${limit}`)
      t.is(response.headers.get('content-length') === null, expected.length > 300_000)
    }
  })
}

/** A handler of an index whose largest answer has 15 MB, and room for one of these. */
async function almostFull(t: ExecutionContext) {
  const index = await openFixture(t, large(1000, 15_000))
  const options = { maxAnswerBytes: 2 ** 24, maxPendingBytes: 2 ** 24, cacheBytes: 0 }
  const origin = await listen(t, createHandler(index, options))
  const { port } = new URL(origin)
  /** Sends requests and reads no more than the beginning of their answers. */
  const stall = async (...requests: string[]): Promise<Socket> => {
    const socket = connect(Number(port), '127.0.0.1')
    socket.on('error', () => {})
    t.teardown(() => socket.destroy())
    socket.write(requests.join(''))
    await new Promise((resolve) => socket.once('readable', resolve))
    return socket
  }
  return { index, origin, stall }
}

const HEAD = 'HTTP/1.1\r\nHost: x\r\n'
const LARGE = `GET /suggest?q=entry&limit=1000 ${HEAD}\r\n`

/** A batch as a request. */
function batch(queries: object[]): string {
  const body = JSON.stringify({ queries })
  return `POST /suggest ${HEAD}Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`
}

/** Asks for the large answer until there is room for it. */
async function roomComes(origin: string): Promise<boolean> {
  const deadline = Date.now() + 60_000
  while ((await (await fetch(`${origin}/suggest?q=entry&limit=1000`)).arrayBuffer()).byteLength < 15_000_000) {
    if (Date.now() > deadline) return false
  }
  return true
}

test('while a client does not read, what there is no room for is a 503, and small answers come', async (t) => {
  const { index, origin, stall } = await almostFull(t)
  const slow = await stall(LARGE)
  const response = await fetch(`${origin}/suggest?q=entry&limit=1000`)
  t.is(response.headers.get('retry-after'), '1')
  t.deepEqual(await failureOf(t, response), [503, 'ERR_TOO_MANY_ANSWERS'])
  const queries = [{ query: 'entry', limit: 1000 }]
  t.deepEqual(await failureOf(t, await fetch(`${origin}/suggest`, posted({ queries }))), [503, 'ERR_TOO_MANY_ANSWERS'])
  const small = await fetch(`${origin}/suggest?q=entry+77&limit=1`)
  t.is(await small.text(), Buffer.from(index.suggestJson('entry 77', { limit: 1 })).toString())
  t.is((await fetch(`${origin}/healthz`)).status, 200)
  // A client that leaves in the middle of its answer gives its room back.
  slow.destroy()
  t.true(await roomComes(origin))
})

test('answers that wait for their turn on a connection give their room back when it closes', async (t) => {
  const { origin, stall } = await almostFull(t)
  const few = `GET /suggest?q=entry&limit=200 ${HEAD}\r\n`
  const slow = await stall(few, few, few)
  t.is((await fetch(`${origin}/suggest?q=entry&limit=1000`)).status, 503)
  slow.destroy()
  t.true(await roomComes(origin))
})

test('a batch that has begun waits for room, and is whole when it has come', async (t) => {
  const { index, stall } = await almostFull(t)
  const other = await stall(`GET /suggest?q=entry&limit=700 ${HEAD}\r\n`)
  // There is room for the first of these answers, and not for the others.
  const queries = [200, 600, 600].map((limit) => ({ query: 'entry', limit }))
  const waiting = await stall(batch(queries).replace('Host: x', 'Host: x\r\nConnection: close'))
  const answer = text(waiting)
  other.destroy()
  const [head = '', ...body] = (await answer).split('\r\n\r\n')
  t.regex(head, /^HTTP\/1\.1 200 OK\r\n/)
  const answers = queries.map(({ query, limit }) => Buffer.from(index.suggestJson(query, { limit })).toString())
  t.true(unchunked(body.join('\r\n\r\n')) === `{"answers":[${answers.join(',')}]}`)
})

/** Takes the sizes of chunks out of a body. */
function unchunked(body: string): string {
  const parts: string[] = []
  for (let at = 0; ; ) {
    const end = body.indexOf('\r\n', at)
    const size = Number.parseInt(body.slice(at, end), 16)
    if (!(size > 0)) return parts.join('')
    parts.push(body.slice(end + 2, end + 2 + size))
    at = end + 2 + size + 2
  }
}

test('createFetchHandler gives room back when a body was read or cancelled', async (t) => {
  const index: SuggestIndex = await openFixture(t, large(1000, 100))
  const ask = await HANDLERS.createFetchHandler(t, index, { maxAnswerBytes: 400_000, maxPendingBytes: 400_000 })
  const path = '/suggest?q=entry&limit=1000'
  const whole = index.suggestJson('entry', { limit: 1000 }).byteLength
  t.true(whole > 200_000)
  const first = await ask(path)
  t.deepEqual(await failureOf(t, await ask(path)), [503, 'ERR_TOO_MANY_ANSWERS'])
  t.is((await first.arrayBuffer()).byteLength, whole)
  const second = await ask(path)
  t.is(second.status, 200)
  await second.body?.cancel()
  t.is((await ask(path, { method: 'HEAD' })).status, 200)
  const queries = Array.from({ length: 5 }, () => ({ query: 'entry', limit: 1000 }))
  const third = await ask('/suggest', posted({ queries }))
  t.is(third.status, 200)
  await third.body?.cancel()
  t.is((await ask(path)).status, 200)
})

test('an option that leaves no room for one answer is refused', async (t) => {
  const index = await openFixture(t, large(1, 1))
  t.throws(() => createHandler(index, { maxPendingBytes: 1000 }), {
    message: 'maxPendingBytes must be at least 16777216, the most bytes of one answer, got 1000',
  })
  t.notThrows(() => createHandler(index, { maxPendingBytes: 1000, maxAnswerBytes: 1000 }))
})
