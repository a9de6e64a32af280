import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { constants, copyFile, mkdir, rename } from 'node:fs/promises'
import { connect, createServer, type Server } from 'node:net'
import { basename, join } from 'node:path'
import { failure, failureAbout, fieldsOf, isMapaheadError, type MapaheadError, messageOf } from '../../errors.ts'
import { SuggestIndex } from '../../index.ts'
import { type FileState, stateOf } from '../../watch/file-state.ts'
import { FileWatch } from '../../watch/file-watch.ts'

/** What the names of the folders begin with, one of each server. */
const PREFIX = 'mapahead-'
/** The socket in a folder, which answers as long as its server lives. */
const ALIVE = 'alive'
/** A folder without a socket may be one whose server is just starting. */
const STARTING_MS = 60_000

/**
 * A copy of an index file in a folder that nobody else writes to, for workers to map: what happens to the
 * original in place does not reach it. A file that is renamed over the original is copied and checked,
 * and renamed over the copy, which workers follow as they follow any file.
 *
 * The folder is one of this server alone inside the one that was asked for. It goes when the server ends;
 * what a killed server left goes when the next one starts. A socket in it tells which servers live, since
 * the kernel closes it however they end, and it can be asked from other containers too.
 */
export class Snapshot {
  /** The copy. */
  readonly path: string
  readonly #original: string
  readonly #folder: string
  readonly #alive: Server
  #taken: FileState | undefined
  #watch: FileWatch | undefined

  private constructor(original: string, folder: string, alive: Server) {
    this.#original = original
    this.#folder = folder
    this.#alive = alive
    this.path = join(folder, basename(original))
  }

  /**
   * Copies the file at `original` into a folder of its own in `parent`, which is made if it is missing.
   *
   * @throws `ERR_IO` if the file cannot be copied, and what `SuggestIndex.open` throws of the copy.
   */
  static async take(original: string, parent: string): Promise<Snapshot> {
    const { folder, alive } = await ownFolder(parent)
    const snapshot = new Snapshot(original, folder, alive)
    try {
      // Before it is copied: what is renamed there since then is noticed when the watch begins.
      snapshot.#taken = await stateOf(original).catch(() => undefined)
      await snapshot.#copy()
      return snapshot
    } catch (error) {
      snapshot.remove()
      throw error
    }
  }

  /** Takes what is renamed over the original from now on; `onFailed` hears why a file was not taken. */
  follow(onFailed: (error: MapaheadError) => void): void {
    this.#watch = new FileWatch(this.#original, this.#taken, { load: () => this.#copy(), fail: onFailed })
  }

  /** Ends the watch and removes the folder. On Unix who has the copy mapped keeps it. */
  remove(): void {
    this.#watch?.close()
    this.#alive.close()
    rmSync(this.#folder, { recursive: true, force: true })
  }

  /** Copies the original, checks the copy, and puts it in place of the one before. */
  async #copy(): Promise<void> {
    const next = join(this.#folder, '.next')
    try {
      // Never a link: the copy has an inode of its own, and shares at most blocks that are copied when written.
      await copyFile(this.#original, next, constants.COPYFILE_FICLONE)
    } catch (error) {
      throw failureAbout('ERR_IO', { action: 'copy', file: this.#original, reason: messageOf(error) }, error)
    }
    try {
      chmodSync(next, 0o444)
      // With its checksums: what was written to while it was copied is half of each.
      const index = await SuggestIndex.open(next, { watch: true })
      index.close()
    } catch (error) {
      rmSync(next, { force: true })
      throw isMapaheadError(error) ? ofOriginal(error, this.#original) : error
    }
    await rename(next, this.path)
  }
}

/** What is wrong with a copy, as what is wrong with the file that was copied. */
function ofOriginal(error: MapaheadError, file: string): MapaheadError {
  const told = failure(error.code, `a copy of ${file} cannot be used: ${error.message}`, error)
  return Object.assign(told, fieldsOf(error), { file })
}

/** Makes a folder for this server, and removes those of servers that are gone. */
async function ownFolder(parent: string): Promise<{ folder: string; alive: Server }> {
  try {
    await mkdir(parent, { recursive: true })
    await removeAbandoned(parent)
    const folder = mkdtempSync(join(parent, PREFIX))
    try {
      return { folder, alive: await listen(addressOf(folder)) }
    } catch (error) {
      rmSync(folder, { recursive: true, force: true })
      throw error
    }
  } catch (error) {
    throw failureAbout('ERR_IO', { action: 'keep snapshots in', file: parent, reason: messageOf(error) }, error)
  }
}

async function removeAbandoned(parent: string): Promise<void> {
  const folders = readdirSync(parent).filter((name) => name.startsWith(PREFIX))
  for (const name of folders) {
    const folder = join(parent, name)
    if (await isAbandoned(folder)) rmSync(folder, { recursive: true, force: true })
  }
}

async function isAbandoned(folder: string): Promise<boolean> {
  try {
    if (!statSync(folder).isDirectory()) return false
    const hasSocket = process.platform === 'win32' || existsSync(join(folder, ALIVE))
    if (!hasSocket) return Date.now() - statSync(folder).mtimeMs > STARTING_MS
  } catch {
    // Another server has just removed it.
    return false
  }
  return !(await answers(addressOf(folder)))
}

/** Where a server tells that it lives: a socket in its folder, or a pipe named after that. */
function addressOf(folder: string): string {
  return process.platform === 'win32' ? `\\\\.\\pipe\\${basename(folder)}` : join(folder, ALIVE)
}

/** Whether a server listens. Who may not ask, as another user, takes it for one that does. */
function answers(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(address)
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code !== 'ECONNREFUSED' && error.code !== 'ENOENT')
    })
  })
}

function listen(address: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    // Who connects has seen enough.
    const server = createServer((socket) => socket.destroy())
    server.once('error', reject)
    server.listen(address, () => resolve(server.unref()))
  })
}
