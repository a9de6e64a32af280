import { readFileSync } from 'node:fs'

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
}

const HEAD = /^[0-9a-f]+-[0-9a-f]+ \S+ [0-9a-f]+ [0-9a-f]+:[0-9a-f]+ \d+ *(.*)$/
const FIELD = /^(\w+): +(\d+) kB$/

const FIELDS: Readonly<Record<string, keyof Memory>> = {
  Rss: 'rss',
  Pss: 'pss',
  Private_Clean: 'privateClean',
  Private_Dirty: 'privateDirty',
}

/** Parses the text of `/proc/PID/smaps` or `/proc/PID/smaps_rollup`; what else it says is left out. */
export function parseSmaps(text: string): MappedRegion[] {
  const regions: MappedRegion[] = []
  for (const line of text.split('\n')) {
    const [, name] = HEAD.exec(line) ?? []
    if (name !== undefined) {
      regions.push({ name, rss: 0, pss: 0, privateClean: 0, privateDirty: 0 })
      continue
    }
    const [, field = '', kilobytes] = FIELD.exec(line) ?? []
    const member = FIELDS[field]
    const region = regions.at(-1)
    if (member !== undefined && region !== undefined) region[member] = Number(kilobytes) * 1024
  }
  return regions
}

/** Adds memory up. */
export function sumOf(memories: readonly Memory[]): Memory {
  const sum = { rss: 0, pss: 0, privateClean: 0, privateDirty: 0 }
  for (const memory of memories) {
    for (const member of Object.values(FIELDS)) sum[member] += memory[member]
  }
  return sum
}

/** Reads the memory of the whole process `pid`. */
export function memoryOfProcess(pid: number): Memory {
  return sumOf(parseSmaps(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')))
}

/** Reads the memory of the mappings of the file at `path`, without links in it, in the process `pid`. */
export function memoryOfMapping(pid: number, path: string): Memory {
  const regions = parseSmaps(readFileSync(`/proc/${pid}/smaps`, 'utf8'))
  return sumOf(regions.filter(({ name }) => name === path))
}
