import test from 'ava'

interface AnswerSet {
  kind: 'prefix' | 'slip' | 'session'
  p50: number
  p99: number
  mean: number
  found?: number
  exact?: number
}

interface Row {
  peer: string
  ms: number
  prepareMs?: number
  bytes?: number
  memory?: Record<string, number>
  sets: Record<string, AnswerSet>
}

/** The scripts are plain JavaScript; they are typed here. */
const { winsOf }: { winsOf(corpora: object): { peer: string; column: string; corpus: string; times: number }[] } =
  await import(new URL('../../benches/peers/wins.mjs', import.meta.url).href)
const { drawBars }: { drawBars(chart: object): string } = await import(
  new URL('../../benches/peers/chart.mjs', import.meta.url).href
)

/** A row whose figures are all `time`. */
function row(peer: string, time: number, { found = 0.9, exact = 1, ...more }: Partial<Row & AnswerSet> = {}): Row {
  const times = { p50: time, p99: time, mean: time }
  const sets = {
    '1 letter': { kind: 'prefix' as const, ...times, exact },
    'a slip': { kind: 'slip' as const, ...times, found },
    sessions: { kind: 'session' as const, ...times },
  }
  return { peer, ms: 100, prepareMs: 0, memory: { 1: 100 }, sets, ...more }
}

function columns(peer: Row): string[] {
  const rows = [row('mapahead', 10, { bytes: 100 }), peer]
  return winsOf({ cities: { rows } }).map(({ column }) => column)
}

test('what a peer does better is found in every column, with how many times', (t) => {
  const better = row('other', 5, { found: 0.99, ms: 50, bytes: 50, memory: { 1: 50 } })
  t.deepEqual(winsOf({ cities: { rows: [row('mapahead', 10, { bytes: 100 }), better] } }), [
    ...['p50 of 1 letter', 'p99 of 1 letter', 'p50 of a slip', 'p99 of a slip'].map((column) => win(column, 2)),
    win('names found with a slip', 0.99 / 0.9),
    ...['the mean keystroke', 'the time of a build', 'the size of the file', 'memory in one process'].map((column) =>
      win(column, 2),
    ),
  ])
})

function win(column: string, times: number) {
  return { peer: 'other', column, corpus: 'cities', times }
}

test('a peer that is as good is no better, and chance is none', (t) => {
  t.deepEqual(columns(row('other', 10, { bytes: 100 })), [])
  t.deepEqual(columns(row('other', 9.8)), [])
})

test('a fast answer that is not the ten best, or that finds far fewer names, is no win', (t) => {
  t.deepEqual(columns(row('other', 5, { found: 0.5, exact: 0.9 })), ['the mean keystroke'])
})

test('a chart has a bar for each peer, the best first, and says its figures in words', (t) => {
  const bars = [
    { label: 'slow & old', value: 1000, shown: '1 ms', isOurs: false },
    { label: 'mapahead', value: 10, shown: '10 µs', isOurs: true },
  ]
  const svg = drawBars({ title: 'time', subtitle: 'a scale', bars, show: String })
  t.regex(svg, /<desc id="description">mapahead: 10 µs\. slow &amp; old: 1 ms<\/desc>/)
  const [ours, theirs] = [...svg.matchAll(/<rect class="(?:ours|theirs)".* width="([\d.]+)"/g)].map(
    ([, width]) => width,
  )
  t.true(Number(ours) > 0 && Number(ours) < Number(theirs))
})
