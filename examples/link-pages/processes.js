// The processes of the story, and how one talks to them.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** A child process that is sent messages, and sends some back. */
class Child {
  #process
  #waiting = new Map()
  #failure

  constructor(script, args) {
    this.#process = fork(fileURLToPath(new URL(script, import.meta.url)), args.map(String))
    this.#process.on('message', (message) => this.#tell(message))
    this.#process.on('exit', (code) => this.#fail(new Error(`${script} ended with exit code ${code}`)))
  }

  send(message) {
    this.#process.send(message)
  }

  /** Waits for the next message whose event is `event`. */
  next(event) {
    if (this.#failure !== undefined) return Promise.reject(this.#failure)
    return new Promise((resolve, reject) => this.#waiting.set(event, { resolve, reject }))
  }

  async end() {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return
    this.#waiting.clear()
    this.#process.kill()
    await once(this.#process, 'exit')
  }

  #tell(message) {
    if (message.event === 'swap-failed') this.#fail(new Error(`${message.code}: ${message.message}`))
    const waiting = this.#waiting.get(message.event)
    this.#waiting.delete(message.event)
    waiting?.resolve(message)
  }

  #fail(error) {
    this.#failure = error
    for (const { reject } of this.#waiting.values()) reject(error)
    this.#waiting.clear()
  }
}

/** The background process that computes lists and publishes them as the index at `out`. */
export class Publisher extends Child {
  constructor(folder, out, { users, links, votes }) {
    super('publisher.js', [folder, out, users, links, votes])
  }

  /** Computes the lists of some users anew, of all by default, and publishes. */
  publish(changed) {
    const published = this.next('published')
    this.send({ changed })
    return published
  }
}

/** A worker of the web server. */
export class Worker extends Child {
  constructor(path) {
    super('worker.js', [path])
  }

  /** Asks for a page of the links of a user. */
  page(user, page) {
    const answer = this.next('page')
    this.send({ user, page })
    return answer
  }

  /**
   * Reads all pages of a user. Pages of one generation are disjoint and complete; if another index takes over
   * between two of them, it begins again.
   */
  async allPages(user) {
    for (;;) {
      const pages = []
      for (;;) {
        const page = await this.page(user, pages.length)
        if (page.generation !== (pages[0] ?? page).generation) break
        pages.push(page)
        if (pages.length * 100 >= page.total.value) return pages
      }
    }
  }
}
