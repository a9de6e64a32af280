// Checks the crates that mapahead is made of, without a network.
import { isAllowed } from './spdx.mjs'

/** The one registry, as Cargo.lock and `cargo metadata` name it. */
const CRATES_IO = /^registry\+\S+\/crates\.io-index$/

/** Reads the list `allow` of licenses from the text of deny.toml. */
export function readAllowed(denyToml) {
  const section = /^\[licenses\]$([\s\S]*?)(?=^\[|$(?![\s\S]))/m.exec(denyToml)?.[1] ?? ''
  const list = /^allow = \[([^\]]*)\]/m.exec(section)?.[1]
  const licenses = [...(list ?? '').matchAll(/"([^"]+)"/g)].map(([, license]) => license)
  if (licenses.length === 0) throw new Error('deny.toml has no list of allowed licenses')
  return licenses
}

/**
 * Finds what is wrong with the crates of `metadata`, the output of `cargo metadata`.
 *
 * @param allowed - The licenses that are allowed.
 * @returns a line for each crate whose license is not allowed, or whose source is not the registry.
 */
export function checkCrates({ packages, workspace_members: members }, allowed) {
  return packages.flatMap(({ id, name, version, license, source }) => {
    // Only our own crates come from a folder; from anywhere else a folder cannot be published.
    if (members.includes(id)) return []
    const wrong = []
    if (source === null || !CRATES_IO.test(source)) wrong.push(`${name} ${version} comes from ${source ?? 'a folder'}`)
    if (license === null) wrong.push(`${name} ${version} names no license`)
    else if (!isAllowed(license, allowed)) wrong.push(`${name} ${version} has the license ${license}`)
    return wrong
  })
}

/** Finds the packages of Cargo.lock that come from elsewhere, or whose checksum is missing. */
export function checkCargoLock(text) {
  const packages = text.split('[[package]]').slice(1)
  return packages.flatMap((entry) => {
    const field = (name) => new RegExp(`^${name} = "([^"]*)"$`, 'm').exec(entry)?.[1]
    const source = field('source')
    // A package without a source is a crate of this workspace.
    if (source === undefined) return []
    const name = `${field('name')} ${field('version')}`
    if (!CRATES_IO.test(source)) return [`${name} comes from ${source}`]
    return /^[0-9a-f]{64}$/.test(field('checksum') ?? '') ? [] : [`${name} has no checksum in Cargo.lock`]
  })
}
