import { readFileSync } from 'node:fs'
import { type Memory, parseSmaps, regionsOf, sizeOf, sumOf } from '../../serve/figures/smaps.ts'

/** Reads the memory of the whole process `pid`. */
export function memoryOfProcess(pid: number): Memory {
  return sumOf(parseSmaps(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')))
}

/**
 * Reads the memory of the mappings of the file at `path`, without links in it, in the process `pid`.
 *
 * @throws If the process maps no such file: then there is nothing to measure.
 */
export function memoryOfMapping(pid: number, path: string): Memory {
  const regions = regionsOf(parseSmaps(readFileSync(`/proc/${pid}/smaps`, 'utf8')), path)
  if (sizeOf(regions) === 0) {
    throw new Error(`/proc/${pid}/smaps shows no mapping of ${path}: was the file moved, or its folder? Try again`)
  }
  return sumOf(regions)
}
