/** Compiles the programs of this folder against a build of mapahead, and asks them. */
import { execFileSync, spawn } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { ROOT, source } from '../corpus-files.mjs'

const FOLDER = `${ROOT}target/bench/versions`

/** The libraries that builds share are compiled once for all of them. */
const TARGET = `${FOLDER}/target`

/** The programs of a build, with the profile of a release, which only a workspace has. */
const MANIFEST = ({ name, tree }) => `
[package]
name = "mapahead-versions"
version = "0.0.0"
edition = "2024"
publish = false

[workspace]

[[bin]]
name = "answers-${name}"
path = ${JSON.stringify(`${ROOT}benches/versions/answers.rs`)}

[[bin]]
name = "allocations-${name}"
path = ${JSON.stringify(`${ROOT}benches/versions/allocations.rs`)}

[dependencies]
allocation-counter = "0.8"
mapahead = { path = ${JSON.stringify(`${tree}/crates/core`)} }
serde_json = "1"

[profile.release]
lto = "fat"
codegen-units = 1
`

/** Returns what `NAME=PATH` says, or ends with the form that it must have. */
export function readBuild(argument) {
  const [, name, path] = /^([\w-]+)=(.+)$/.exec(argument) ?? []
  const tree = path && resolve(path)
  if (tree && existsSync(`${tree}/crates/core/Cargo.toml`)) return { name, tree }
  console.error(`A build is NAME=PATH, where PATH holds the sources of mapahead, such as new=.; got ${argument}.`)
  process.exit(2)
}

/** Compiles a program against a build, and returns what asks it. */
export class Build {
  #processes = new Map()
  #indexes = new Map()

  constructor({ name, tree }, program) {
    this.name = name
    this.folder = `${FOLDER}/${name}`
    mkdirSync(this.folder, { recursive: true })
    writeFileSync(`${this.folder}/Cargo.toml`, MANIFEST({ name, tree }))
    // The libraries of that build, in its versions.
    if (existsSync(`${tree}/Cargo.lock`)) copyFileSync(`${tree}/Cargo.lock`, `${this.folder}/Cargo.lock`)
    console.error(`compiling ${name}: ${relative(process.cwd(), tree) || '.'}`)
    const args = ['build', '--release', '--quiet', '--bin', `${program}-${name}`]
    const env = { ...process.env, CARGO_TARGET_DIR: TARGET }
    execFileSync('cargo', args, { cwd: this.folder, env, stdio: ['ignore', 'inherit', 'inherit'] })
    this.program = `${TARGET}/release/${program}-${name}`
  }

  /** Builds the index of a corpus once in a run, and returns its path and what the build says of it. */
  index(corpus) {
    let index = this.#indexes.get(corpus)
    if (index === undefined) {
      const path = `${this.folder}/${corpus}.mapahead`
      const report = execFileSync(this.program, ['build', source(corpus), path], { encoding: 'utf8' })
      index = { path, ...JSON.parse(report) }
      this.#indexes.set(corpus, index)
    }
    return index
  }

  /** Asks the process that has the index of `corpus` open, and returns its answer. */
  async ask(corpus, what, file) {
    let asked = this.#processes.get(corpus)
    if (asked === undefined) {
      const child = spawn(this.program, ['ask', this.index(corpus).path], { stdio: ['pipe', 'pipe', 'inherit'] })
      asked = { child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() }
      this.#processes.set(corpus, asked)
    }
    asked.child.stdin.write(`${what} ${file}\n`)
    const { done, value } = await asked.lines.next()
    if (done) throw new Error(`${this.name} ended while it was asked for ${what} of ${file}`)
    return JSON.parse(value)
  }

  /** Ends its processes. */
  end() {
    for (const { child } of this.#processes.values()) child.stdin.end()
  }
}

/** Writes the queries and the options of a set where the programs read them, and returns the path. */
export function writeSet({ name, queries, options = {} }) {
  const folder = `${FOLDER}/sets`
  mkdirSync(folder, { recursive: true })
  const path = `${folder}/${name.replace(/\W+/g, '-')}.json`
  writeFileSync(path, JSON.stringify({ queries, options }))
  return path
}
