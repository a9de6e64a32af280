/** Processes of peers: how they are started and asked, and what memory they take. */
import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { FOLDER, NODE } from './installed.mjs'

const CONTENDER = fileURLToPath(new URL('contender.mjs', import.meta.url))

/** A peer in JavaScript: the command line of its processes. */
export function inJavaScript(peer) {
  return (setting, corpus) => [NODE, '--expose-gc', '--max-old-space-size=8192', CONTENDER, peer, setting, corpus]
}

/** A peer as it was opened in a process of its own. */
export class Peer {
  constructor({ peer, setting, corpus, command }) {
    const [program, ...args] = [...command(setting, corpus), pathOf({ peer, setting, corpus })]
    this.child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] })
    this.lines = createInterface({ input: this.child.stdout })[Symbol.asyncIterator]()
    this.opened = this.#next()
  }

  /** Writes the file of the peer, if it has one, and returns the milliseconds that it took. */
  static prepare({ peer, setting, corpus, command }) {
    mkdirSync(`${FOLDER}files`, { recursive: true })
    const [program, ...args] = [...command(setting, corpus), pathOf({ peer, setting, corpus }), 'prepare']
    return JSON.parse(execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })).ms
  }

  /** Asks for something about a file of queries. */
  async ask(what, file = '-') {
    await this.opened
    this.child.stdin.write(`${what} ${file}\n`)
    return this.#next()
  }

  async #next() {
    const { done, value } = await this.lines.next()
    if (done) throw new Error('a peer has ended')
    return JSON.parse(value)
  }

  /** The bytes that it takes, where each process that shares a page counts a part of it. */
  async memory() {
    await this.ask('settle')
    const [, kb] = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${this.child.pid}/smaps_rollup`, 'utf8'))
    return Number(kb) * 1024
  }

  end() {
    this.child.stdin.end()
  }
}

function pathOf({ peer, setting, corpus }) {
  return `${FOLDER}files/${peer}-${setting.replace(/\W+/g, '-')}-${corpus}`
}

/** Writes queries where peers read them, and returns the path. */
export function writeQueries(name, { queries, kind }, ms) {
  mkdirSync(`${FOLDER}files`, { recursive: true })
  const path = `${FOLDER}files/${name.replace(/\W+/g, '-')}.json`
  writeFileSync(path, JSON.stringify({ queries, slips: kind === 'slip', ms }))
  return path
}

/** Returns the bytes that `count` processes of a peer take together, each after it has answered all queries of `files`. */
export async function memoryOf(peer, count, files) {
  const peers = Array.from({ length: count }, () => new Peer(peer))
  try {
    for (const one of peers) for (const file of files) await one.ask('ask', file)
    const sizes = []
    for (const one of peers) await one.ask('settle')
    for (const one of peers) sizes.push(await one.memory())
    return sizes.reduce((sum, bytes) => sum + bytes, 0)
  } finally {
    for (const one of peers) one.end()
  }
}
