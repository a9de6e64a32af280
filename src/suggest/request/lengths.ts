import { failure, failureAbout } from '../../errors.ts'
import { queryLengths } from '../../native/addon.ts'

/** How many texts an option may hold, as `LengthLimit` of the core says. */
interface LengthLimit {
  readonly name: string
  readonly most: number
  /** How many in a prepared set of boosts. */
  readonly mostPrepared: number
  /** The most bytes of a text that an index may have. */
  readonly longest: number
  readonly unit: string
}

/** An option of a query that holds texts. */
export type LongOption =
  | `${'' | 'restrict.'}${'filter' | 'exclude.contexts' | 'exclude.ids'}`
  | 'pin'
  | `boosts.${'contexts' | 'ids'}`

const LIMITS = new Map<string, LengthLimit>(
  (JSON.parse(queryLengths()) as LengthLimit[]).map((limit) => [limit.name, limit]),
)

/** Counts the texts of one option, and refuses too many of them before they are read. */
export class Length {
  readonly option: LongOption
  readonly #limit: LengthLimit
  readonly #isPrepared: boolean
  #count = 0

  /**
   * Starts with no text.
   *
   * @param isPrepared - Whether the texts are those of a prepared set, which may hold more.
   */
  constructor(option: LongOption, isPrepared = false) {
    const limit = LIMITS.get(option)
    if (limit === undefined) throw failure('ERR_INTERNAL', `the core has no limit for ${option}`)
    this.option = option
    this.#limit = limit
    this.#isPrepared = isPrepared
  }

  /** How many texts more there may be. */
  get left(): number {
    return this.#most - this.#count
  }

  /**
   * Adds so many texts.
   *
   * @throws `ERR_INVALID_OPTION` if they are too many.
   */
  add(count: number): void {
    if (count > this.left) throw this.tooMany(count)
    this.#count += count
  }

  /** Makes the error for so many texts more, or for more than there may be. */
  tooMany(more?: number): Error {
    const { option } = this
    const expected = `at most ${this.#most} ${this.#limit.unit}`
    const got = more === undefined ? 'more' : String(this.#count + more)
    const fields = { option, expected, got }
    const mayPrepare = !this.#isPrepared && this.#limit.mostPrepared > this.#limit.most
    return failureAbout('ERR_INVALID_OPTION', mayPrepare ? { ...fields, advice: ['prepare-boosts'] } : fields)
  }

  /**
   * Tells whether an index may hold this text. A longer one is in none, and half of a surrogate pair would
   * become another character on its way, and might find what has that.
   */
  mayHold(text: string): boolean {
    // A code unit is a byte at least.
    return text.length <= this.#limit.longest && text.isWellFormed()
  }

  get #most(): number {
    return this.#isPrepared ? this.#limit.mostPrepared : this.#limit.most
  }
}
