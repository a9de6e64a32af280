import type { Command } from 'commander'

/** What Commander begins each of its messages with. */
const PREFIX = 'error: '

/** Adds to the usage errors of a command what helps against them; `argv` is the whole command line. */
export function explainUsage(command: Command, argv: readonly string[]): Command {
  const isProgram = command.parent === null
  const name = isProgram ? 'mapahead' : `mapahead ${command.name()}`
  let told: string | undefined
  return command
    .configureOutput({
      // What kind of error it is comes only with the exit.
      outputError(text) {
        told = text.slice(PREFIX.length).trimEnd()
      },
    })
    .exitOverride((error) => {
      if (told !== undefined) {
        const help = `${name} --help shows the ${isProgram ? 'commands' : 'flags'}`
        process.stderr.write(`mapahead: ${told}${hint(command.name(), error.code, argv)}\n${help}\n`)
      }
      throw error
    })
}

function hint(command: string, code: string, argv: readonly string[]): string {
  switch (code) {
    case 'commander.excessArguments':
      return command === 'query' ? ' Quote a text with spaces.' : ''
    case 'commander.missingMandatoryOptionValue':
      // That a flag is missing is found before one that is unknown.
      return argv.some((word) => /^--out(=|$)/.test(word)) ? '\n(Did you mean --output?)' : ''
    case 'commander.unknownOption': {
      const argument = { query: 'a text', get: 'an id' }[command]
      // Both commands have no flag of one letter but that for help.
      const isText = argv.some((word) => /^-[^-]/.test(word) && word !== '-h')
      if (argument === undefined || !isText) return ''
      return `\nPut -- before ${argument} that begins with -: mapahead ${command} FILE -- -x`
    }
    default:
      return ''
  }
}
