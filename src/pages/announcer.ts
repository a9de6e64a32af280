/** How long typing has to rest before something is said, so that a screen reader need not drop what it says. */
const REST_MS = 350

/** Lets a screen reader say things through a live region, the last of them after a short rest. */
export class Announcer {
  readonly #region: HTMLElement
  #timer: number | undefined

  constructor(region: HTMLElement) {
    this.#region = region
  }

  /** Says `text` once nothing else was to be said for a short time; the empty text says nothing. */
  say(text: string): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => {
      if (this.#region.textContent !== text) this.#region.textContent = text
    }, REST_MS)
  }
}
