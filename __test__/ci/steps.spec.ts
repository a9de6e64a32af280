import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import test from 'ava'

const STEPS = fileURLToPath(new URL('../../.ci/steps.sh', import.meta.url))
const withBash = process.platform === 'win32' ? test.skip : test

/** Runs a script of bash that has the steps. */
function runScript(script: string) {
  return spawnSync('bash', ['-c', `. "$STEPS"\n${script}`], { encoding: 'utf8', env: { ...process.env, STEPS } })
}

withBash('each step is told with its minutes, and all of them at the end', (t) => {
  const { status, stdout } = runScript("step 'the first' true\nstep second echo said\n")
  t.is(status, 0)
  t.regex(stdout, /== the first: true\n-- the first: 0\.0 min\n/)
  t.regex(stdout, /== second: echo said\nsaid\n/)
  t.regex(stdout, /\nMinutes by step:\n +0\.0 min {2}the first\n +0\.0 min {2}second\n +0\.0 min {2}in all\n$/)
})

withBash('a step that fails ends the script with its code, and the minutes are told all the same', (t) => {
  const { status, stdout, stderr } = runScript("step good true\nstep bad sh -c 'exit 3'\nstep never echo never\n")
  t.is(status, 3)
  t.regex(stderr, /bad failed with code 3/)
  t.notRegex(stdout, /never/)
  t.regex(stdout, /Minutes by step:\n.*good\n.*bad\n.*in all\n$/)
})

withBash('a variable before a step is one of its command alone', (t) => {
  const { stdout } = runScript('ANSWER=42 step first printenv ANSWER\nstep second sh -c \'echo "[$ANSWER]"\'\n')
  t.regex(stdout, /\n42\n/)
  t.regex(stdout, /\n\[\]\n/)
})

withBash('a program that is there is not installed', (t) => {
  const { status, stdout } = runScript('apt-get() { echo "apt-get $*"; }\nneed bash bash\n')
  t.is(status, 0)
  t.notRegex(stdout, /apt-get/)
})
