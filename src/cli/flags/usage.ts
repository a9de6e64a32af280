import type { Command } from 'commander'

/** Adds to the usage errors of a command what helps against them; `argv` is the whole command line. */
export function explainUsage(command: Command, argv: readonly string[]): Command {
  const isProgram = command.parent === null
  const name = isProgram ? 'mapahead' : `mapahead ${command.name()}`
  const outputError = (text: string, write: (text: string) => void) => {
    const message = text.replace(/^error: /, 'mapahead: ').trimEnd()
    write(`${message}${hint(command.name(), message, argv)}\n`)
  }
  return command
    .showHelpAfterError(`${name} --help shows the ${isProgram ? 'commands' : 'flags'}`)
    .configureOutput({ outputError })
}

function hint(command: string, message: string, argv: readonly string[]): string {
  if (command === 'query' && message.includes('too many arguments')) return ' Quote a text with spaces.'
  // That a flag is missing is found before one that is unknown.
  if (message.includes("'-o, --output <file>' not specified") && argv.some((word) => /^--out(=|$)/.test(word))) {
    return '\n(Did you mean --output?)'
  }
  const argument = { query: 'a text', get: 'an id' }[command]
  if (argument === undefined || !message.includes("unknown option '-") || message.includes("'--")) return ''
  return `\nPut -- before ${argument} that begins with -: mapahead ${command} FILE -- -x`
}
