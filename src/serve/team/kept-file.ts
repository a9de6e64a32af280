import { closeSync, constants, fstatSync, openSync, statSync } from 'node:fs'
import { failureAbout, messageOf } from '../../errors.ts'
import { SuggestIndex } from '../../index.ts'
import { stateOfDescriptor } from '../../watch/file-state.ts'
import { FileWatch } from '../../watch/file-watch.ts'

/** A file that is held open, whatever becomes of its path. */
interface Held {
  descriptor: number
  file: string
}

/** How many files that no worker has verified yet are held: there are more only if they come faster than they are read. */
const MOST_SEEN = 4

/** Whether this system has a path for a descriptor, by which another process opens the file again. */
const HAS_PATHS = process.platform !== 'win32'

/**
 * The last good file of a server: holds it open, so that a worker that starts can have it though the path
 * leads to another file, to a damaged one or to none.
 *
 * It opens each file that comes to the path at once, and keeps the one that a worker has verified. The
 * time of that is the time of a check of all its bytes, in which the path may have gone on to the next.
 */
export class KeptFile {
  readonly #path: string
  readonly #watch: FileWatch
  #kept: Held | undefined
  #seen: Held[] = []

  /** Watches `path`; `onMissing` hears that there is no file there any more, or that there is one again. */
  constructor(path: string, onMissing: (isMissing: boolean) => void) {
    this.#path = path
    this.#watch = new FileWatch(path, undefined, {
      load: async () => {
        if (HAS_PATHS) this.#see()
      },
      fail: () => {}, // The workers try the same file, and tell of it.
      miss: onMissing,
    })
  }

  /** The descriptor of the last good file; nothing before the first is verified, and on Windows. */
  get descriptor(): number | undefined {
    return this.#kept?.descriptor
  }

  /** Hears that a worker answers from `file`, all of whose checksums it has compared, and which is of `generation`. */
  confirm(file: string, generation: string): void {
    if (!HAS_PATHS || this.#kept?.file === file) return
    const place = this.#seen.findIndex((held) => held.file === file)
    const held = this.#seen[place] ?? this.#openNow(file)
    // The path has gone on to another one meanwhile, which is verified in its turn.
    if (held === undefined) return
    // Those that came before it are of no use any more.
    const before = this.#seen.splice(0, place < 0 ? this.#seen.length : place + 1)
    for (const { descriptor } of before.filter((other) => other !== held)) closeSync(descriptor)
    // Its contents have changed since, though it says nothing of it.
    if (generationOf(held.descriptor) !== generation) {
      closeSync(held.descriptor)
      return
    }
    if (this.#kept !== undefined) closeSync(this.#kept.descriptor)
    this.#kept = held
  }

  /** Ends the watch, and closes all files. */
  close(): void {
    this.#watch.close()
    for (const { descriptor } of this.#seen.splice(0)) closeSync(descriptor)
    if (this.#kept !== undefined) closeSync(this.#kept.descriptor)
    this.#kept = undefined
  }

  /** Holds what is at the path now. */
  #see(): void {
    const held = this.#open()
    if (held.file === this.#kept?.file || this.#seen.some(({ file }) => file === held.file)) {
      closeSync(held.descriptor)
      return
    }
    this.#seen.push(held)
    if (this.#seen.length > MOST_SEEN) closeSync(this.#seen.shift()?.descriptor ?? -1)
  }

  /** Opens what is at the path now, if it is `file`. */
  #openNow(file: string): Held | undefined {
    try {
      const held = this.#open()
      if (held.file === file) return held
      closeSync(held.descriptor)
    } catch {
      // It is not there any more.
    }
    return undefined
  }

  /** @throws `ERR_IO` if it cannot be opened, or is no regular file. */
  #open(): Held {
    try {
      // Asked first, and opened without waiting, since a pipe would wait for a writer.
      if (!statSync(this.#path).isFile()) throw new Error('it is not a regular file')
      const descriptor = openSync(this.#path, constants.O_RDONLY | constants.O_NONBLOCK)
      if (fstatSync(descriptor).isFile()) return { descriptor, file: stateOfDescriptor(descriptor).file }
      closeSync(descriptor)
      throw new Error('it is not a regular file')
    } catch (error) {
      throw failureAbout('ERR_IO', { action: 'open', file: this.#path, reason: messageOf(error) }, error)
    }
  }
}

/** Reads the head of the file that is open; returns nothing where that is none of an index. */
function generationOf(descriptor: number): string | undefined {
  try {
    using index = SuggestIndex.openSync(`/dev/fd/${descriptor}`)
    return index.generation
  } catch {
    return undefined
  }
}
