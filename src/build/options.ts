import { describe, type OptionTypes, readOptions } from '../arguments.ts'
import { wrongOption } from '../errors.ts'
import type { BuildOptions } from './option-types.ts'

const BUILD_OPTIONS: OptionTypes<BuildOptions> = {
  kind: 'string',
  columns: 'object',
  format: 'string',
  header: 'boolean',
  delimiter: 'string',
  encoding: 'string',
  onError: 'string',
  rejects: 'string',
  quality: 'object',
  languages: 'strings',
  layouts: 'strings',
  synonyms: 'path or strings',
  synonymFactor: 'number',
  transliterate: 'boolean',
  inside: 'boolean',
  typos: 'object',
  seasons: 'object',
  memory: 'number',
  threads: 'number',
  onProgress: 'function',
  signal: 'object',
}

/** The options of a build, checked as far as they are not the core's. */
export interface ReadBuildOptions extends Pick<BuildOptions, 'onProgress' | 'signal'> {
  /** Those of the core, copied: nothing that is read later changes them. */
  settings: Omit<BuildOptions, 'onProgress' | 'signal'>
}

/**
 * Checks the options of a build, and returns a copy. What is inside others, the core checks.
 *
 * @throws `ERR_INVALID_ARGUMENT` if `options` is no object, `ERR_INVALID_OPTION` if a name is
 * unknown or a value is nothing that an option may be.
 */
export function readBuildOptions(given: BuildOptions): ReadBuildOptions {
  const { onProgress, signal, ...settings } = readOptions(given, BUILD_OPTIONS, 'buildIndex')
  if (signal && !isAbortSignal(signal)) throw wrongOption('signal', 'an AbortSignal', describe(signal))
  return { onProgress, signal, settings: plainCopy('', settings) as ReadBuildOptions['settings'] }
}

/**
 * Copies a value as JSON will have it, without members that are `undefined`. Each is read once. What JSON
 * would drop or change without a word is refused.
 *
 * @param path - The option, with what it is inside of.
 */
function plainCopy(path: string, value: unknown): unknown {
  if (Array.isArray(value)) return Array.from(value, (item, place) => plainCopy(`${path}[${place}]`, item))
  switch (typeof value) {
    case 'object':
      return value === null ? null : copyOfMembers(path, value)
    case 'number':
      if (Number.isFinite(value)) return value
      throw wrongOption(path, 'a finite number', String(value))
    case 'string':
    case 'boolean':
      return value
    default:
      throw wrongOption(path, 'a value that JSON has', describe(value))
  }
}

function copyOfMembers(path: string, value: object): object {
  // By its kind, not its class: an object of another realm has another class.
  const kind = Object.prototype.toString.call(value)
  if (kind !== '[object Object]') throw wrongOption(path, 'an object', kind.slice('[object '.length, -1))
  const members = new Map<string, unknown>()
  // Inherited names too: an option that is misspelt in a prototype is as wrong as any other.
  for (const name in value) {
    const member: unknown = (value as Record<string, unknown>)[name]
    if (member !== undefined) members.set(name, plainCopy(path === '' ? name : `${path}.${name}`, member))
  }
  // By entries, since a season may have the name of a member that every object has.
  return Object.fromEntries(members)
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
