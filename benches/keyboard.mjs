/** Which keys are neighbours, on the letters of the layouts `us` and `ru`. */

/** The rows of letters from above, and how far each stands to the right, in widths of a key. */
const ROWS = [
  { start: 1.5, letters: ['qwertyuiop[]', 'йцукенгшщзхъ'] },
  { start: 1.75, letters: ["asdfghjkl;'", 'фывапролджэ'] },
  { start: 2.25, letters: ['zxcvbnm,./', 'ячсмитьбю.'] },
]

const keys = ROWS.flatMap(({ start, letters }, row) =>
  letters.flatMap((line, layout) => [...line].map((letter, i) => ({ letter, layout, row, x: start + i }))),
).filter(({ letter }) => /\p{L}/u.test(letter))

/** From each letter to its neighbours in the order of the rows, itself not among them. */
const NEIGHBORS = new Map(
  keys.map((key) => [
    key.letter,
    keys
      .filter((other) => other !== key && other.layout === key.layout)
      .filter((other) => Math.abs(other.row - key.row) <= 1 && Math.abs(other.x - key.x) <= 1)
      .map(({ letter }) => letter),
  ]),
)

/** Returns the neighbours of `letter` on its keyboard; none if it is on neither. */
export function neighbors(letter) {
  return NEIGHBORS.get(letter) ?? []
}
