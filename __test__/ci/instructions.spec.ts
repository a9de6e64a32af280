import test from 'ava'

interface Line {
  set: string
  from: number
  to: number
  why: string
}

interface File {
  toolchain?: string
  counts: Record<string, number>
  grown?: Line[]
}

/** The script is plain JavaScript; it is typed here. */
interface Guard {
  grownSets(counts: Record<string, number>, file: File): { set: string; count: number; most: number }[]
  updated(file: File, counts: Record<string, number>, toolchain: string, why?: string): File
  ofParent(measured: Record<string, number>, parent: Partial<File>, here: Partial<File>): File
}

const { grownSets, updated, ofParent } = (await import(
  new URL('../../benches/instructions/guard.mjs', import.meta.url).href
)) as Guard

const names = (sets: { set: string }[]) => sets.map(({ set }) => set)

test('a set that takes over 3 % more instructions fails, and one of 3 % does not', (t) => {
  const file = { counts: { words: 1000, typo: 1000 } }
  t.deepEqual(names(grownSets({ words: 1031, typo: 1030 }, file)), ['words'])
})

test('a line that says why a set has grown lets it take as much, and 3 % more', (t) => {
  const file = { counts: { words: 1000 }, grown: [{ set: 'words', from: 1000, to: 1200, why: 'more readings' }] }
  t.deepEqual(grownSets({ words: 1236 }, file), [])
  t.deepEqual(names(grownSets({ words: 1237 }, file)), ['words'])
})

test('a set that nobody counted before is no growth', (t) => {
  t.deepEqual(grownSets({ han: 5 }, { counts: {} }), [])
})

test('an update writes what fell and never what grew without a reason', (t) => {
  const file = { counts: { words: 1000, typo: 1000 }, grown: [] }
  const after = updated(file, { words: 900, typo: 1020, han: 7 }, 'rustc 1')
  t.deepEqual(after, { toolchain: 'rustc 1', counts: { words: 900, typo: 1000, han: 7 }, grown: [] })
  const grown = updated(file, { words: 1000, typo: 1100 }, 'rustc 1')
  t.deepEqual(names(grownSets({ words: 1000, typo: 1100 }, grown)), ['typo'])
})

test('growth in small steps needs a reason as much as in one', (t) => {
  let file: File = { counts: { words: 1000 } }
  for (const words of [1020, 1040]) file = updated(file, { words }, 'rustc 1')
  t.deepEqual(names(grownSets({ words: 1040 }, file)), ['words'])
})

test('an update with a reason writes a line, which goes when the set takes as little as before', (t) => {
  const file = { counts: { words: 1000 } }
  const grown = updated(file, { words: 1200 }, 'rustc 1', 'more readings')
  t.deepEqual(grown.grown, [{ set: 'words', from: 1000, to: 1200, why: 'more readings' }])
  t.deepEqual(grownSets({ words: 1200 }, grown), [])
  t.deepEqual(updated(grown, { words: 990 }, 'rustc 1').grown, [])
})

test('of another compiler, only the lines that the parent lacks allow growth, in proportion', (t) => {
  const old = { set: 'words', from: 1000, to: 2000, why: 'long ago' }
  const added = { set: 'typo', from: 1000, to: 1500, why: 'now' }
  const allowed = ofParent({ words: 100, typo: 100 }, { grown: [old] }, { grown: [old, added] })
  t.deepEqual(names(grownSets({ words: 104, typo: 154 }, allowed)), ['words'])
  t.deepEqual(names(grownSets({ words: 100, typo: 155 }, allowed)), ['typo'])
})
