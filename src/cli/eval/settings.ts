import { InvalidArgumentError } from 'commander'
import { type Face, sentenceOf } from '../../error-text.ts'
import { isMapaheadError, SuggestIndex, type SuggestOptions } from '../../index.ts'
import { QUERY_OPTIONS, type QueryOption, separated } from '../../query-options.ts'
import { COMMAND_LINE } from '../flags/message.ts'
import { usageError } from '../flags/usage-error.ts'
import { parseNumber } from '../flags/values.ts'

/** How queries are asked: the options of the query that `eval` sets. */
export type EvalOptions = Pick<SuggestOptions, 'limit' | 'typos' | 'maxTier' | 'maxCost' | 'costs'>

/** What `--compare` changes: options, and the index. */
export interface Change {
  /** As the command line has it, for people. */
  label: string
  /** Another index file, if there is one. */
  index?: string
  /** The options that take the place of those of the flags. */
  options: EvalOptions
}

/** An open index and how it is asked. */
export interface Side {
  index: SuggestIndex
  options: EvalOptions
}

/** Every name that `--compare` takes, as the flags are called, with the option that it sets. */
const OPTIONS: ReadonlyMap<string, QueryOption> = new Map(
  QUERY_OPTIONS.filter(({ commands }) => commands.includes('eval')).map((option) => [
    separated(option.name, '-'),
    option,
  ]),
)
const INDEX = 'index'

/** All names that `--compare` takes. */
export const CHANGE_NAMES: readonly string[] = [INDEX, ...OPTIONS.keys()]

/** The names of `--compare`: those of the flags, without their dashes. */
const COMPARE: Face = { ...COMMAND_LINE, option: (name) => separated(name, '-') }

/** Reads one `--compare`, which may be there several times: `costs=unit` or `index=new.mapahead,typos=never`. */
export function parseChange(text: string, before: readonly Change[] = []): Change[] {
  const change: Change = { label: text, options: {} }
  const seen = new Set<string>()
  // Only a comma before another name separates, since the name of a file may hold commas.
  for (const part of text.split(/,(?=[\w-]+=)/)) {
    const [, name = '', value = ''] = /^([\w-]+)=(.+)$/s.exec(part) ?? []
    if (name === '') throw new InvalidArgumentError('It must be NAME=VALUE, such as costs=unit.')
    if (seen.has(name)) throw new InvalidArgumentError(`It has ${name} twice.`)
    seen.add(name)
    const option = OPTIONS.get(name)
    if (name === INDEX) change.index = value
    else if (option === undefined)
      throw new InvalidArgumentError(`There is no ${name}; there are ${CHANGE_NAMES.join(', ')}.`)
    else Object.assign(change.options, { [option.name]: option.type === 'number' ? parseNumber(value) : value })
  }
  return [...before, change]
}

/**
 * Opens what `change` asks for: its index or that of `base`, with its options over those of `base`.
 *
 * @throws `ERR_INVALID_OPTION`, in the words of the flag, for a value that no query takes.
 */
export async function openChange(base: Side, change: Change): Promise<Side> {
  const index = change.index === undefined ? base.index : await SuggestIndex.open(change.index)
  const side = { index, options: { ...base.options, ...change.options } }
  try {
    checkOptions(side)
  } catch (error) {
    if (!isMapaheadError(error, 'ERR_INVALID_OPTION')) throw error
    throw usageError(`--compare ${change.label}: ${sentenceOf(error, COMPARE) ?? error.message}`, error)
  }
  return side
}

/** Throws what a query with these options throws, before the first one. */
export function checkOptions({ index, options }: Side): void {
  index.suggest('', { ...options, limit: options.limit ?? 1 })
}
