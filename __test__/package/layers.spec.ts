// The sources of src hold to the table "Layers" of ARCHITECTURE.md.
import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import test from 'ava'
import ts from 'typescript'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** A row of the table: what some sources may import. */
interface Layer {
  sources: string[]
  /** What their imports may name: a file, or all of a folder. */
  uses: string[]
  /** What they may load besides, by `import()`. */
  loads: string[]
}

/** An import that a file has: of types too, since a type that two share lives below both. */
interface Import {
  from: string
  to: string
  isLater: boolean
}

const FILES = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .map((path) => join('src', path))
  .filter((path) => path.endsWith('.ts'))

const LAYERS = readFileSync(join(ROOT, 'ARCHITECTURE.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| `src/'))
  .map(parseLayer)

test('every file of src stands in the table, and imports only what its row lets it', (t) => {
  t.true(LAYERS.length > 10)
  const wrong = importsOf(FILES).filter(({ from, to, isLater }) => {
    const layer = layerOf(from)
    if (layer === undefined) return true
    const allowed = [...layer.sources, ...layer.uses, ...(isLater ? layer.loads : [])]
    return !allowed.some((source) => covers(source, to))
  })
  t.deepEqual(wrong, [])
})

test('a row uses only rows above it', (t) => {
  for (const [place, { sources, uses }] of LAYERS.entries()) {
    const above = LAYERS.slice(0, place).flatMap((layer) => layer.sources)
    for (const used of uses) {
      const isAbove = above.some((source) => covers(source, used) || covers(used, source))
      const isBelow = LAYERS.slice(place + 1).some((layer) => layer.sources.some((source) => covers(used, source)))
      t.true(isAbove && !isBelow, `${sources.join(', ')} may not use ${used}`)
    }
  }
})

test('no files import each other in a circle', (t) => {
  const edges = importsOf(FILES).filter(({ isLater }) => !isLater)
  const seen = new Map<string, 'open' | 'done'>()
  const circles: string[] = []
  const visit = (file: string, path: readonly string[]) => {
    if (seen.get(file) === 'open') circles.push([...path.slice(path.indexOf(file)), file].join(' -> '))
    if (seen.has(file)) return
    seen.set(file, 'open')
    for (const { to } of edges.filter(({ from }) => from === file)) visit(to, [...path, file])
    seen.set(file, 'done')
  }
  for (const file of FILES) visit(file, [])
  t.deepEqual(circles, [])
})

test('a folder holds at most 15 sources, and none of them repeats its name', (t) => {
  for (const folder of new Set(FILES.map((file) => dirname(file)))) {
    const files = FILES.filter((file) => dirname(file) === folder)
    // The pages are one program of their own, which a browser runs.
    if (folder !== join('src', 'pages')) t.true(files.length <= 15, `${folder} holds ${files.length}`)
    const repeated = files.filter((file) => basename(file).startsWith(`${basename(folder)}-`))
    t.deepEqual(repeated, [])
  }
})

function parseLayer(line: string): Layer {
  const [, sources = '', , uses = ''] = line.split(/(?<!\\)\|/)
  const [now = '', later = ''] = uses.split('by `import()`:')
  return { sources: pathsIn(sources), uses: pathsIn(now), loads: pathsIn(later) }
}

function pathsIn(cell: string): string[] {
  return [...cell.matchAll(/`(src\/[^`]+)`/g)].map(([, path = '']) => path)
}

/** The row that names a file most closely. */
function layerOf(file: string): Layer | undefined {
  const closeness = ({ sources }: Layer) =>
    Math.max(...sources.map((source) => (covers(source, file) ? source.length : 0)))
  const [closest] = LAYERS.filter((layer) => closeness(layer) > 0).sort((a, b) => closeness(b) - closeness(a))
  return closest
}

function covers(source: string, file: string): boolean {
  return file === source || file.startsWith(`${source}/`)
}

function importsOf(files: readonly string[]): Import[] {
  return files.flatMap((from) => {
    const source = ts.createSourceFile(from, readFileSync(join(ROOT, from), 'utf8'), ts.ScriptTarget.Latest, true)
    const found: Import[] = []
    const add = (node: ts.Node | undefined, isLater: boolean) => {
      if (node === undefined || !ts.isStringLiteral(node)) return
      if (node.text.startsWith('#native')) found.push({ from, to: 'src/native/binding.cjs', isLater })
      if (node.text === 'mapahead') found.push({ from, to: 'mapahead', isLater })
      if (!node.text.startsWith('.')) return
      found.push({ from, to: relative(ROOT, join(ROOT, dirname(from), node.text)), isLater })
    }
    const visit = (node: ts.Node) => {
      if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) add(node.moduleSpecifier, false)
      if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, false)
      if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
        add(node.arguments[0], true)
      // Of `require` and of files that are loaded by their path.
      if (ts.isCallExpression(node) && node.arguments.length === 1 && isRequire(node.expression)) {
        add(node.arguments[0], false)
      }
      ts.forEachChild(node, visit)
    }
    visit(source)
    return found
  })
}

function isRequire(node: ts.Expression): boolean {
  if (ts.isIdentifier(node)) return node.text === 'require'
  return ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'createRequire'
}
