import type { Entry } from '../../index.ts'

/** How many suggestions an answer has. */
const LIMIT = 10

/**
 * The data of an index as an application keeps it that has no index file: objects, an array of them
 * sorted by key, and a map of ids. It finds whole beginnings alone, so it is less than what it stands for.
 */
export class HeapCopy {
  readonly #sorted: { key: string; entry: Entry }[] = []
  readonly #byId = new Map<string, Entry>()

  constructor(entries: Iterable<Entry>) {
    for (const entry of entries) {
      this.#sorted.push({ key: entry.text.toLowerCase(), entry })
      if (entry.id !== undefined) this.#byId.set(entry.id, entry)
    }
    this.#sorted.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
  }

  /** Returns the heaviest entries that begin with `query`. */
  suggest(query: string): Entry[] {
    const key = query.toLowerCase()
    const best: Entry[] = []
    for (let at = this.#first(key); at < this.#sorted.length; at++) {
      const found = this.#sorted[at]
      if (found === undefined || !found.key.startsWith(key)) break
      if (best.length === LIMIT && found.entry.weight <= (best.at(-1)?.weight ?? 0)) continue
      if (best.length === LIMIT) best.pop()
      const place = best.findIndex(({ weight }) => weight < found.entry.weight)
      best.splice(place === -1 ? best.length : place, 0, found.entry)
    }
    return best
  }

  /** Returns the entry whose id is `id`. */
  get(id: string): Entry | undefined {
    return this.#byId.get(id)
  }

  #first(key: string): number {
    let [low, high] = [0, this.#sorted.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#sorted[middle]?.key ?? '') < key) low = middle + 1
      else high = middle
    }
    return low
  }
}
