import { failure, failureAbout, fieldsOf, isMapaheadError, type MapaheadError, messageOf } from '../errors.ts'
import { type FileState, stateOf } from './file-state.ts'
import { type FolderWatch, watchFolder } from './folder-watch.ts'

/** How often the file is looked at even if its folder tells nothing, as those of a network may not, in milliseconds. */
const INTERVAL_MS = 150

/** After how long a file that could not be read is tried again; twice that each further time, up to the most. */
const RETRY_MS = 1000
const MOST_RETRY_MS = 60_000

/** What a watch does when the file changes. */
export interface WatchActions {
  /** Takes over what is at the path now; rejects if that cannot be used. */
  load(): Promise<void>
  /** Hears why the file that is there now cannot be used, once for each reason. */
  fail(error: MapaheadError, state: FileState): void
  /** Hears which file is in use, as soon as it was there before it was loaded and after that. */
  settle?(state: FileState): void
  /** Hears that there is no file any more, or that there is one again. */
  miss?(isMissing: boolean): void
}

/** A file that could not be used, so that it is not tried, and told of, again and again. */
interface Refused extends FileState {
  /** What was wrong: its code and what it is about. */
  why: string
  /** When to try it once more, if what is wrong may pass. */
  retryAt: number
  retryMs: number
}

/**
 * Looks for other files at one path, as a rename puts them there, one after the other.
 *
 * It is told by the folder at once, and looks by itself besides. It never keeps the process.
 */
export class FileWatch {
  readonly #path: string
  readonly #actions: WatchActions
  readonly #folder: FolderWatch | undefined
  #timer: NodeJS.Timeout | undefined
  #isLooking = false
  #isAsked = false
  #isClosed = false
  #served: FileState | undefined
  #refused: Refused | undefined
  /** The one that was told as in use last. */
  #settled: string | undefined
  #isMissing = false
  /** How the file was when it was last seen to change in place. */
  #unsettled: string | undefined
  /** How the file in use was when it was last seen after a change in place, and whether it stayed so for a look. */
  #changed: { mark: string; isSettled: boolean } | undefined

  /** Watches `path`; `served` is the file that is in use already. */
  constructor(path: string, served: FileState | undefined, actions: WatchActions) {
    this.#path = path
    this.#served = served
    this.#actions = actions
    this.#folder = watchFolder(path, () => this.#look())
    this.#look()
  }

  /** Ends the watch. What it is at is finished, and told to nobody. */
  close(): void {
    this.#isClosed = true
    clearTimeout(this.#timer)
    this.#folder?.close()
  }

  /** Looks now, or once more when the look that is under way has ended, and then every while. */
  #look(): void {
    if (this.#isClosed) return
    if (this.#isLooking) {
      this.#isAsked = true
      return
    }
    clearTimeout(this.#timer)
    this.#isLooking = true
    this.#isAsked = false
    void this.#follow().then(() => {
      this.#isLooking = false
      if (this.#isAsked) this.#look()
      else if (!this.#isClosed) this.#timer = setTimeout(() => this.#look(), INTERVAL_MS).unref()
    })
  }

  /** Takes over what is at the path until it is what is in use, or cannot be used. Never rejects. */
  async #follow(): Promise<void> {
    while (!this.#isClosed) {
      let state: FileState | undefined
      try {
        state = await stateOf(this.#path)
      } catch (error) {
        const reason = messageOf(error)
        const why = { inode: reason, file: reason, mark: reason }
        return this.#refuse(why, failureAbout('ERR_IO', { action: 'open', file: this.#path, reason }, error))
      }
      if (this.#isClosed) return
      this.#tellMissing(state === undefined)
      if (state === undefined || state.file === this.#served?.file) {
        this.#refused = undefined
        this.#changed = undefined
        if (state !== undefined) this.#tellSettled(state)
        return
      }
      // It may still change, or be changed back: only another file can be trusted.
      if (state.inode === this.#served?.inode) return this.#tellChange(state)
      if (!this.#isToTry(state)) return
      try {
        await this.#actions.load()
        this.#served = state
        this.#refused = undefined
        this.#changed = undefined
      } catch (error) {
        const now = await stateOf(this.#path).catch(() => undefined)
        // Another one is there already, or none: that counts.
        if (now?.inode !== state.inode) continue
        const why = isMapaheadError(error) ? error : failure('ERR_INTERNAL', String(error), error)
        return this.#refuse(state, why)
      }
    }
  }

  /** Whether a file that is not in use should be tried now. */
  #isToTry(state: FileState): boolean {
    const known = this.#refused ?? this.#served
    if (state.mark === this.#refused?.mark) return performance.now() >= this.#refused.retryAt
    if (state.inode !== known?.inode || state.mark === this.#unsettled) return true
    // Someone writes to it, though a rename should put it there whole: wait until that is over.
    this.#unsettled = state.mark
    return false
  }

  /** Tells that the file in use was changed in place: once for each time, however long that takes. */
  #tellChange(state: FileState): void {
    const { mark } = state
    const before = this.#changed
    this.#changed = { mark, isSettled: before?.mark === mark }
    const isNew = before === undefined || (before.isSettled && before.mark !== mark)
    if (isNew && !this.#isClosed) {
      this.#actions.fail(failureAbout('ERR_CHANGED_IN_PLACE', { file: this.#path }), state)
    }
  }

  #tellMissing(isMissing: boolean): void {
    if (isMissing === this.#isMissing) return
    this.#isMissing = isMissing
    this.#actions.miss?.(isMissing)
  }

  /** The state is that of before the file was loaded and of after it: no other one was loaded between the two. */
  #tellSettled(state: FileState): void {
    if (state.file === this.#settled) return
    this.#settled = state.file
    this.#actions.settle?.(state)
  }

  #refuse(state: FileState, error: MapaheadError): void {
    if (this.#isClosed) return
    const before = this.#refused
    const isSame = before?.mark === state.mark
    const retryMs = isSame ? Math.min(before.retryMs * 2, MOST_RETRY_MS) : RETRY_MS
    // What the system refuses may pass without a trace in the file; damage may not.
    const retryAt = error.code === 'ERR_IO' ? performance.now() + retryMs : Number.POSITIVE_INFINITY
    const why = JSON.stringify([error.code, fieldsOf(error)])
    this.#refused = { ...state, why, retryAt, retryMs }
    if (!isSame || before.why !== why) this.#actions.fail(error, state)
  }
}
