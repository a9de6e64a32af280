import { readFile } from 'node:fs/promises'
import { parseSmaps, regionsOf, sizeOf, sumOf } from './smaps.ts'

/** The memory of a process, in bytes; `null` where the system does not tell. */
export interface ProcessMemory {
  /** What of the index is mapped. */
  mapped: number | null
  /** What of the mapping is in memory, shared or not. */
  rss: number | null
  /** The same, each page divided among the processes that share it. */
  pss: number | null
  /** What of the mapping is this process's alone and changed: 0, since nothing writes to it. */
  privateDirty: number | null
  /** What of the whole process is in memory, shared or not. */
  processRss: number | null
  /** What of the whole process is its own alone. */
  processPrivate: number | null
}

/** What is known of a process before it was looked at, and where the system does not tell. */
export const UNKNOWN_MEMORY: ProcessMemory = {
  mapped: null,
  rss: null,
  pss: null,
  privateDirty: null,
  processRss: null,
  processPrivate: null,
}

/**
 * Reads what the system tells of the memory of the process `pid`, and of its mapping of the file at
 * `path`, a real path. Only Linux tells it, and only of processes that are there.
 */
export async function processMemory(pid: number, path: string): Promise<ProcessMemory> {
  if (process.platform !== 'linux') return UNKNOWN_MEMORY
  try {
    return memoryFrom(await readFile(`/proc/${pid}/smaps`, 'utf8'), path)
  } catch {
    return UNKNOWN_MEMORY // it has just ended, or may not be looked at
  }
}

/** Sums up the text of `/proc/PID/smaps`, over all and over the mappings of the file at `path`. */
export function memoryFrom(smaps: string, path: string): ProcessMemory {
  const regions = parseSmaps(smaps)
  const own = regionsOf(regions, path)
  const [all, { rss, pss, privateDirty }] = [sumOf(regions), sumOf(own)]
  const processPrivate = all.privateClean + all.privateDirty
  return { mapped: sizeOf(own), rss, pss, privateDirty, processRss: all.rss, processPrivate }
}
