// Tells whether a license expression can be kept with the licenses of a list.

/**
 * Tells whether `expression` allows a choice whose licenses are all in `allowed`.
 *
 * Reads the operators AND, OR and WITH of SPDX, parentheses, and the slash that older crates write
 * for OR. `A WITH B` counts as allowed only if the list has it whole. An expression that can't be
 * read is not allowed.
 */
export function isAllowed(expression, allowed) {
  const tokens = expression
    .replaceAll('/', ' OR ')
    .replaceAll(/[()]/g, ' $& ')
    .split(/\s+/)
    .filter((token) => token !== '')
  try {
    return readOr(tokens, allowed) && tokens.length === 0
  } catch (error) {
    if (error instanceof Unreadable) return false
    throw error
  }
}

class Unreadable extends Error {}

/** Reads alternatives. Each side is read whatever the other says, so that its tokens are used up. */
function readOr(tokens, allowed) {
  const sides = [readAnd(tokens, allowed)]
  while (tokens[0] === 'OR') {
    tokens.shift()
    sides.push(readAnd(tokens, allowed))
  }
  return sides.includes(true)
}

/** Reads licenses that all hold at once. */
function readAnd(tokens, allowed) {
  const sides = [readOne(tokens, allowed)]
  while (tokens[0] === 'AND') {
    tokens.shift()
    sides.push(readOne(tokens, allowed))
  }
  return !sides.includes(false)
}

/** Reads one license, with its exception if it has one, or an expression in parentheses. */
function readOne(tokens, allowed) {
  const token = tokens.shift()
  if (token === '(') {
    const inside = readOr(tokens, allowed)
    if (tokens.shift() !== ')') throw new Unreadable()
    return inside
  }
  if (token === undefined || /^(AND|OR|WITH|\))$/.test(token)) throw new Unreadable()
  if (tokens[0] !== 'WITH') return allowed.includes(token)
  return allowed.includes(`${token} ${tokens.splice(0, 2).join(' ')}`)
}
