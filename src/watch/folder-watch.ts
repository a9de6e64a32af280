import type { FSWatcher } from 'node:fs'
import { basename, dirname } from 'node:path'
import { fs } from '../node.ts'

/** What tells of changes in a folder until it is closed. */
export type FolderWatch = Pick<FSWatcher, 'close'>

/** Calls `onChange` when something happens to `path`, if the system can tell. */
export function watchFolder(path: string, onChange: () => void): FolderWatch | undefined {
  const name = basename(path)
  try {
    const watcher = fs.watch(dirname(path), { persistent: false }, (_, changed) => {
      if (changed === null || changed === name) onChange()
    })
    // Looking every while goes on without it.
    return watcher.on('error', () => watcher.close())
  } catch {
    // There are as many watches as the system allows, or it has none.
    return undefined
  }
}
