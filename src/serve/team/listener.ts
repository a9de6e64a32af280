import { createServer, type Server, type Socket } from 'node:net'
import { setImmediate, setTimeout as sleep } from 'node:timers/promises'
import { failureAbout } from '../../errors.ts'
import { handTo, mayBeHanded, type Slot } from './slot.ts'

/** Where to listen, and how many connections may wait for a worker. */
export interface ListenerOptions {
  host: string
  /** 0 for one that the system chooses. */
  port: number
  /** Connections beyond that are closed at once. */
  maxHeld: number
}

/**
 * How long no connection has come, in milliseconds, before those that the last answers made are taken to be here.
 * Longer than a client needs from an answer to its next connection, on a machine that is busy too.
 */
const QUIET_MS = 50

/** How long that is waited for: clients that ask without waiting for answers are never quiet. */
const MOST_QUIET_MS = 500

/**
 * Accepts the connections of a server and hands them to its workers in turn, each one connection at a time. While no
 * worker answers, connections wait here.
 *
 * `node:cluster` has such a queue too, but drops it when the last worker stops to listen.
 */
export class Listener {
  readonly #server: Server
  readonly #host: string
  readonly #maxHeld: number
  /** Those that no worker was handed, the first to come first. */
  readonly #held = new Set<Socket>()
  #slots: readonly Slot[] = []
  /** The place of the slot whose turn it is. */
  #turn = 0
  #accepted = 0
  /** Called when no connection is held any more. */
  #handedAll: (() => void) | undefined

  private constructor(server: Server, { host, maxHeld }: ListenerOptions) {
    this.#server = server
    this.#host = host
    this.#maxHeld = maxHeld
    server.on('connection', (socket) => this.#hold(socket))
    // Of a connection that ended while it was accepted. The next ones come all the same.
    server.on('error', () => {})
  }

  /**
   * Listens, and holds what comes until there are workers.
   *
   * @throws `ERR_IO` if the address cannot be had.
   */
  static open(options: ListenerOptions): Promise<Listener> {
    const { host, port } = options
    // Nothing is read here: the bytes are for the worker. The rest is as `node:http` has it.
    const server = createServer({ pauseOnConnect: true, noDelay: true })
    return new Promise((resolve, reject) => {
      const fail = (error: Error) => reject(ofAddress(error, host, port))
      server.once('error', fail)
      server.listen({ host, port }, () => {
        server.off('error', fail)
        resolve(new Listener(server, options))
      })
    })
  }

  /** The address under which it is reached. */
  get url(): string {
    const address = this.#server.address()
    return urlOf(this.#host, typeof address === 'object' && address !== null ? address.port : 0)
  }

  /** Whether connections are accepted. */
  get isListening(): boolean {
    return this.#server.listening
  }

  /** Hands connections to the workers of `slots` from now on. */
  handTo(slots: readonly Slot[]): void {
    this.#slots = slots
    this.handOut()
  }

  /** Hands out what is held, as far as workers can take it. To be called whenever one can again. */
  handOut(): void {
    for (const socket of this.#held) {
      const slot = this.#nextSlot()
      if (slot === undefined) return
      this.#held.delete(socket)
      handTo(slot, socket)
    }
    this.#handedAll?.()
  }

  /**
   * Closes in a moment in which no connection waits to be accepted, since the system resets those, and resolves when
   * the workers were handed all. That moment comes by itself if they answer nothing meanwhile.
   */
  async close(): Promise<void> {
    const begun = performance.now()
    let before: number
    do {
      before = this.#accepted
      await sleep(QUIET_MS, undefined, { ref: false })
    } while (this.#accepted > before && performance.now() - begun < MOST_QUIET_MS)
    do {
      before = this.#accepted
      // Before that, the event loop has accepted one at least, if any waited.
      await setImmediate()
    } while (this.#accepted > before)
    this.#server.close()
    if (this.#held.size === 0) return
    await new Promise<void>((resolve) => {
      this.#handedAll = resolve
    })
  }

  /** Closes at once, and the connections that are held too. */
  destroy(): void {
    this.#server.close()
    for (const socket of this.#held) socket.destroy()
    this.#held.clear()
  }

  #hold(socket: Socket): void {
    this.#accepted += 1
    if (this.#held.size >= this.#maxHeld) {
      socket.destroy()
      return
    }
    this.#held.add(socket)
    this.handOut()
  }

  #nextSlot(): Slot | undefined {
    for (let tried = 0; tried < this.#slots.length; tried += 1) {
      const slot = this.#slots[this.#turn]
      this.#turn = (this.#turn + 1) % this.#slots.length
      if (slot !== undefined && mayBeHanded(slot)) return slot
    }
    return undefined
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EADDRINUSE: 'the port is in use; stop what uses it, or choose another with --port',
  EACCES: 'this user may not use the port; choose one from 1024 on with --port',
  EADDRNOTAVAIL: 'this machine does not have the address; choose one that it has with --host',
  ENOTFOUND: 'there is no such host; choose an address of this machine with --host',
}

/** Says what is wrong with an address, if that is what `error` is about. */
function ofAddress(error: Error, host: string, port: number): unknown {
  const reason = 'code' in error ? REASONS[String(error.code)] : undefined
  if (reason === undefined) return error
  const file = urlOf(host, port).slice('http://'.length)
  return failureAbout('ERR_IO', { action: 'listen on', file, reason }, error)
}

function urlOf(host: string, port: number): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}
