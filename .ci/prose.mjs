// Holds the pages to the style of the project: node .ci/prose.mjs [FILE ...]
// Prints a table with one row a page, then each fault as file:line, and exits 1 if there is one.
//
// - A line of prose has at most 100 characters. Tables, code blocks and link definitions may be longer.
// - Prose and tables have no semicolon outside code.
// - README.md has at most 900 words, code and tables counted, as `wc -w` counts them.
// - "what" stands at most twice in a thousand words, and "of which", "of each" and "of those" together
//   at most 0.7 times. A page may always have one of them, since a short page has no thousand words.
// - A relative link leads to a file that exists, and its anchor to a heading of that page.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const MAX_LINE = 100
const MAX_README_WORDS = 900
const MAX_WHAT = 2
const MAX_OF_WHICH = 0.7

/** The folders whose pages are checked, and which of their files are pages. */
const FOLDERS = [
  { folder: '.', page: /^(README|ARCHITECTURE|CONTRIBUTING|CHANGELOG|SECURITY)\.md$/ },
  { folder: 'docs', page: /^[^/]+\.md$/ },
  { folder: 'examples', page: /^(?!.*node_modules).*README\.md$/, deep: true },
  { folder: 'benches', page: /^README\.md$/ },
]

/** Splits a page into lines, and says of each what it is: `prose`, `table`, `code` or `definition`. */
export function readLines(text) {
  let fence
  return text.split('\n').map((line) => {
    const [, mark] = /^\s*(`{3,}|~{3,})/.exec(line) ?? []
    if (fence === undefined && mark !== undefined) {
      fence = mark
      return { line, kind: 'code' }
    }
    if (fence !== undefined) {
      if (mark?.startsWith(fence) && line.trim() === mark) fence = undefined
      return { line, kind: 'code' }
    }
    if (/^\s*\|/.test(line)) return { line, kind: 'table' }
    if (/^\s{0,3}\[[^\]]+\]: /.test(line)) return { line, kind: 'definition' }
    return { line, kind: 'prose' }
  })
}

/**
 * Returns the text of a page without code and without the targets of links, line by line.
 *
 * Code spans are blanked in the whole text and not line by line, because a span may go on in the next line.
 */
export function readSentences(text) {
  const prose = readLines(text).map(({ line, kind }) => (kind === 'code' || kind === 'definition' ? '' : line))
  return blankSpans(prose.join('\n'))
    .replace(/\]\([^)]*\)/g, (target) => target.replace(/[^\n]/g, ' '))
    .replace(/<[^>\n]+>|&#?\w+;/g, ' ')
    .split('\n')
}

/** Puts spaces in place of code spans; a blank line ends the search for the end of a span. */
function blankSpans(text) {
  return text.replace(/(?<!`)(`+)(?!`)((?:(?!\n\s*\n)[\s\S])*?)(?<!`)\1(?!`)/g, (span) => span.replace(/[^\n]/g, ' '))
}

/** Counts the words of a page as `wc -w` does, code and tables too, so that nothing hides in either. */
export function countAllWords(text) {
  return text.split(/\s+/).filter((word) => word !== '').length
}

/** Returns the words of the sentences of a page, and how often the words that hide a noun stand there. */
export function countWords(text) {
  const sentences = readSentences(text).join('\n')
  const count = (pattern) => sentences.match(pattern)?.length ?? 0
  return {
    words: count(/[\p{L}\p{N}][\p{L}\p{N}\p{M}'’.-]*/gu),
    what: count(/\bwhat\b/gi),
    ofWhich: count(/\bof\s+(which|each|those)\b/gi),
  }
}

/** Returns how many times a word may stand on a page of so many words. */
export function allowed(perThousand, words) {
  return Math.max(1, Math.floor((perThousand * words) / 1000))
}

/** Returns the anchors of a page, as GitHub makes them of its headings. */
export function readAnchors(text) {
  const seen = new Map()
  const anchors = new Set()
  for (const { line, kind } of readLines(text)) {
    const [, heading] = (kind === 'prose' && /^#{1,6}\s+(.*?)\s*#*$/.exec(line)) || []
    if (heading === undefined) continue
    const plain = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase()
    const slug = plain.replace(/[^\p{L}\p{N}\p{M}\s_-]/gu, '').replace(/\s/g, '-')
    const before = seen.get(slug) ?? 0
    seen.set(slug, before + 1)
    anchors.add(before === 0 ? slug : `${slug}-${before}`)
  }
  return anchors
}

/** Returns the targets of the links of a page with the numbers of their lines; those with a scheme are left out. */
export function readLinks(text) {
  const prose = readLines(text).map(({ line, kind }) => (kind === 'code' ? '' : line))
  const blanked = blankSpans(prose.join('\n'))
  const links = []
  for (const match of blanked.matchAll(/\]\(\s*<?([^)\s>]+)[^)]*\)|^\s{0,3}\[[^\]]+\]: <?([^\s>]+)/gm)) {
    const target = match[1] ?? match[2]
    const at = blanked.slice(0, match.index + match[0].indexOf(target)).split('\n').length
    if (!/^[a-z][a-z0-9+.-]*:/i.test(target)) links.push({ target, at })
  }
  return links
}

/** Returns the faults of the lines and sentences of a page, as `{ at, says }`. */
export function findFaults(name, text) {
  const faults = []
  readLines(text).forEach(({ line, kind }, i) => {
    const length = [...line].length
    if (kind === 'prose' && length > MAX_LINE) faults.push({ at: i + 1, says: `${length} characters` })
  })
  readSentences(text).forEach((sentence, i) => {
    if (sentence.includes(';')) faults.push({ at: i + 1, says: 'a semicolon' })
  })
  const { words, what, ofWhich } = countWords(text)
  const tooMany = (says, count, perThousand) => {
    const most = allowed(perThousand, words)
    if (count > most) faults.push({ at: 1, says: `${says} ${count} times in ${words} words, at most ${most}` })
  }
  tooMany('"what"', what, MAX_WHAT)
  tooMany('"of which", "of each", "of those"', ofWhich, MAX_OF_WHICH)
  const all = countAllWords(text)
  if (name === 'README.md' && all > MAX_README_WORDS) {
    faults.push({ at: 1, says: `${all} words, at most ${MAX_README_WORDS}` })
  }
  return faults
}

/** Returns the links of a page that lead nowhere; `read` returns the text of a path, or `undefined`. */
export function findBrokenLinks(name, text, read) {
  return readLinks(text).flatMap(({ target, at }) => {
    const [path, anchor] = target.split('#')
    const to = path === '' ? name : posix.join(posix.dirname(name), decodeURI(path))
    const page = read(to)
    if (page === undefined) return [{ at, says: `a link to ${target}, which does not exist` }]
    if (anchor === undefined || !to.endsWith('.md') || readAnchors(page).has(decodeURI(anchor))) return []
    return [{ at, says: `a link to ${target}, which has no such heading` }]
  })
}

/** Returns the text of a file below `root`, an empty text for a folder, and `undefined` if neither exists. */
function readBelow(root, path) {
  const file = join(root, path)
  if (!existsSync(file)) return undefined
  return path.endsWith('.md') ? readFileSync(file, 'utf8') : ''
}

/** Checks the pages, prints a row for each and then the faults, and returns how many faults there are. */
function check(root, names) {
  const faults = []
  console.log('words  what  of which  longest  page')
  for (const name of names) {
    const text = readFileSync(join(root, name), 'utf8')
    const { words, what, ofWhich } = countWords(text)
    const prose = readLines(text).filter(({ kind }) => kind === 'prose')
    const longest = Math.max(...prose.map(({ line }) => [...line].length))
    const figures = [words, what, ofWhich, longest]
    console.log(`${figures.map((figure, i) => String(figure).padStart([5, 4, 8, 7][i])).join('  ')}  ${name}`)
    const found = [...findFaults(name, text), ...findBrokenLinks(name, text, (path) => readBelow(root, path))]
    faults.push(...found.sort((a, b) => a.at - b.at).map(({ at, says }) => `${name}:${at}: ${says}`))
  }
  for (const fault of faults) console.error(fault)
  return faults.length
}

/** Returns the names of the pages below `root`, sorted. */
export function listPages(root) {
  return FOLDERS.flatMap(({ folder, page, deep = false }) => {
    const paths = readdirSync(join(root, folder), { recursive: deep }).map((path) => path.split(sep).join('/'))
    return paths.filter((path) => page.test(path)).map((path) => posix.join(folder, path))
  }).sort()
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = dirname(dirname(fileURLToPath(import.meta.url)))
  const given = process.argv.slice(2)
  const faults = check(root, given.length > 0 ? given : listPages(root))
  process.exitCode = faults > 0 ? 1 : 0
}
