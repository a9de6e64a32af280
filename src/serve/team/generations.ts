/** How many generations are remembered: no worker is that many swaps behind another. */
const REMEMBERED = 1000

/**
 * The generations that a server answered from, in their order. Workers swap one after the other, and
 * may leave some out, so that one of them comes to a generation that others have left behind.
 */
export class Generations {
  #places: { generation: string; place: number }[] = []
  #last = -1

  /**
   * Returns the place of `generation` behind `after`, the place where a worker was before. A generation
   * that is not there is a new one, and has the last place: the same may come again, when an older file
   * is put back.
   */
  placeOf(generation: string, after: number): { place: number; isNew: boolean } {
    const known = this.#places.find((known) => known.place > after && known.generation === generation)
    if (known !== undefined) return { place: known.place, isNew: false }
    this.#last += 1
    this.#places.push({ generation, place: this.#last })
    if (this.#places.length > REMEMBERED) this.#places.shift()
    return { place: this.#last, isNew: true }
  }

  /** Returns the last place of `generation`, for a worker that starts with it; as {@link Generations.placeOf} if there is none. */
  lastPlaceOf(generation: string): { place: number; isNew: boolean } {
    const known = this.#places.findLast((known) => known.generation === generation)
    return known === undefined ? this.placeOf(generation, this.#last) : { place: known.place, isNew: false }
  }
}
