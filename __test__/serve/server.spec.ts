// The server of one worker: what clients do to connections.
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import { setImmediate } from 'node:timers/promises'
import test, { type ExecutionContext } from 'ava'
import { boundedServer, type ServerLimits } from '../../src/serve/http/server.ts'
import { until } from '../support/until.ts'

const LIMITS: ServerLimits = {
  maxConnections: 100,
  maxHeaderBytes: 2000,
  headersTimeoutMs: 10_000,
  requestTimeoutMs: 10_000,
  keepAliveMs: 10_000,
}

/** More than the buffers of a connection hold. */
const LARGE_BYTES = 30_000_000

/** A server that answers `ok` once `release` was called, and what it counted. */
async function serving(t: ExecutionContext, limits: Partial<ServerLimits> = {}) {
  const seen = { refused: 0, bad: [] as [number, string][], requests: 0 }
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  let noteRequest = () => {}
  const requested = new Promise<void>((resolve) => {
    noteRequest = resolve
  })
  const bounded = boundedServer(
    (req, res) => {
      seen.requests += 1
      noteRequest()
      if (req.url === '/large') res.end('x'.repeat(LARGE_BYTES))
      else if (req.url === '/wait') released.then(() => res.end('ok'))
      else req.resume().on('end', () => res.end('ok'))
    },
    { ...LIMITS, ...limits },
    {
      onRefused() {
        seen.refused += 1
      },
      onBadRequest: (...told) => seen.bad.push(told),
    },
  )
  const listener = createServer(bounded.take).listen(0, '127.0.0.1')
  await once(listener, 'listening')
  t.teardown(() => listener.close())
  const { port } = listener.address() as AddressInfo
  const open = (): Socket => {
    const socket = connect(port, '127.0.0.1')
    t.teardown(() => socket.destroy())
    return socket
  }
  return { bounded, seen, open, release, requested }
}

test('a head that is too large is a 431 with a code', async (t) => {
  const { open, seen } = await serving(t)
  const socket = open()
  socket.write(`GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(3000)}\r\n\r\n`)
  const answer = await text(socket)
  t.regex(answer, /^HTTP\/1\.1 431 Request Header Fields Too Large\r\n/)
  t.regex(answer, /\r\n\r\n\{"error":\{"code":"ERR_HEADERS_TOO_LARGE",/)
  t.deepEqual(seen.bad, [[431, 'ERR_HEADERS_TOO_LARGE']])
})

test('what is no HTTP is a 400 with a code, and ends the connection', async (t) => {
  const { open, seen } = await serving(t)
  for (const sent of ['nonsense\r\n\r\n', 'GET /\u0000 HTTP/1.1\r\n\r\n', '\u0016\u0003\u0001\u0002\u0000\u0001']) {
    const socket = open()
    socket.write(sent)
    const answer = await text(socket)
    t.regex(answer, /^HTTP\/1\.1 400 Bad Request\r\n/)
    t.regex(answer, /"code":"ERR_INVALID_REQUEST"/)
  }
  t.is(seen.bad.length, 3)
  t.is(seen.requests, 0)
})

test('a client that sends its head too slowly is told so, and its connection ends', async (t) => {
  const { open, seen } = await serving(t, { headersTimeoutMs: 50 })
  const socket = open()
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n')
  t.regex(await text(socket), /^HTTP\/1\.1 408 Request Timeout\r\n[\s\S]*"code":"ERR_REQUEST_TIMEOUT"/)
  t.deepEqual(seen.bad, [[408, 'ERR_REQUEST_TIMEOUT']])
})

test('a client that sends its body too slowly is told so, and its connection ends', async (t) => {
  const { open } = await serving(t, { requestTimeoutMs: 100 })
  const socket = open()
  socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nhalf')
  t.regex(await text(socket), /^HTTP\/1\.1 408 /)
})

test('an idle connection ends', async (t) => {
  const { open } = await serving(t, { keepAliveMs: 50 })
  const socket = open()
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
  t.regex(await text(socket), /^HTTP\/1\.1 200 OK\r\n[\s\S]*ok$/)
})

test('a connection beyond the limit is told so, and has its turn when another has ended', async (t) => {
  const { bounded, open, seen } = await serving(t, { maxConnections: 2 })
  const opened = [open(), open()]
  for (const socket of opened) {
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
    await new Promise((resolve) => socket.once('data', resolve))
  }
  t.is(bounded.connections(), 2)
  const third = open()
  third.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
  t.regex(await text(third), /^HTTP\/1\.1 503 Service Unavailable\r\n[\s\S]*"code":"ERR_TOO_MANY_CONNECTIONS"/)
  t.deepEqual([seen.refused, seen.requests], [1, 2])

  opened[0]?.end()
  // The server closes its side once it has seen the end; then the place is free.
  await new Promise((resolve) => opened[0]?.once('close', resolve))
  while (bounded.connections() > 1) await setImmediate()
  const socket = open()
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
  const [chunk] = await new Promise<[Buffer]>((resolve) => socket.once('data', (data: Buffer) => resolve([data])))
  t.regex(chunk.toString(), /^HTTP\/1\.1 200 OK/)
})

test('the end answers what is under way, and closes what is idle when that is done', async (t) => {
  const { bounded, open, release, requested } = await serving(t)
  const [idle, other, busy] = [open(), open(), open()]
  for (const socket of [idle, other]) {
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
    await new Promise((resolve) => socket.once('data', resolve))
  }
  busy.write('GET /wait HTTP/1.1\r\nHost: x\r\n\r\n')
  await requested

  bounded.stop()
  const ended = bounded.end()
  // What comes on an open connection until then is answered, and is told to be the last.
  other.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
  t.regex(await text(other), /^HTTP\/1\.1 200 OK\r\n[\s\S]*Connection: close\r\n[\s\S]*ok$/)
  t.is(bounded.connections(), 2)
  release()

  t.regex(await text(busy), /^HTTP\/1\.1 200 OK\r\n[\s\S]*Connection: close\r\n[\s\S]*ok$/)
  t.is(await text(idle), '')
  await ended
  t.is(bounded.connections(), 0)
})

test('a server that stops takes connections, and answers each once', async (t) => {
  const { bounded, open } = await serving(t)
  bounded.stop()
  for (let i = 0; i < 3; i++) {
    const socket = open()
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
    t.regex(await text(socket), /^HTTP\/1\.1 200 OK\r\n[\s\S]*Connection: close\r\n[\s\S]*ok$/)
  }
})

test('requests that a server holds are answered at its end, except those whose client has gone', async (t) => {
  const { bounded, open, requested, seen } = await serving(t)
  bounded.stop()
  bounded.hold()
  const [gone, ...held] = [open(), open(), open()]
  for (const socket of [gone, ...held]) {
    socket?.write('GET / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n\r\n')
    // So that it is known to be read.
    if (socket !== undefined) await once(socket, 'readable')
    t.is(String(socket?.read()), 'HTTP/1.1 100 Continue\r\n\r\n')
  }
  gone?.destroy()
  await until(() => bounded.connections() === 2)
  t.is(seen.requests, 0)
  const ended = bounded.end()
  await requested
  for (const socket of held) {
    t.regex(await text(socket), /^HTTP\/1\.1 200 OK\r\n[\s\S]*Connection: close\r\n[\s\S]*ok$/)
  }
  await ended
  t.is(seen.requests, 2)
})

test('of requests that wait on one connection when the server stops the last alone says that it is the last', async (t) => {
  const { bounded, open, release, seen } = await serving(t)
  const socket = open()
  const request = 'GET /wait HTTP/1.1\r\nHost: x\r\n\r\n'
  socket.write(request.repeat(2))
  await until(() => seen.requests === 2)
  bounded.stop()
  const ended = bounded.end()
  socket.write(request)
  await until(() => seen.requests === 3)
  release()
  const answers = (await text(socket)).split(/(?=HTTP\/1\.1)/)
  t.deepEqual(
    answers.map((answer) => [answer.endsWith('ok'), answer.includes('Connection: close')]),
    [
      [true, false],
      [true, false],
      [true, true],
    ],
  )
  await ended
})

test('an answer that is still being sent when the server stops arrives to its last byte', async (t) => {
  const { bounded, open, seen } = await serving(t)
  const socket = open()
  socket.write('GET /large HTTP/1.1\r\nHost: x\r\n\r\n')
  await until(() => seen.requests === 1)
  bounded.stop()
  const ended = bounded.end()
  const answer = await text(socket)
  t.is(answer.length - answer.indexOf('\r\n\r\n') - 4, LARGE_BYTES)
  await ended
})

test('a connection that was refused ends though it goes on sending', async (t) => {
  const { open, seen } = await serving(t, { maxConnections: 1 })
  const first = open()
  first.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
  await new Promise((resolve) => first.once('data', resolve))
  for (const request of ['x', 'GET / HTTP/1.1\r\nHost: x\r\n\r\n']) {
    const socket = open()
    socket.on('error', () => {}) // it is cut off while it sends
    socket.resume()
    const sending = setInterval(() => socket.write(request), 10)
    t.teardown(() => clearInterval(sending))
    await new Promise((resolve) => socket.once('close', resolve))
    clearInterval(sending)
  }
  t.deepEqual([seen.refused, seen.requests], [2, 1])
})

test('a connection that never sent anything does not hold up the stop, one that is sending does', async (t) => {
  const { bounded, open } = await serving(t)
  const [silent, sending] = [open(), open()]
  silent.on('error', () => {})
  const silentEnds = new Promise((resolve) => silent.once('close', resolve))
  sending.write('GET / HTTP/1.1\r\nHost: x\r\n')
  await until(() => bounded.connections() === 2)
  bounded.stop()
  const ended = bounded.end()
  await silentEnds
  sending.write('\r\n')
  t.regex(await text(sending), /^HTTP\/1\.1 200 OK\r\n[\s\S]*ok$/)
  await ended
  t.is(bounded.connections(), 0)
})

test('a connection on which over 32 requests wait ends, with 32 it is answered', async (t) => {
  const { open, release, requested, seen } = await serving(t)
  const request = (path: string, header = '') => `GET ${path} HTTP/1.1\r\nHost: x\r\n${header}\r\n`
  const many = open()
  many.on('error', () => {})
  const ended = new Promise((resolve) => many.once('close', resolve))
  many.resume().write(request('/wait').repeat(500))
  await requested
  await ended
  t.is(seen.requests, 32)

  const some = open()
  some.write(request('/wait').repeat(31) + request('/wait', 'Connection: close\r\n'))
  await until(() => seen.requests === 64)
  release()
  t.is((await text(some)).match(/ok/g)?.length, 32)
})

test('what is no HTTP is not answered in place of a request before it', async (t) => {
  const { open, requested, seen } = await serving(t)
  const socket = open()
  socket.on('error', () => {})
  socket.write('GET /wait HTTP/1.1\r\nHost: x\r\n\r\n')
  await requested
  let answer = ''
  socket.on('data', (data: Buffer) => (answer += data))
  const ended = new Promise((resolve) => socket.once('close', resolve))
  socket.write('nonsense\r\n\r\n')
  await ended
  t.is(answer, '')
  t.deepEqual(seen.bad, [[400, 'ERR_INVALID_REQUEST']])
})
