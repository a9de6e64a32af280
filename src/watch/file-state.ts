import type { BigIntStats } from 'node:fs'
import { fs } from '../node.ts'

/** Which file a path leads to, and in which state it is. */
export interface FileState {
  /** Device, inode and time of birth: another one after a rename, also where the number is used again. */
  inode: string
  /** The same with size and time of the last change of the contents: another one if there may be other contents. */
  file: string
  /** The same with the time of the last change of anything, such as of the permissions. */
  mark: string
}

/**
 * Returns the state of the file at `path`, or nothing if there is none.
 *
 * @throws What the system says if it cannot tell.
 */
export async function stateOf(path: string): Promise<FileState | undefined> {
  try {
    return describeState(await fs.promises.stat(path, { bigint: true }))
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

/** Returns the state of the file at `path`, or nothing if there is none or it cannot be told. */
export function stateOfSync(path: string): FileState | undefined {
  try {
    return describeState(fs.statSync(path, { bigint: true }))
  } catch {
    return undefined
  }
}

/**
 * Returns the state of the open file `descriptor`, which its path may not lead to any more.
 *
 * @throws What the system says if it cannot tell.
 */
export function stateOfDescriptor(descriptor: number): FileState {
  return describeState(fs.fstatSync(descriptor, { bigint: true }))
}

function describeState({ dev, ino, birthtimeNs, size, mtimeNs, ctimeNs }: BigIntStats): FileState {
  const inode = `${dev}:${ino}:${birthtimeNs}`
  const file = `${inode}:${size}:${mtimeNs}`
  return { inode, file, mark: `${file}:${ctimeNs}` }
}

function isMissing(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === 'ENOENT' || code === 'ENOTDIR'
}
