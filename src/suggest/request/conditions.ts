import { checkOptionNames, type OptionNames } from '../../arguments.ts'
import { wrongOption } from '../../errors.ts'
import { plainObject, readContexts, readIds } from '../context-values.ts'
import type { ExcludeOptions, GetOptions, Restriction } from '../options.ts'

/** Filter and exclusions as the addon reads them, by `crates/node/src/ranking.rs`. They are a `Restriction` themselves. */
export interface WrittenConditions {
  filter?: Record<string, string[]>
  exclude?: { ids?: string[]; contexts?: Record<string, string[]> }
}

const EXCLUDE_OPTIONS: OptionNames<ExcludeOptions> = { ids: true, contexts: true }
const CONDITIONS: OptionNames<Restriction> = { filter: true, exclude: true }

/**
 * Reads a filter and exclusions, either of which may be left out.
 *
 * @param path - What stands before their names: where they are inside another option.
 * @throws `ERR_INVALID_OPTION` if one is not what is expected.
 */
export function readConditions({ filter, exclude }: GetOptions, path: '' | 'restrict.' = ''): WrittenConditions {
  const written: WrittenConditions = {}
  const contexts = filter === undefined ? undefined : readContexts(`${path}filter`, filter)
  if (contexts !== undefined) written.filter = contexts
  if (exclude !== undefined) written.exclude = readExclude(exclude, `${path}exclude`)
  return written
}

function readExclude(
  exclude: ExcludeOptions,
  option: 'exclude' | 'restrict.exclude',
): NonNullable<WrittenConditions['exclude']> {
  checkOptionNames(plainObject(option, exclude), EXCLUDE_OPTIONS, option)
  const { ids, contexts } = exclude
  const written: NonNullable<WrittenConditions['exclude']> = {}
  if (ids !== undefined) written.ids = readIds(`${option}.ids`, ids)
  const values = contexts === undefined ? undefined : readContexts(`${option}.contexts`, contexts)
  if (values !== undefined) written.contexts = values
  return written
}

/**
 * Reads the options of `SuggestIndex.get`, as JSON for the addon.
 *
 * @throws `ERR_INVALID_ARGUMENT` or `ERR_INVALID_OPTION` if they are not what is expected.
 */
export function writeGetOptions(options: GetOptions): string {
  checkOptionNames(options, CONDITIONS, 'get')
  return JSON.stringify(readConditions(options))
}

/**
 * Reads what a request may see at all, and returns a copy.
 *
 * It is a wall, so a slip must not open it: a member that is there and `undefined` is an error, and so
 * is a restriction without a field and without an exclusion.
 *
 * @throws `ERR_INVALID_OPTION` if it is not what is expected.
 */
export function readRestriction(given: unknown): WrittenConditions {
  const restriction = plainObject('restrict', given as Restriction)
  checkOptionNames(restriction, CONDITIONS, 'restrict')
  const { filter, exclude } = restriction
  refuseUndefined('restrict', restriction, { filter, exclude })
  const written = readConditions({ filter, exclude: exclude && readWhole(exclude) }, 'restrict.')
  const isWall =
    written.filter !== undefined || written.exclude?.ids !== undefined || written.exclude?.contexts !== undefined
  if (!isWall) throw wrongOption('restrict', 'a filter by a field, an exclusion, or both', 'neither')
  return written
}

/** Reads the members of exclusions once, none of which may be `undefined`. */
function readWhole(exclude: ExcludeOptions): ExcludeOptions {
  checkOptionNames(plainObject('restrict.exclude', exclude), EXCLUDE_OPTIONS, 'restrict.exclude')
  const { ids, contexts } = exclude
  refuseUndefined('restrict.exclude', exclude, { ids, contexts })
  return { ids, contexts }
}

function refuseUndefined(option: string, given: object, values: object): void {
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined && name in given) throw wrongOption(`${option}.${name}`, 'given or left out', 'undefined')
  }
}
