/** Reads the little of MessagePack that lists of words are written in: maps, arrays, strings and small numbers. */

/** Returns the first value of `bytes`; throws at any other type. */
export function decode(bytes) {
  let at = 0
  const number = (length) => {
    at += length
    return bytes.readUIntBE(at - length, length)
  }
  const string = (length) => {
    at += length
    return bytes.toString('utf8', at - length, at)
  }
  const list = (length) => Array.from({ length }, value)
  const map = (length) => Object.fromEntries(Array.from({ length }, () => [value(), value()]))

  function value() {
    const type = number(1)
    if (type < 0x80) return type
    if (type < 0x90) return map(type & 0x0f)
    if (type < 0xa0) return list(type & 0x0f)
    if (type < 0xc0) return string(type & 0x1f)
    if (type >= 0xd9 && type <= 0xdb) return string(number(1 << (type - 0xd9)))
    if (type === 0xdc || type === 0xdd) return list(number(2 << (type - 0xdc)))
    throw new Error(`byte ${at - 1} starts a value of type 0x${type.toString(16)}, which lists of words have none of`)
  }

  return value()
}
