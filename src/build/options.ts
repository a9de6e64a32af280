import { describe, type OptionTypes, readMembersOf, readOptions } from '../arguments.ts'
import { failure } from '../errors.ts'
import type { BuildOptions, ColumnOptions, QualityOptions, TypoBudgetInput, TypoOptions } from './option-types.ts'

const BUILD_OPTIONS: OptionTypes<BuildOptions> = {
  kind: 'string',
  columns: 'object',
  format: 'string',
  onError: 'string',
  rejects: 'string',
  quality: 'object',
  languages: 'strings',
  layouts: 'strings',
  synonyms: 'path or strings',
  synonymFactor: 'number',
  transliterate: 'boolean',
  typos: 'object',
  seasons: 'object',
  memory: 'number',
  threads: 'number',
  onProgress: 'function',
  signal: 'object',
}

const COLUMN_OPTIONS: OptionTypes<ColumnOptions> = {
  text: 'string',
  id: 'string',
  weight: 'string',
  aliases: 'string',
  contexts: 'object',
  season: 'string or strings',
  payload: 'strings',
}

const QUALITY_OPTIONS: OptionTypes<QualityOptions> = {
  whole: 'number',
  prefix: 'number',
  words: 'number',
  typoBase: 'number',
}

const TYPO_OPTIONS: OptionTypes<TypoOptions> = {
  edit: 'number',
  dropped: 'number',
  neighbor: 'number',
  doubled: 'number',
  swap: 'number',
  sound: 'number',
  first: 'number',
  budgets: 'objects',
}

const TYPO_BUDGET_OPTIONS: OptionTypes<TypoBudgetInput> = {
  from: 'number',
  edits: 'number',
  cost: 'number',
  cheapOnly: 'boolean',
}

/**
 * Checks the options of a build, those inside others too, and returns a copy.
 *
 * @throws `ERR_INVALID_ARGUMENT` if `options` is no object, `ERR_INVALID_OPTION` if a name is
 * unknown, a value has another type, or a member that must be there is missing.
 */
export function readBuildOptions(given: BuildOptions): BuildOptions {
  const options = readOptions(given, BUILD_OPTIONS, 'buildIndex')
  if (options.columns) {
    options.columns = readMembers(options.columns, COLUMN_OPTIONS, 'columns')
    const { contexts } = options.columns
    if (contexts) options.columns.contexts = readMembersOf(contexts, 'string', 'columns.contexts')
  }
  if (options.seasons) options.seasons = readMembersOf(options.seasons, 'numbers', 'seasons')
  if (options.quality) options.quality = readMembers(options.quality, QUALITY_OPTIONS, 'quality')
  if (options.typos) {
    options.typos = readMembers(options.typos, TYPO_OPTIONS, 'typos')
    const { budgets } = options.typos
    if (budgets) options.typos.budgets = budgets.map((budget, place) => readBudget(budget, `typos.budgets[${place}]`))
  }
  if (options.signal && !isAbortSignal(options.signal)) {
    throw failure('ERR_INVALID_OPTION', `signal must be an AbortSignal, got ${describe(options.signal)}`)
  }
  return options
}

function readBudget(given: TypoBudgetInput, name: string): TypoBudgetInput {
  const budget = readMembers(given, TYPO_BUDGET_OPTIONS, name)
  for (const member of ['from', 'edits', 'cost'] as const) {
    if (budget[member] === undefined)
      throw failure('ERR_INVALID_OPTION', `${name}.${member} must be a number, got undefined`)
  }
  return budget
}

function readMembers<Options extends object>(given: Options, types: OptionTypes<Options>, name: string): Options {
  return readOptions(given, types, name, `${name}.`)
}

/** Tells by its shape, since signals of other realms and libraries are of other classes. */
function isAbortSignal(value: object): boolean {
  return (
    'aborted' in value &&
    typeof value.aborted === 'boolean' &&
    'addEventListener' in value &&
    typeof value.addEventListener === 'function' &&
    'removeEventListener' in value &&
    typeof value.removeEventListener === 'function'
  )
}
