import { type Command, Option } from 'commander'
import type { SuggestOptions } from '../../index.ts'
import { QUERY_OPTIONS, type QueryOption, separated } from '../../query-options.ts'
import { parseNumber } from './values.ts'

/** Adds the flags of the numeric options of a query that a command has. */
export function addQueryFlags(command: Command, name: 'query' | 'eval'): Command {
  for (const option of QUERY_OPTIONS) if (option.commands.includes(name)) command.addOption(flagOf(option))
  return command
}

/** Returns those of `flags` that are such options. */
export function queryOptions(flags: SuggestOptions): SuggestOptions {
  const given = QUERY_OPTIONS.map(({ name }) => [name, flags[name]]).filter(([, value]) => value !== undefined)
  return Object.fromEntries(given) as SuggestOptions
}

function flagOf({ name, type, choices = [], help, standard }: QueryOption): Option {
  const flag = `--${separated(name, '-')}`
  const told = standard === undefined ? help : `${help} (default: ${standard})`
  switch (type) {
    case 'number':
      return new Option(`${flag} <number>`, told).argParser(parseNumber)
    case 'choice':
      return new Option(`${flag} <choice>`, told).choices(choices)
    case 'day':
      return new Option(`${flag} <date>`, told)
    case 'truth':
      return new Option(flag, told)
  }
}
