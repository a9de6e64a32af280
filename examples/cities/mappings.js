// Reads what Linux says of the memory of a mapping.
import { readFileSync, realpathSync } from 'node:fs'

/**
 * Sums the fields of `/proc/PID/smaps` over all mappings of the file at `path` in the process `pid`, in
 * bytes: `Rss`, `Pss`, `Private_Clean`, `Private_Dirty` and so on. Only on Linux.
 */
export function mappingOf(pid, path) {
  const name = realpathSync(path)
  const sums = {}
  let isOurs = false
  for (const line of readFileSync(`/proc/${pid}/smaps`, 'utf8').split('\n')) {
    if (/^[0-9a-f]+-[0-9a-f]+ /.test(line)) isOurs = line.endsWith(` ${name}`)
    const [, field, kilobytes] = /^(\w+): +(\d+) kB$/.exec(line) ?? []
    if (isOurs && field !== undefined) sums[field] = (sums[field] ?? 0) + Number(kilobytes) * 1024
  }
  return sums
}
