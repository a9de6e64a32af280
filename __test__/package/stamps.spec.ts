import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { temporaryFolder } from '../support/fixtures.ts'

interface Step {
  name: string
  inputs(): string[]
  outputs(): string[]
  run(): void
}

/** The script is plain JavaScript, for a clone without any package; it is typed here. */
async function runStale(steps: Step[], root: string, stampFile: string): Promise<void> {
  const url = new URL('../../.ci/stamps.mjs', import.meta.url)
  const script: { runStale: typeof runStale } = await import(url.href)
  return script.runStale(steps, root, stampFile)
}

/** A folder with a step that copies `input` to `output`, and a count of its runs. */
function copying(t: ExecutionContext) {
  const root = temporaryFolder(t)
  const stampFile = join(root, 'cache/stamps.json')
  const write = (name: string, text: string) => writeFileSync(join(root, name), text)
  write('input', 'first')
  let runs = 0
  const step: Step = {
    name: 'copy',
    inputs: () => ['input'],
    outputs: () => ['output'],
    run() {
      runs += 1
      write('output', readFileSync(join(root, 'input'), 'utf8'))
    },
  }
  const prepare = async (changed: Partial<Step> = {}) => {
    const before = runs
    await runStale([{ ...step, ...changed }], root, stampFile)
    return runs > before
  }
  return { root, stampFile, write, prepare, step }
}

test('a step runs once, and again when its input changed', async (t) => {
  const { write, prepare } = copying(t)
  t.true(await prepare())
  t.false(await prepare())
  write('input', 'second')
  t.true(await prepare())
  t.false(await prepare())
})

test('an output that is missing, or was made in another way, is stale', async (t) => {
  const { root, write, prepare } = copying(t)
  await prepare()
  rmSync(join(root, 'output'))
  t.true(await prepare())
  write('output', 'of another branch')
  t.true(await prepare())
  t.is(readFileSync(join(root, 'output'), 'utf8'), 'first')
})

test('a step that failed runs again, though its input and its output are those of before', async (t) => {
  const { prepare } = copying(t)
  await prepare()
  const failing = {
    inputs: () => ['input', 'other'],
    run: () => {
      throw new Error('no')
    },
  }
  await t.throwsAsync(prepare(failing), { message: 'no' })
  t.true(await prepare())
})

test('a step that does not make its output is an error', async (t) => {
  const { prepare } = copying(t)
  await t.throwsAsync(prepare({ run() {} }), { message: 'the step copy did not make output' })
})

test('an input that changes while its step runs makes it stale', async (t) => {
  const { write, prepare, step } = copying(t)
  await prepare({
    run() {
      step.run()
      write('input', 'second')
    },
  })
  t.true(await prepare())
})

test('stamps that cannot be read count as none', async (t) => {
  const { stampFile, prepare } = copying(t)
  await prepare()
  for (const damaged of ['{"copy":', 'null', '[]', '5']) {
    writeFileSync(stampFile, damaged)
    t.true(await prepare(), damaged)
    t.false(await prepare(), damaged)
  }
})
