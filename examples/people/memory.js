// What Linux says of the memory of a process.
import { readFileSync } from 'node:fs'

/**
 * The bytes that the process `pid` has of its own, shared with no other: its heap, its stacks, and pages that it
 * changed. 0 where the system does not tell.
 */
export function privateMemory(pid) {
  if (process.platform !== 'linux') return 0
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
  const kilobytes = [...text.matchAll(/^Private_(?:Clean|Dirty): +(\d+) kB$/gm)].map(([, number]) => Number(number))
  return kilobytes.reduce((sum, number) => sum + number, 0) * 1024
}
