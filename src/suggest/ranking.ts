import { checkOptionNames, type OptionNames } from '../arguments.ts'
import type { BoostOptions } from './boost-options.ts'
import { readBoosts, type WrittenBoosts } from './boost-options.ts'
import { plainObject, readContexts, readIds } from './context-values.ts'
import type { ExcludeOptions, SuggestOptions } from './options.ts'

const EXCLUDE_OPTIONS: OptionNames<ExcludeOptions> = { ids: true, contexts: true }

/** What ranks besides numbers, as the addon reads it: `crates/node/src/ranking.rs`. The two files change together. */
interface WrittenRanking {
  filter?: Record<string, string[]>
  exclude?: { ids?: string[]; contexts?: Record<string, string[]> }
  boosts?: WrittenBoosts
  pin?: string[]
}

/**
 * Checks the options that hold texts, but for prepared boosts, and writes them as JSON for the addon.
 *
 * @throws `ERR_INVALID_OPTION` if one of them is not what is expected.
 */
export function writeRanking(
  filter: SuggestOptions['filter'],
  exclude: SuggestOptions['exclude'],
  boosts: BoostOptions | undefined,
  pin: SuggestOptions['pin'],
): string {
  const written: WrittenRanking = {}
  const contexts = filter === undefined ? undefined : readContexts('filter', filter)
  if (contexts !== undefined) written.filter = contexts
  if (exclude !== undefined) written.exclude = readExclude(exclude)
  const multipliers = boosts === undefined ? undefined : readBoosts(boosts, false)
  if (multipliers !== undefined) written.boosts = multipliers
  if (pin !== undefined) written.pin = readIds('pin', pin)
  return JSON.stringify(written)
}

function readExclude(exclude: ExcludeOptions): NonNullable<WrittenRanking['exclude']> {
  checkOptionNames(plainObject('exclude', exclude), EXCLUDE_OPTIONS, 'exclude')
  const { ids, contexts } = exclude
  const written: NonNullable<WrittenRanking['exclude']> = {}
  if (ids !== undefined) written.ids = readIds('exclude.ids', ids)
  const values = contexts === undefined ? undefined : readContexts('exclude.contexts', contexts)
  if (values !== undefined) written.contexts = values
  return written
}
