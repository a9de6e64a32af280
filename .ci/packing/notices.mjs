// Puts the licenses of all that is linked into an addon together.
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { mitLicense } from '../mit-license.mjs'

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

/** Who owns the crates under MIT that have no file of their license. */
const OWNERS = new Map([
  ['napi', 'LongYinan and the contributors of NAPI-RS'],
  ['napi-sys', 'LongYinan and the contributors of NAPI-RS'],
])

const LICENSE_FILE = /^(licen[sc]e|copying|copyright|notice|unlicense)/i

/** Returns the text that goes with an addon for `triple`: each license once, under the names of its crates. */
export function addonNotices(triple) {
  const cratesByText = new Map()
  const add = (name, text) => cratesByText.set(text, [...(cratesByText.get(text) ?? []), name])
  add('the standard library of Rust', mitLicense('The Rust Project Contributors'))
  for (const crate of linkedCrates(triple)) {
    for (const text of licenseTexts(crate)) add(`${crate.name} ${crate.version} (${crate.license})`, text)
  }
  const parts = [...cratesByText].map(([text, names]) => `${names.join('\n')}\n\n${text}\n`)
  const line = `\n${'-'.repeat(80)}\n\n`
  return `The addon of mapahead contains the following crates.\n${line}${parts.join(line)}`
}

/** The crates of others that cargo links into the addon, without those that only build it. */
function linkedCrates(triple) {
  const args = ['metadata', '--format-version=1', '--locked', '--filter-platform', triple]
  const { packages, resolve, workspace_members } = JSON.parse(
    execFileSync('cargo', args, { cwd: root, maxBuffer: 2 ** 28, encoding: 'utf8' }),
  )
  const packageOf = new Map(packages.map((entry) => [entry.id, entry]))
  const dependenciesOf = new Map(resolve.nodes.map(({ id, deps }) => [id, deps]))
  const isLinked = ({ pkg, dep_kinds }) =>
    dep_kinds.some(({ kind }) => kind === null) &&
    !packageOf.get(pkg).targets.some(({ kind }) => kind.includes('proc-macro'))
  const found = new Set()
  const visit = (id) => {
    if (found.has(id)) return
    found.add(id)
    for (const dependency of dependenciesOf.get(id).filter(isLinked)) visit(dependency.pkg)
  }
  visit(packages.find(({ name }) => name === 'mapahead-node').id)
  return [...found].filter((id) => !workspace_members.includes(id)).map((id) => packageOf.get(id))
}

/** The licenses of one crate. Of a choice with MIT that alone, which asks for the least space. */
function licenseTexts({ name, license, manifest_path }) {
  const folder = dirname(manifest_path)
  const files = readdirSync(folder).filter((file) => LICENSE_FILE.test(file))
  const isChoice = !license.includes('AND')
  const mit = files.filter((file) => isChoice && /mit/i.test(file))
  const chosen = mit.length > 0 ? mit : files
  if (chosen.length > 0) return chosen.sort().map((file) => readFileSync(join(folder, file), 'utf8').trim())
  const owner = OWNERS.get(name)
  if (license !== 'MIT' || owner === undefined) {
    throw new Error(`.ci/packing/notices.mjs does not know the license of ${name}, which the addon contains`)
  }
  return [mitLicense(owner)]
}
