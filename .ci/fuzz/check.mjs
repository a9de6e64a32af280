// Runs the fuzz targets on their seeds and then for a while:
//   node .ci/fuzz/check.mjs [SECONDS]        all targets, 20 seconds each unless told otherwise
//   node .ci/fuzz/check.mjs TARGET FILE      one input again, with the message of its finding
import { spawnSync } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { build, fuzz, installTool, programOf, root, seeds, TARGETS } from './tool.mjs'

const [first, file] = process.argv.slice(2)
installTool()
if (file === undefined) await check(Number(first ?? 20))
else reproduce(first, file)

/** Runs all targets, as many at a time as there are cores, and fails if one of them found something. */
async function check(seconds) {
  build(root)
  seeds()
  const targets = Object.keys(TARGETS)
  const rows = []
  const work = async () => {
    for (let target = targets.shift(); target !== undefined; target = targets.shift()) {
      rows.push(await row(target, seconds))
    }
  }
  await Promise.all(Array.from({ length: availableParallelism() }, work))
  console.table(rows)
  if (rows.some((row) => row.findings > 0)) process.exit(1)
}

async function row(target, seconds) {
  const ended = await fuzz(target, {
    corpus: join(root, 'fuzz/corpus', target),
    artifacts: join(root, 'fuzz/artifacts', target),
    args: [`-max_total_time=${seconds}`],
  })
  const { code, said, isSeeded, cases, regions, allRegions, features, finding } = ended
  if (code !== 0 || !isSeeded) {
    console.error(said.split('\n').slice(-60).join('\n'))
    const again = finding === undefined ? '' : `; again: node .ci/fuzz/check.mjs ${target} ${finding}`
    console.error(`${target} ended with code ${code}${again}`)
  }
  return { target, seconds, cases, regions, 'of all': allRegions, features, findings: code === 0 && isSeeded ? 0 : 1 }
}

function reproduce(target, file) {
  build(root, target)
  const { status } = spawnSync(programOf(target), [file], {
    stdio: 'inherit',
    env: { ...process.env, RUST_BACKTRACE: '1' },
  })
  process.exit(status ?? 1)
}
