// Counts the functions of the Rust crates that take many parameters, and names those that are long.
// Parameters that travel together are one value: past MOST functions with MANY parameters this fails.
// Tests are left out: files that end in `_tests.rs`, and what stands behind `#[cfg(test)]`.
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const FOLDERS = ['crates/core/src', 'crates/node/src']
const MANY = 5
const MOST = 20
const LONG_LINES = 60

const root = fileURLToPath(new URL('..', import.meta.url))

/** Returns `text` with spaces in place of comments and literals, so that places and lines stay. */
function withoutLiterals(text) {
  const literals = [
    /\/\/[^\n]*/, // a comment
    /\/\*[\s\S]*?\*\//,
    /\b[bc]?r(#*)"[\s\S]*?"\1/, // a string without escapes
    /[bc]?"(?:\\[\s\S]|[^"\\])*"/, // a string
    /b?'(?:\\(?:u\{[^}]*\}|x..|.)|[^'\\])'/u, // a character, and not a lifetime
  ]
  const any = new RegExp(literals.map(({ source }) => source).join('|'), 'gu')
  return text.replace(any, (literal) => literal.replace(/[^\n]/g, ' '))
}

/** Returns where the bracket that opens at `start` closes. `<` and `>` count where `angles` says so. */
function closing(code, start, angles = false) {
  const open = angles ? '([{<' : '([{'
  const close = angles ? ')]}>' : ')]}'
  let depth = 0
  for (let at = start; at < code.length; at += 1) {
    const arrow = code[at] === '>' && '-='.includes(code[at - 1])
    if (open.includes(code[at])) depth += 1
    else if (close.includes(code[at]) && !arrow) depth -= 1
    if (depth === 0) return at
  }
  throw new Error('a bracket is never closed')
}

/** Returns `code` with spaces in place of every item behind an attribute for tests. */
function withoutTests(code) {
  const attribute = /#\[cfg\((?:all\()?test\b[^\]]*\]/g
  let left = code
  for (let match = attribute.exec(left); match; match = attribute.exec(left)) {
    const end = endOfItem(left, attribute.lastIndex)
    left = left.slice(0, match.index) + left.slice(match.index, end).replace(/[^\n]/g, ' ') + left.slice(end)
  }
  return left
}

/**
 * Returns where the item at `start` ends: behind its `;` or its block. An arm of a match, a field and a
 * variant end at a comma or with what they stand in.
 */
function endOfItem(code, start) {
  const before = /\s*(?:#\[[^\]]*\]\s*)*(?:pub(?:\([^)]*\))?\s+)?/y
  before.lastIndex = start
  before.exec(code)
  const keyword = /(?:use|mod|fn|struct|enum|impl|trait|type|const|static|let|unsafe|extern|async)\b|->|\{|where\b/y
  keyword.lastIndex = before.lastIndex
  const [first] = keyword.exec(code) ?? []
  for (let at = before.lastIndex; at < code.length; at += 1) {
    if (code[at] === ';') return at + 1
    if (!first && ',)]}'.includes(code[at])) return code[at] === ',' ? at + 1 : at
    if ('([{'.includes(code[at])) {
      const end = closing(code, at)
      if (code[at] === '{' && first !== 'use') return end + 1
      at = end
    }
  }
  return code.length
}

/** Counts the parameters between the brackets at `start` and `end`. */
function parameters(code, start, end) {
  let [count, at, pending] = [0, start + 1, false]
  while (at < end) {
    if ('([{<'.includes(code[at])) at = closing(code, at, code[at] === '<')
    else if (code[at] === ',') {
      count += pending ? 1 : 0
      pending = false
      at += 1
      continue
    }
    // A comma behind the last parameter begins no other.
    if (/\S/.test(code[at])) pending = true
    at += 1
  }
  return count + (pending ? 1 : 0)
}

/** Returns the functions in `text`: their names, first lines, parameters and lines. */
export function functions(text) {
  const code = withoutTests(withoutLiterals(text))
  const lineOf = (at) => code.slice(0, at).split('\n').length
  return [...code.matchAll(/\bfn\s+(\w+)\s*(?=[<(])/g)].map((match) => {
    let open = match.index + match[0].length
    if (code[open] === '<') open = code.indexOf('(', closing(code, open, true))
    const close = closing(code, open)
    const end = endOfItem(code, close + 1)
    const line = lineOf(match.index)
    const lines = lineOf(end) - line + 1
    return { name: match[1], line, parameters: parameters(code, open, close), lines }
  })
}

function main() {
  const files = FOLDERS.flatMap((folder) =>
    readdirSync(`${root}/${folder}`, { recursive: true })
      .filter((name) => name.endsWith('.rs') && !/(?:^|[/_])tests\.rs$/.test(name))
      .map((name) => `${folder}/${name}`),
  )
  const all = files.toSorted().flatMap((file) => {
    const found = functions(readFileSync(`${root}/${file}`, 'utf8'))
    return found.map((one) => ({ file, ...one }))
  })
  const long = all.filter(({ lines }) => lines > LONG_LINES)
  for (const { file, line, name, lines } of long) {
    console.log(`${file}:${line} ${name} has ${lines} lines`)
  }
  const many = all.filter(({ parameters }) => parameters >= MANY)
  for (const { file, line, name, parameters } of many) {
    console.log(`${file}:${line} ${name} takes ${parameters} parameters`)
  }
  const longer = `${long.length} have more than ${LONG_LINES} lines`
  console.log(`Of ${all.length} functions, ${many.length} take ${MANY} parameters or more, and ${longer}.`)
  if (many.length > MOST) {
    console.error(`At most ${MOST} may take ${MANY} parameters or more; make values of those that travel together.`)
    process.exitCode = 1
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) main()
