import { failure, messageOf } from '../errors.ts'
import { requireHere } from '../node.ts'
import type * as Binding from './binding.cjs'
import { platformPackages } from './platform.ts'

/** The oldest Node.js whose `require` loads a module of this kind, and whose Node-API the addon uses. */
const OLDEST_NODE = '20.19'

/** The oldest glibc that the addons of npm run on: they are linked against it. */
const OLDEST_GLIBC = '2.17'

/**
 * Loads the addon of this platform: that of its npm package, or the one that `npm run build` puts
 * into the sources.
 *
 * @throws `ERR_UNSUPPORTED` if this Node.js is too old, `ERR_NO_BINARY` if there is no addon or if
 * the system can't load it.
 */
export function loadAddon(): typeof Binding {
  checkNode(process.versions.node)
  // The names are put together here, so that no bundler tries to take the addon in: it stays a file of
  // its own package, where the system can load it. `#native` is src/native, from the bundles in dist too.
  const packages = platformPackages()
  const failures: unknown[] = []
  for (const name of packages) {
    for (const place of [`mapahead-${name}`, `#native/mapahead.${name}.node`]) {
      try {
        return requireHere(place)
      } catch (error) {
        failures.push(error)
      }
    }
  }
  throw noBinary(packages, failures)
}

/**
 * Refuses a Node.js that is too old in one line, before anything else fails for another reason.
 *
 * @throws `ERR_UNSUPPORTED` below 20.19.
 */
export function checkNode(version: string): void {
  if (!isBefore(version, OLDEST_NODE)) return
  throw failure('ERR_UNSUPPORTED', `mapahead needs Node.js ${OLDEST_NODE} or later, and this is ${version}`)
}

/** Compares the first two numbers of versions: 2.9 comes before 2.17. */
function isBefore(version: string, other: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [otherMajor = 0, otherMinor = 0] = other.split('.').map(Number)
  return major < otherMajor || (major === otherMajor && minor < otherMinor)
}

/**
 * Says why there is no addon, and what to do.
 *
 * @param packages - The platforms whose packages were tried, none if there is no package for this one.
 * @param failures - What each attempt failed with.
 */
function noBinary(packages: readonly string[], failures: readonly unknown[]): Error {
  const glibc = glibcVersion()
  const platform = describePlatform(glibc)
  if (packages.length === 0) {
    return failure('ERR_NO_BINARY', `there is no addon of mapahead for ${platform}; ${BUILD_IT}`)
  }
  // What was found and does not load is what matters; a package that is missing is the usual rest.
  const unloadable = failures.find((error) => !isMissing(error))
  if (unloadable === undefined) {
    // Of the two for Linux only the one for this C library would be of use.
    const name = packages.find((candidate) => candidate.endsWith('-musl') === (glibc === undefined)) ?? packages[0]
    const missing = `mapahead-${name} is missing`
    const message = `the addon of mapahead for ${platform} is not installed: ${missing}. ${INSTALL_IT}, or ${BUILD_IT}`
    return failure('ERR_NO_BINARY', message, failures[0])
  }
  const message = `the addon of mapahead for ${platform} cannot be loaded: ${messageOf(unloadable)}. ${remedyFor(unloadable, glibc)}`
  return failure('ERR_NO_BINARY', message, unloadable)
}

const INSTALL_IT =
  'Install mapahead again on this system, without --omit=optional, and without a node_modules of another system'
const BUILD_IT = 'build it in a clone of the repository with Rust and a C compiler: npm run build'

/**
 * Says what to do about an addon that is there and does not load.
 *
 * @param glibc - The version of glibc, or `undefined` where there is another C library.
 */
export function remedyFor(error: unknown, glibc: string | undefined): string {
  const code = codeOf(error)
  if (code === 'ERR_DLOPEN_DISABLED') return 'Start Node.js with --allow-addons beside --permission'
  if (code === 'ERR_ACCESS_DENIED') return 'Let Node.js read the folder node_modules: --allow-fs-read'
  // The loader says so in words alone, which are its own on each system.
  if (glibc !== undefined && isBefore(glibc, OLDEST_GLIBC)) {
    return `It needs glibc ${OLDEST_GLIBC} or later; with an older one ${BUILD_IT}`
  }
  return `${INSTALL_IT}, or ${BUILD_IT}`
}

/** Names system, processor and C library, such as `linux-x64 with glibc 2.36`. */
function describePlatform(glibc: string | undefined): string {
  const name = `${process.platform}-${process.arch}`
  if (process.platform !== 'linux') return name
  return glibc === undefined ? `${name} with musl` : `${name} with glibc ${glibc}`
}

/** The version of glibc that Node.js runs on, or `undefined` where there is another C library. */
function glibcVersion(): string | undefined {
  // The types know no fields of the report.
  const report: { header?: { glibcVersionRuntime?: string } } | undefined = process.report?.getReport()
  return report?.header?.glibcVersionRuntime
}

/** Whether there is nothing where the addon was looked for; who bundled this has no `#native` at all. */
function isMissing(error: unknown): boolean {
  const code = codeOf(error)
  return code === 'MODULE_NOT_FOUND' || code === 'ERR_PACKAGE_IMPORT_NOT_DEFINED'
}

function codeOf(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined
}
