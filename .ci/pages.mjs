// Bundles the pages of the server, src/pages, into the static files of dist/pages: node .ci/pages.mjs
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { mitLicense } from './mit-license.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const source = join(root, 'src/pages')
const target = join(root, 'dist/pages')

const SCRIPTS = ['search.ts', 'status.ts']
const STYLES = ['search.css', 'status.css']
const COPIED = ['index.html', 'status.html', 'icon.svg']

/** Who owns what a package without a file of its license holds; that its manifest names the license is checked. */
const OWNERS = new Map([['@algolia/', 'Algolia, Inc. and contributors']])

rmSync(target, { recursive: true, force: true })
mkdirSync(target, { recursive: true })
const { metafile } = await build({
  absWorkingDir: root,
  entryPoints: [...SCRIPTS, ...STYLES].map((name) => join(source, name)),
  outdir: target,
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  charset: 'utf8',
  legalComments: 'none',
  banner: { js: '/* The licenses of what this is made of: LICENSES.txt */' },
  define: { 'process.env.NODE_ENV': '"production"' },
  alias: { '@algolia/autocomplete-plugin-algolia-insights': join(source, 'no-insights.ts') },
  metafile: true,
  logLevel: 'warning',
})
for (const name of COPIED) writeFileSync(join(target, name), readFileSync(join(source, name)))
writeFileSync(join(target, 'LICENSES.txt'), notices(bundledPackages(metafile)))

/** The folders of the packages of which a bundle has at least a byte. */
function bundledPackages({ outputs }) {
  const inputs = Object.values(outputs).flatMap(({ inputs }) => Object.entries(inputs))
  const paths = inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([path]) => path)
  const folders = paths.flatMap((path) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? [])
  return [...new Set(folders)].sort()
}

/** Puts the licenses of the packages together, one after the other. */
function notices(folders) {
  const parts = folders.map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
    const file = join(root, folder, 'LICENSE')
    const text = existsSync(file) ? readFileSync(file, 'utf8') : licenseWithoutFile(name, license)
    return `${name} ${version} (${license})\n\n${text.trim()}\n`
  })
  const line = `\n${'-'.repeat(80)}\n\n`
  return `The scripts of these pages contain the following packages.\n${line}${parts.join(line)}`
}

/** The license of a package that has none in a file. */
function licenseWithoutFile(name, license) {
  const owner = [...OWNERS].find(([prefix]) => name.startsWith(prefix))?.[1]
  if (license !== 'MIT' || owner === undefined) {
    throw new Error(`.ci/pages.mjs does not know the license of ${name}, which the pages contain`)
  }
  return mitLicense(owner)
}
