// Where a server listens: what becomes of connections between the system and the workers.
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { text } from 'node:stream/consumers'
import test, { type ExecutionContext } from 'ava'
import { Listener } from '../../src/serve/team/listener.ts'
import { emptySlot, type Slot } from '../../src/serve/team/slot.ts'
import { buildFixture, PLACES } from '../support/fixtures.ts'
import { serving } from '../support/serve-command.ts'
import { until } from '../support/until.ts'

const onUnix = process.platform === 'win32' ? test.skip : test

/** The slot of a worker that answers, and notes in `handed` the connections that it is handed. */
function slotOf(handed: Socket[]): Slot {
  const send = (_message: unknown, socket: Socket) => handed.push(socket)
  const worker = { isConnected: () => true, process: { send } } as unknown as Slot['worker']
  return { ...emptySlot(), worker, readyAt: 0 }
}

/** A listener, and a function that connects to it and resolves with the port from which. */
async function listening(t: ExecutionContext, maxHeld = 10) {
  const listener = await Listener.open({ host: '127.0.0.1', port: 0, maxHeld })
  t.teardown(() => listener.destroy())
  const port = Number(new URL(listener.url).port)
  const open = (): Socket => {
    const socket = connect(port, '127.0.0.1')
    t.teardown(() => socket.destroy())
    return socket
  }
  const opened = async () => {
    const socket = open()
    await once(socket, 'connect')
    return socket.localPort
  }
  return { listener, open, opened }
}

test('connections wait while no worker answers, and workers have them in turn, each one until it has it', async (t) => {
  const { listener, opened } = await listening(t)
  const ports = [await opened(), await opened(), await opened(), await opened()]
  const [first, second]: [Socket[], Socket[]] = [[], []]
  const slots = [slotOf(first), { ...slotOf(second), readyAt: undefined } as Slot] as const
  const closed = listener.close() // which accepts them all
  listener.handTo(slots)
  await until(() => first.length === 1)
  slots[1].readyAt = 0
  listener.handOut()
  await until(() => second.length === 1)
  slots[0].isHanded = false
  listener.handOut()
  t.deepEqual([first.length, second.length], [2, 1])
  slots[1].isHanded = false
  listener.handOut()
  await closed
  const portsOf = (sockets: Socket[]) => sockets.map(({ remotePort }) => remotePort)
  t.deepEqual(
    [portsOf(first), portsOf(second)],
    [
      [ports[0], ports[2]],
      [ports[1], ports[3]],
    ],
  )
  for (const socket of [...first, ...second]) socket.destroy()
})

test('a worker that stands still is handed no connection', async (t) => {
  const { listener, opened } = await listening(t)
  const handed: Socket[] = []
  const slot = slotOf(handed)
  while (!slot.pulse.isSilent) slot.pulse.beat()
  listener.handTo([slot])
  await opened()
  const closed = listener.close()
  await until(() => !listener.isListening)
  t.is(handed.length, 0)
  slot.pulse.hear()
  listener.handOut()
  await closed
  t.is(handed.length, 1)
  handed[0]?.destroy()
})

test('a connection beyond those that may wait is closed', async (t) => {
  const { open, opened } = await listening(t, 1)
  await opened()
  t.is(await text(open()), '')
})

test('an address that cannot be had is an error that says why and what to do', async (t) => {
  const { listener } = await listening(t)
  const port = Number(new URL(listener.url).port)
  const error = { code: 'ERR_IO', message: /127\.0\.0\.1:\d+.*the port is in use.*--port/ }
  await t.throwsAsync(Listener.open({ host: '127.0.0.1', port, maxHeld: 1 }), error)
})

onUnix('connections that no worker has at the end of the grace are answered all the same', async (t) => {
  const path = await buildFixture(t, PLACES)
  const flags = ['--workers', '1', '--stall', '0', '--grace', '0', '--drain', '60']
  const { child, ended, origin, status } = await serving(t, path, ...flags)
  const [{ pid } = { pid: 0 }] = (await status()).workers
  const open = () => connect(Number(new URL(origin).port), '127.0.0.1')
  process.kill(pid, 'SIGSTOP')
  t.teardown(() => {
    if (child.exitCode === null) process.kill(pid, 'SIGCONT')
  })
  const answers = Array.from({ length: 5 }, async () => {
    const socket = open()
    socket.write('GET /suggest?q=ber HTTP/1.1\r\nHost: x\r\n\r\n')
    await once(socket, 'connect')
    return socket
  })
  const sockets = await Promise.all(answers)
  child.kill('SIGTERM')
  for (let isRefused = false; !isRefused; ) {
    const probe = open()
    isRefused = await new Promise<boolean>((resolve) => {
      probe.once('connect', () => resolve(false))
      probe.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'ECONNREFUSED'))
    })
    probe.destroy()
  }
  process.kill(pid, 'SIGCONT')
  for (const socket of sockets) {
    t.regex(await text(socket), /^HTTP\/1\.1 200 OK\r\n[\s\S]*"Berlin"/)
  }
  t.is((await ended).code, 0)
})
