import { readFileSync } from 'node:fs'
import { Command, CommanderError } from 'commander'
import { messageOf } from '../errors.ts'
import { isMapaheadError } from '../index.ts'
import { buildCommand } from './build.ts'
import { evalCommand } from './eval.ts'
import { messageForFlags } from './flags/message.ts'
import { explainUsage } from './flags/usage.ts'
import { getCommand } from './get.ts'
import { inspectCommand } from './inspect.ts'
import { learnCommand } from './learn.ts'
import { memoryCommand } from './memory.ts'
import { queryCommand } from './query.ts'
import { serveCommand } from './serve.ts'
import { endWhenOutputCloses, ignoreErrorsOfMessages } from './text/output.ts'
import { verifyCommand } from './verify.ts'

const EXIT_FAILED = 1
const EXIT_USAGE = 2

/** Runs the command line `argv`, with the paths of node and of the script first, and returns the exit code. */
export async function run(argv: readonly string[]): Promise<number> {
  endWhenOutputCloses()
  ignoreErrorsOfMessages()
  let exitCode = 0
  const program = new Command('mapahead')
    .description('Autocomplete from one index file that all processes share.')
    .version(version(), '-V, --version', 'show the version')
    .helpOption('-h, --help', 'show this help')
    .helpCommand('help [command]', 'Show the help of a command.')
    .exitOverride()
  for (const command of COMMANDS) {
    program.addCommand(
      command((code) => {
        exitCode = code
      }).copyInheritedSettings(program),
    )
  }
  for (const command of [program, ...program.commands]) explainUsage(command, argv)
  program.addHelpText('after', EXAMPLES)
  try {
    await program.parseAsync(argv)
    return exitCode
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_USAGE
    process.stderr.write(`mapahead: ${toldOf(error)}\n`)
    return isUsageError(error) ? EXIT_USAGE : EXIT_FAILED
  }
}

const COMMANDS = [
  buildCommand,
  queryCommand,
  getCommand,
  inspectCommand,
  verifyCommand,
  evalCommand,
  learnCommand,
  serveCommand,
  memoryCommand,
]

const EXAMPLES = `
Examples:
  $ mapahead build cities.csv --text name --weight population -o cities.mapahead
  $ mapahead query cities.mapahead ber
  $ mapahead query cities.mapahead - --json < queries.txt

Exit codes: 0 fine, 1 failed, 2 wrong usage.
`

function version(): string {
  const file = new URL('../../package.json', import.meta.url)
  const { version }: { version: string } = JSON.parse(readFileSync(file, 'utf8'))
  return version
}

function toldOf(error: unknown): string {
  return isMapaheadError(error) ? `${messageForFlags(error)} [${error.code}]` : messageOf(error)
}

function isUsageError(error: unknown): boolean {
  return isMapaheadError(error, 'ERR_INVALID_OPTION') || isMapaheadError(error, 'ERR_INVALID_ARGUMENT')
}
