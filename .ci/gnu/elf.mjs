// Reads from an ELF library which versions of symbols it needs of other libraries.

/** The kinds of sections that are read, as the ELF specification numbers them. */
const DYNSYM = 11
const GNU_VERNEED = 0x6ffffffe
const GNU_VERSYM = 0x6fffffff

/** The processors of our Linux targets, as the ELF specification numbers them. */
const MACHINES = new Map([
  [62, 'x64'],
  [183, 'arm64'],
])

/**
 * Reads a 64-bit little-endian ELF file.
 *
 * @param bytes - The whole file.
 * @returns its processor, as Node.js names it, and each needed symbol as
 * `{ name, version, library }`. A symbol without a version is not among them.
 */
export function readElf(bytes) {
  if (bytes.readUInt32BE(0) !== 0x7f454c46) throw new Error('this is no ELF file')
  if (bytes[4] !== 2 || bytes[5] !== 1) throw new Error('this is no 64-bit little-endian ELF file')
  const machine = MACHINES.get(bytes.readUInt16LE(18))
  const sections = readSections(bytes)
  const symbols = sections.find(({ type }) => type === DYNSYM)
  const versionOfSymbol = sections.find(({ type }) => type === GNU_VERSYM)
  const needs = sections.find(({ type }) => type === GNU_VERNEED)
  // A library without versions, as musl's linker makes it, needs none.
  if (symbols === undefined || versionOfSymbol === undefined || needs === undefined) return { machine, needed: [] }
  const versions = readNeeds(bytes, needs, sections[needs.link])
  const needed = []
  for (let index = 0; index < symbols.size / 24; index++) {
    const number = bytes.readUInt16LE(versionOfSymbol.offset + 2 * index) & 0x7fff
    const version = versions.get(number)
    if (version === undefined) continue
    const name = readString(bytes, sections[symbols.link], bytes.readUInt32LE(symbols.offset + 24 * index))
    needed.push({ name, ...version })
  }
  return { machine, needed }
}

/** Reads the table of sections. */
function readSections(bytes) {
  const start = Number(bytes.readBigUInt64LE(40))
  const size = bytes.readUInt16LE(58)
  return Array.from({ length: bytes.readUInt16LE(60) }, (_, index) => {
    const at = start + size * index
    return {
      type: bytes.readUInt32LE(at + 4),
      offset: Number(bytes.readBigUInt64LE(at + 24)),
      size: Number(bytes.readBigUInt64LE(at + 32)),
      link: bytes.readUInt32LE(at + 40),
      count: bytes.readUInt32LE(at + 44),
    }
  })
}

/** Reads the versions that are needed of each library, by the number that symbols name them with. */
function readNeeds(bytes, needs, strings) {
  const versions = new Map()
  let file = needs.offset
  for (let left = needs.count; left > 0; left--) {
    const library = readString(bytes, strings, bytes.readUInt32LE(file + 4))
    let need = file + bytes.readUInt32LE(file + 8)
    for (let rest = bytes.readUInt16LE(file + 2); rest > 0; rest--) {
      const version = readString(bytes, strings, bytes.readUInt32LE(need + 8))
      versions.set(bytes.readUInt16LE(need + 6), { version, library })
      need += bytes.readUInt32LE(need + 12)
    }
    file += bytes.readUInt32LE(file + 12)
  }
  return versions
}

/** Reads a name of a table of strings; a byte of zero ends it. */
function readString(bytes, strings, offset) {
  const start = strings.offset + offset
  return bytes.toString('latin1', start, bytes.indexOf(0, start))
}
