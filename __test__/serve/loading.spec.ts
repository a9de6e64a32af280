// The time in which a handler loads the server behind it: each of these handlers is made by the request that it answers.
import { EventEmitter, once } from 'node:events'
import { connect } from 'node:net'
import test from 'ava'
import { createFetchHandler, createHandler, isMapaheadError, type ReplyReport, type SuggestIndex } from 'mapahead'
import { openFixture, PLACES } from '../support/fixtures.ts'
import { listen, posted } from '../support/serve-asking.ts'

test('createHandler answers what comes while it loads, with and without a body', async (t) => {
  const index = await openFixture(t, PLACES)
  const origin = await listen(t, (req, res) => createHandler(index)(req, res))
  const found = await fetch(`${origin}/suggest?q=ber`)
  t.is(await found.text(), Buffer.from(index.suggestJson('ber')).toString())
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => fetch(`${origin}/suggest`, posted({ query: 'ber' }))),
  )
  t.deepEqual(
    answers.map(({ status }) => status),
    Array(10).fill(200),
  )
  t.is((await fetch(`${origin}/other`)).status, 404)
})

test('createHandler calls what comes next while it loads', async (t) => {
  const index = await openFixture(t, PLACES)
  const origin = await listen(t, (req, res) => createHandler(index)(req, res, () => res.end('next')))
  t.is(await (await fetch(`${origin}/other`)).text(), 'next')
})

test('createFetchHandler answers what comes while it loads, and counts the time of it', async (t) => {
  const index = await openFixture(t, PLACES)
  const replies: ReplyReport[] = []
  const handler = createFetchHandler(index, { onReply: (reply) => replies.push(reply) })
  const started = performance.now()
  const answers = await Promise.all([
    handler(new Request('http://localhost/suggest?q=ber')),
    handler(new Request('http://localhost/suggest', posted({ query: 'ber' }))),
  ])
  t.deepEqual(
    answers.map(({ status }) => status),
    [200, 200],
  )
  t.true(replies.every(({ durationMs }) => durationMs > 0 && durationMs <= performance.now() - started))
})

test('wrong options are errors before anything loads', (t) => {
  const index = { suggestJson() {} } as unknown as SuggestIndex
  for (const create of [createHandler, createFetchHandler]) {
    t.true(
      isMapaheadError(
        t.throws(() => create(index, { maxLimit: 0 })),
        'ERR_INVALID_OPTION',
      ),
    )
    t.true(
      isMapaheadError(
        t.throws(() => create({} as SuggestIndex)),
        'ERR_INVALID_ARGUMENT',
      ),
    )
  }
})

test('a body that ended before the handler could read it is a wrong request', async (t) => {
  const index = await openFixture(t, PLACES)
  const told = new EventEmitter()
  const reply = once(told, 'reply')
  const origin = await listen(t, (req, res) => {
    const onReply = (reply: ReplyReport) => told.emit('reply', reply)
    req.once('close', () => createHandler(index, { onReply })(req, res))
  })
  const socket = connect(Number(new URL(origin).port), '127.0.0.1')
  const head = 'POST /suggest HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{'
  socket.write(head, () => socket.destroy())
  const [{ status, code }] = await reply
  t.deepEqual([status, code], [400, 'ERR_INVALID_REQUEST'])
})
