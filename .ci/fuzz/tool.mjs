// What all runs of the fuzz targets need: cargo-fuzz, the targets built with it, and libFuzzer's
// figures read.
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { makeSeeds } from './seeds.mjs'

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

const VERSION = '0.13.2'
const TOOLS = join(root, 'target/tools')
const CARGO_FUZZ = join(TOOLS, 'bin/cargo-fuzz')
// Shared with the copies that have planted bugs: what others wrote is compiled once.
const BUILT = join(root, 'fuzz/target')

/**
 * The sanitizers would find wrong uses of memory. The core has one `unsafe` block, and forbids it
 * elsewhere, so that twice as many cases a second are worth more.
 */
const BUILD = ['build', '--sanitizer', 'none', '--target-dir', BUILT, '--fuzz-dir']

/** By target the longest input, in bytes. */
export const TARGETS = { any_file: 16_384, any_input: 4096, same_answer: 1024 }

/** Installs cargo-fuzz into `target`, unless it is there. */
export function installTool() {
  const found = spawnSync(CARGO_FUZZ, ['--version'], { encoding: 'utf8' }).stdout ?? ''
  if (found.trim() === `cargo-fuzz ${VERSION}`) return
  execFileSync('cargo', ['install', '--locked', '--quiet', '--root', TOOLS, `cargo-fuzz@${VERSION}`], {
    stdio: 'inherit',
  })
}

/**
 * Builds a target, or all of them.
 *
 * @param project - The folder of the sources: this one, or a copy of it.
 */
export function build(project, ...targets) {
  execFileSync(CARGO_FUZZ, [...BUILD, join(project, 'fuzz'), ...targets], { cwd: project, stdio: 'inherit' })
}

/** Makes the seeds of all targets, and returns the folder that has one for each. */
export function seeds() {
  const folder = join(root, 'fuzz/seeds')
  makeSeeds(root, folder)
  return folder
}

/** The program of a target, as it was built last. */
export function programOf(target) {
  const host = /^host: (.+)$/m.exec(execFileSync('rustc', ['-vV'], { encoding: 'utf8' }))[1]
  return join(BUILT, host, 'release', target)
}

/**
 * Runs a target on its seeds, and then on what it makes of them, until it finds something or the
 * arguments end it.
 *
 * @param corpus - The folder of inputs from before, where new ones go.
 * @param artifacts - The folder for the input of a finding.
 * @param args - Arguments of libFuzzer.
 * @returns How it ended, with the figures of {@link readFigures} and all that it said.
 */
export function fuzz(target, { corpus, artifacts, args }) {
  for (const folder of [corpus, artifacts]) mkdirSync(folder, { recursive: true })
  const all = [
    corpus,
    join(root, 'fuzz/seeds', target),
    `-artifact_prefix=${artifacts}/`,
    `-max_len=${TARGETS[target]}`,
    // An input that takes so long or so much memory is a finding too.
    '-timeout=60',
    '-rss_limit_mb=4096',
    '-print_final_stats=1',
    ...args,
  ]
  const child = spawn(programOf(target), all, { cwd: join(root, 'fuzz'), stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text) => {
    said += text
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ code, signal, said, ...readFigures(said) }))
  })
}

/**
 * Reads what libFuzzer says: how many cases ran, whether the seeds all did, which of the counters of
 * the code were reached, in how many ways (`features`: also how often), and in how many there are.
 */
export function readFigures(said) {
  const last = (pattern) => Number([...said.matchAll(pattern)].at(-1)?.[1] ?? 0)
  return {
    cases: Math.max(last(/^stat::number_of_executed_units:\s*(\d+)/gm), last(/^#(\d+)\s/gm)),
    isSeeded: /\bINITED\b/.test(said),
    regions: last(/\bcov: (\d+)/g),
    allRegions: last(/\((\d+) inline 8-bit counters\)/g),
    features: last(/\bft: (\d+)/g),
    finding: /Test unit written to (\S+)/.exec(said)?.[1],
  }
}

/** Reads a file of the project. */
export function read(path) {
  return readFileSync(join(root, path), 'utf8')
}
