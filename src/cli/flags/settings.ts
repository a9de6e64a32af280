import { closeSync, openSync, readSync } from 'node:fs'
import { dirname, isAbsolute, relative, resolve } from 'node:path'
import { failureAbout, messageOf } from '../../errors.ts'
import { type BuildOptions, isMapaheadError } from '../../index.ts'
import { systemReason } from '../text/system-reason.ts'
import { usageError } from './usage-error.ts'
import { inBytesFlag } from './values.ts'

const SETTINGS = [
  'kind',
  'languages',
  'layouts',
  'synonyms',
  'synonymFactor',
  'transliterate',
  'inside',
  'quality',
  'typos',
  'seasons',
  'header',
  'delimiter',
  'encoding',
] as const satisfies readonly (keyof BuildOptions)[]

/** The options of a build that a file of settings may hold. */
export type Settings = Pick<BuildOptions, (typeof SETTINGS)[number]>

const NAMES: readonly string[] = SETTINGS

/** Reads a file of settings. A path in it is relative to its folder. */
export function readSettings(path: string): Settings {
  return withSynonyms(settingsAsWritten(path), (synonyms) => resolve(dirname(path), synonyms))
}

/** Reads a file of settings as they are to be written into `target`: a relative path in it is relative to that. */
export function readSettingsFor(target: string, path: string): Settings {
  const [from, to] = [resolve(dirname(path)), resolve(dirname(target))]
  return withSynonyms(settingsAsWritten(path), (synonyms) =>
    from === to || isAbsolute(synonyms) ? synonyms : relative(to, resolve(from, synonyms)),
  )
}

function settingsAsWritten(path: string): Settings {
  return parseSettings(path, readText(path))
}

function withSynonyms(settings: Settings, change: (path: string) => string): Settings {
  const { synonyms } = settings
  // An empty one stays, to be refused as a path.
  return typeof synonyms === 'string' && synonyms !== '' ? { ...settings, synonyms: change(synonyms) } : settings
}

/** Names the file of settings in an error about what it says; `flags` are settings that do not come from it. */
export function ofSettings(error: unknown, path: string | undefined, flags: Settings): unknown {
  if (path === undefined || !isMapaheadError(error, 'ERR_INVALID_OPTION')) return error
  // The option that the one at fault is inside of.
  const [name = ''] = (error.owner ?? error.option ?? '').split(/[.[]/)
  const isOwn = NAMES.includes(name) && flags[name as keyof Settings] === undefined
  return isOwn ? usageError(`${path}: ${error.message}`, error) : error
}

/** The largest file of settings: they have some kilobytes, and a device may have no end. */
const MOST_BYTES = 2 ** 24

function readText(path: string): string {
  const bytes = Buffer.alloc(MOST_BYTES + 1)
  let length = 0
  try {
    const file = openSync(path, 'r')
    try {
      for (let read = -1; read !== 0 && length < bytes.length; length += read) {
        read = readSync(file, bytes, length, bytes.length - length, null)
      }
    } finally {
      closeSync(file)
    }
  } catch (error) {
    throw failureAbout('ERR_IO', { action: 'read', file: path, reason: systemReason(error) }, error)
  }
  if (length > MOST_BYTES) throw usageError(`${path}: the settings must have at most ${inBytesFlag(MOST_BYTES)}`)
  return bytes.toString('utf8', 0, length)
}

function parseSettings(path: string, json: string): Settings {
  const fail = (reason: string) => usageError(`${path}: ${reason}`)
  let settings: unknown
  try {
    settings = JSON.parse(json)
  } catch (error) {
    throw fail(`not JSON: ${messageOf(error)}`)
  }
  if (typeof settings !== 'object' || settings === null || Array.isArray(settings)) {
    throw fail('the settings must be a JSON object')
  }
  for (const name of Object.keys(settings)) {
    if (NAMES.includes(name)) continue
    throw fail(`there is no setting ${JSON.stringify(name)}; there are ${NAMES.join(', ')}`)
  }
  return settings
}
