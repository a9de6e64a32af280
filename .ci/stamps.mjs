// Runs the steps of a build that are stale, as make does, but by contents instead of times.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/**
 * Runs every step whose inputs or outputs are not those of its last run, in order.
 *
 * A step is `{ name, inputs, outputs, run }`: two functions that return paths below `root`, and what
 * makes the outputs. Outputs that were made in another way count as stale, since nothing tells what
 * they were made from. A step that fails has no stamp, so the next call runs it again.
 */
export function runStale(steps, root, stampFile) {
  for (const step of steps) {
    const inputs = hashOf(step.inputs(), root)
    const stamp = readStamps(stampFile)[step.name]
    if (stamp?.inputs === inputs && stamp.outputs === hashOf(step.outputs(), root)) continue
    writeStamp(stampFile, step.name, undefined)
    step.run()
    const missing = step.outputs().filter((path) => !existsSync(join(root, path)))
    if (missing.length > 0) throw new Error(`the step ${step.name} did not make ${missing.join(', ')}`)
    // The inputs of before the run: one that changed meanwhile makes the step stale.
    writeStamp(stampFile, step.name, { inputs, outputs: hashOf(step.outputs(), root) })
  }
}

/** Hashes files with their names; one that is missing differs from every other. */
function hashOf(paths, root) {
  const hash = createHash('sha256').update(`${process.platform}-${process.arch}`)
  for (const path of paths) {
    const file = join(root, path)
    hash.update(`\0${path}\0`)
    if (existsSync(file)) hash.update(createHash('sha256').update(readFileSync(file)).digest())
  }
  return hash.digest('hex')
}

/** Reads the stamps; a file that is missing or damaged holds none. */
function readStamps(stampFile) {
  try {
    const stamps = JSON.parse(readFileSync(stampFile, 'utf8'))
    return typeof stamps === 'object' && stamps !== null ? stamps : {}
  } catch {
    return {}
  }
}

/** Changes one stamp. The others are read again, since `npm ci` removes the folder that holds them. */
function writeStamp(stampFile, name, stamp) {
  mkdirSync(dirname(stampFile), { recursive: true })
  const temporary = `${stampFile}.${process.pid}`
  writeFileSync(temporary, JSON.stringify({ ...readStamps(stampFile), [name]: stamp }))
  renameSync(temporary, stampFile)
}
