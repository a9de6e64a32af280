import { type Command, InvalidArgumentError } from 'commander'
import type { SuggestOptions } from '../../index.ts'
import { readBoost, readPair, withPair } from '../../serve/http/pairs.ts'

/** The flags of what ranks a query. */
export interface RankingFlags {
  filter?: Record<string, readonly string[]>
  exclude?: Record<string, readonly string[]>
  excludeId?: string[]
  boost?: Record<string, Record<string, number>>
  boostId?: Map<string, number>
  pin?: string[]
}

/** Adds the flags to a command. */
export function addRankingFlags(command: Command): Command {
  return command
    .option('--filter <field=value>', 'show only what has this; again for another value, or field', addContext)
    .option('--exclude <field=value>', 'leave out what has this; may be there several times', addContext)
    .option('--exclude-id <id>', 'leave out this entry; may be there several times', addId)
    .option('--boost <field=value:n>', 'multiply the score of what has this by n, 0 to 1,000', addBoost)
    .option('--boost-id <id:n>', 'multiply the score of this entry', addBoostOfId)
    .option('--pin <id>', 'put this entry first if it matches; several stay in this order', addId)
}

/** Returns what the flags are in the API. */
export function rankingOptions(flags: RankingFlags): SuggestOptions {
  const { filter, exclude, excludeId, boost, boostId, pin } = flags
  const isExcluding = exclude !== undefined || excludeId !== undefined
  const isBoosting = boost !== undefined || boostId !== undefined
  return {
    filter,
    exclude: isExcluding ? { contexts: exclude, ids: excludeId } : undefined,
    boosts: isBoosting ? { contexts: boost, ids: boostId } : undefined,
    pin,
  }
}

function addContext(text: string, before: Record<string, readonly string[]> = {}): Record<string, readonly string[]> {
  const pair = readPair(text)
  if (pair === undefined) throw new InvalidArgumentError('It must be FIELD=VALUE, such as city=moscow.')
  return withPair(before, pair)
}

function addId(id: string, before: readonly string[] = []): string[] {
  return [...before, id]
}

function addBoost(
  text: string,
  before: Record<string, Record<string, number>> = {},
): Record<string, Record<string, number>> {
  const [name = '', boost = 0] = readBoost(text) ?? []
  const pair = readPair(name)
  if (pair === undefined) throw new InvalidArgumentError('It must be FIELD=VALUE:NUMBER, such as category=doors:3.')
  const [field, value] = pair
  const fields = new Map(Object.entries(before))
  const values = new Map(Object.entries(fields.get(field) ?? {}))
  fields.set(field, Object.fromEntries(values.set(value, boost)))
  return Object.fromEntries(fields)
}

function addBoostOfId(text: string, before: ReadonlyMap<string, number> = new Map()): Map<string, number> {
  const boost = readBoost(text)
  if (boost === undefined) throw new InvalidArgumentError('It must be ID:NUMBER, such as 2950159:3.')
  return new Map([...before, boost])
}
