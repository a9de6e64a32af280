import { readFile } from 'node:fs/promises'

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
    return parseSmaps(await readFile(`/proc/${pid}/smaps`, 'utf8'), path)
  } catch {
    return UNKNOWN_MEMORY // it has just ended, or may not be looked at
  }
}

/** Sums up the text of `/proc/PID/smaps`, over all and over the mappings of the file at `path`. */
export function parseSmaps(text: string, path: string): ProcessMemory {
  const [all, own] = [new Map<string, number>(), new Map<string, number>()]
  let isOwn = false
  for (const line of text.split('\n')) {
    const [, field, kilobytes] = /^(\w+): +(\d+) kB$/.exec(line) ?? []
    if (field === undefined) {
      // The head of a mapping ends in its path; a file that was replaced has a word behind that.
      if (/^[0-9a-f]+-[0-9a-f]+ /.test(line)) isOwn = line.endsWith(` ${path}`) || line.endsWith(` ${path} (deleted)`)
      continue
    }
    const bytes = Number(kilobytes) * 1024
    all.set(field, (all.get(field) ?? 0) + bytes)
    if (isOwn) own.set(field, (own.get(field) ?? 0) + bytes)
  }
  return {
    mapped: own.get('Size') ?? 0,
    rss: own.get('Rss') ?? 0,
    pss: own.get('Pss') ?? 0,
    privateDirty: own.get('Private_Dirty') ?? 0,
    processRss: all.get('Rss') ?? 0,
    processPrivate: (all.get('Private_Clean') ?? 0) + (all.get('Private_Dirty') ?? 0),
  }
}
