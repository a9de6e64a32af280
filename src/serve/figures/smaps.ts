/** Memory of a process or of a part of it, in bytes. */
export interface Memory {
  /** What is in memory; pages that several processes have count whole in each. */
  rss: number
  /** The same with such pages divided among these processes, so that sums are right. */
  pss: number
  /** What no other process has in memory, and what the process has not changed. */
  privateClean: number
  /** What no other process has, and the process has changed: its own memory. */
  privateDirty: number
}

/** One mapping of a process, or all of them together. */
export interface MappedRegion extends Memory {
  /** The path of the file; `[heap]`, `[rollup]` and so on, or nothing, if it is none. */
  name: string
  /** Its length, in memory or not; 0 for all together, which do not tell it. */
  size: number
}

const HEAD = /^[0-9a-f]+-[0-9a-f]+ \S+ [0-9a-f]+ [0-9a-f]+:[0-9a-f]+ \d+ *(.*)$/
const FIELD = /^(\w+): +(\d+) kB$/

const MEMBERS = ['rss', 'pss', 'privateClean', 'privateDirty'] as const

const FIELDS: Readonly<Record<string, keyof Memory | 'size'>> = {
  Size: 'size',
  Rss: 'rss',
  Pss: 'pss',
  Private_Clean: 'privateClean',
  Private_Dirty: 'privateDirty',
}

/** Parses the text of `/proc/PID/smaps` or `/proc/PID/smaps_rollup`; what else it says is left out. */
export function parseSmaps(text: string): MappedRegion[] {
  const regions: MappedRegion[] = []
  for (const line of text.split('\n')) {
    const [, field = '', kilobytes] = FIELD.exec(line) ?? []
    const member = FIELDS[field]
    const region = regions.at(-1)
    if (member !== undefined && region !== undefined) region[member] = Number(kilobytes) * 1024
    // A field that nobody asks for, such as Referenced; what is no field begins another region.
    if (kilobytes !== undefined) continue
    const [, name] = HEAD.exec(line) ?? []
    if (name !== undefined) regions.push({ name, size: 0, rss: 0, pss: 0, privateClean: 0, privateDirty: 0 })
  }
  return regions
}

/** The mappings of the file at `path`, a real path, also of one that was replaced there since. */
export function regionsOf(regions: readonly MappedRegion[], path: string): MappedRegion[] {
  return regions.filter(({ name }) => name === path || name === `${path} (deleted)`)
}

/** Adds memory up. */
export function sumOf(memories: readonly Memory[]): Memory {
  const sum = { rss: 0, pss: 0, privateClean: 0, privateDirty: 0 }
  for (const memory of memories) {
    for (const member of MEMBERS) sum[member] += memory[member]
  }
  return sum
}

/** The lengths of mappings, added up. */
export function sizeOf(regions: readonly MappedRegion[]): number {
  return regions.reduce((sum, { size }) => sum + size, 0)
}
