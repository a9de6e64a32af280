// `mapahead serve` in processes of its own, and what it says of itself.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const mapahead = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))
const collect = new URL('collect.js', import.meta.url).href

/** A running server. */
export class Server {
  #process
  #events
  #told = []
  origin = ''

  /** Starts to serve the index at `path` with `workers` workers, and waits until it listens. */
  static async start(path, workers) {
    const server = new Server(path, workers)
    server.origin = (await server.event('listening')).url
    return server
  }

  constructor(path, workers) {
    const flags = ['--expose-gc', '--compact-on-every-full-gc', '--max-semi-space-size=1', `--import=${collect}`]
    const args = [
      ...flags,
      mapahead,
      'serve',
      path,
      '--workers',
      String(workers),
      '--port',
      '0',
      '--json',
      '--cache',
      '1MiB',
    ]
    this.#process = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    process.once('exit', () => this.#process.kill()) // where the story ends by an error
    this.#events = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]()
  }

  /** Waits for an event of that name, such as `swap`. */
  async event(name) {
    for (;;) {
      const at = this.#told.findIndex(({ event }) => event === name)
      if (at >= 0) return this.#told.splice(at, 1)[0]
      const { done, value } = await this.#events.next()
      if (done) throw new Error(`the server ended before it told of ${name}`)
      this.#told.push(JSON.parse(value))
    }
  }

  /** What `/status.json` says: of all workers, their memory among it. */
  async status() {
    const response = await fetch(`${this.origin}/status.json`)
    return response.json()
  }

  /** Lets the workers collect their garbage. */
  async collect() {
    const { workers } = await this.status()
    for (const { pid } of workers) {
      process.kill(pid, 'SIGUSR2')
      await this.event('collected')
    }
  }

  /** Lets what was asked for end, and stops. */
  async stop() {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return
    const exit = once(this.#process, 'exit')
    this.#process.kill('SIGTERM')
    await exit
  }
}
