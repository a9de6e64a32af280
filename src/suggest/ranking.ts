import type { BoostOptions } from './boost-options.ts'
import { readBoosts, type WrittenBoosts } from './boost-options.ts'
import { readIds } from './context-values.ts'
import type { SuggestOptions } from './options.ts'
import { readConditions, readRestriction, type WrittenConditions } from './request/conditions.ts'

/** The options that hold texts, with the boosts that are not prepared. */
export interface TextOptions extends Pick<SuggestOptions, 'filter' | 'exclude' | 'pin'> {
  restrict: SuggestOptions['restrict'] | undefined
  boosts: BoostOptions | undefined
}

/** What ranks besides numbers, as the addon reads it: `crates/node/src/ranking.rs`. The two files change together. */
interface WrittenRanking extends WrittenConditions {
  restrict?: WrittenConditions
  boosts?: WrittenBoosts
  pin?: string[]
}

/**
 * Checks the options that hold texts, but for prepared boosts, and writes them as JSON for the addon.
 *
 * @throws `ERR_INVALID_OPTION` if one of them is not what is expected.
 */
export function writeRanking({ filter, exclude, restrict, boosts, pin }: TextOptions): string {
  const written: WrittenRanking = readConditions({ filter, exclude })
  if (restrict !== undefined) written.restrict = readRestriction(restrict)
  const multipliers = boosts === undefined ? undefined : readBoosts(boosts, false)
  if (multipliers !== undefined) written.boosts = multipliers
  if (pin !== undefined) written.pin = readIds('pin', pin)
  return JSON.stringify(written)
}
