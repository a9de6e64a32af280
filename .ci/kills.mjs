// Kills builds at random moments: node .ci/kills.mjs [TIMES]. The index at the path must stay whole.
// Every build writes one of two inputs, so an index that is neither of the two was mixed or cut.
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { SuggestIndex } from 'mapahead'
import { random } from '../benches/random.mjs'
import { root } from './prepare.mjs'

const RECORDS = 50_000
const CLI = join(root, 'dist/cli/main.js')

const times = Number(process.argv[2] ?? 100)
const folder = mkdtempSync(join(tmpdir(), 'mapahead-kills-'))
try {
  await killBuilds()
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function killBuilds() {
  const path = join(folder, 'index.mapahead')
  const inputs = ['morning', 'evening'].map(writeInput)
  const whole = inputs.map((input) => {
    const started = performance.now()
    build(input, path)
    return { input, generation: verify(path), ms: performance.now() - started }
  })
  const draw = random(1)
  let killed = 0
  for (let time = 0; time < times; time += 1) {
    const { input, ms } = whole[time % whole.length]
    const child = spawn(process.execPath, [CLI, 'build', input, '-o', path], { stdio: 'ignore' })
    const ended = once(child, 'exit')
    // A little longer than a build takes, so that some builds end and their index takes the place.
    await Promise.race([sleep(draw() * ms * 1.2), ended])
    child.kill('SIGKILL')
    const [, signal] = await ended
    if (signal === 'SIGKILL') killed += 1
    const generation = verify(path)
    if (!whole.some((other) => other.generation === generation)) {
      throw new Error(`after kill ${time + 1} the index has the generation ${generation}, which no build made`)
    }
  }
  if (killed === 0) throw new Error('no build was killed: all had ended before')
  console.log(`${killed} of ${times} builds were killed, and the index was whole after each.`)
}

/** Writes records that differ by `name` in every text. */
function writeInput(name) {
  const path = join(folder, `${name}.ndjson`)
  const lines = Array.from({ length: RECORDS }, (_, number) =>
    JSON.stringify({ text: `${name} ${number.toString(36)}`, weight: number }),
  )
  writeFileSync(path, `${lines.join('\n')}\n`)
  return path
}

function build(input, path) {
  execFileSync(process.execPath, [CLI, 'build', input, '-o', path], { stdio: 'ignore' })
}

/** Reads every byte of the index, and returns its generation. */
function verify(path) {
  execFileSync(process.execPath, [CLI, 'verify', path], { stdio: ['ignore', 'ignore', 'pipe'] })
  const index = SuggestIndex.openSync(path)
  try {
    return index.info.generation
  } finally {
    index.close()
  }
}
