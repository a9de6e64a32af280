// What Linux says of the mappings of this process.
import { readFileSync, realpathSync } from 'node:fs'

/** Returns the lines of `/proc/self/maps` for the file at `path`, also for files that were renamed away from there. */
export function mappingsOf(path: string): string[] {
  const name = realpathSync(path)
  const lines = readFileSync('/proc/self/maps', 'utf8').split('\n')
  return lines.filter((line) => line.endsWith(` ${name}`) || line.endsWith(` ${name} (deleted)`))
}

/** Returns a field of `/proc/self/smaps` in bytes, over all mappings of the file at `path`. */
export function memoryOf(path: string, field: string): number {
  const name = realpathSync(path)
  let sum = 0
  let isOurs = false
  for (const line of readFileSync('/proc/self/smaps', 'utf8').split('\n')) {
    if (/^[0-9a-f]+-[0-9a-f]+ /.test(line)) isOurs = line.endsWith(` ${name}`)
    else if (isOurs && line.startsWith(`${field}:`)) sum += Number(/\d+/.exec(line)?.[0]) * 1024
  }
  return sum
}
