import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import test from 'ava'

const STEPS = fileURLToPath(new URL('../../.ci/steps.sh', import.meta.url))
const withBash = process.platform === 'win32' ? test.skip : test

/** Runs a script of bash that has the steps. */
function runScript(script: string) {
  const env = { ...process.env, STEPS }
  return spawnSync('bash', ['-c', `. "$STEPS"\n${script}`], { encoding: 'utf8', env, timeout: 60_000 })
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

withBash('what runs beside the steps is told with its minutes when it is joined', (t) => {
  // Each waits for the other, so they only end if both run at once.
  const script = `fifo=$(mktemp -u)
mkfifo "$fifo"
beside waits cat "$fifo"
step writes sh -c "echo met > '$fifo'"
join
rm "$fifo"
step after echo after
`
  const { status, stdout } = runScript(script)
  t.is(status, 0)
  t.regex(stdout, /== waits said:\nmet\n-- waits: 0\.0 min\n/)
  t.regex(stdout, /Minutes by step:\n.*writes\n.*waits, beside others\n.*after\n.*in all\n$/)
})

withBash('what fails beside the steps ends the script with its code when it is joined', (t) => {
  const { status, stdout, stderr } = runScript(
    "beside bad sh -c 'echo why; exit 3'\nstep good true\njoin\nstep never echo never\n",
  )
  t.is(status, 3)
  t.regex(stdout, /== bad said:\nwhy\n/)
  t.regex(stderr, /bad failed with code 3/)
  t.notRegex(stdout, /never/)
})

withBash('what runs beside a step that fails is ended with all that it started', (t) => {
  // The inner shell holds the output of the script open, which ends for a reader once both are gone.
  const script = `exec 3>&1
fifo=$(mktemp -u)
mkfifo "$fifo"
beside long sh -c "sh -c 'echo started > $fifo; exec sleep 600' & wait"
step waits cat "$fifo"
rm "$fifo"
step bad sh -c 'exit 4'
`
  const { status, error } = runScript(script)
  t.is(error, undefined)
  t.is(status, 4)
})
