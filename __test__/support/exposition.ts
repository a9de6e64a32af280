// Reads the text format of Prometheus, version 0.0.4, and refuses whatever breaks a rule of it.
import assert from 'node:assert/strict'

/** A line with a number. */
export interface ReadSample {
  /** The name and the labels, as the line has them. */
  series: string
  name: string
  labels: Map<string, string>
  value: number
}

/** A metric: what its two comments say, and its lines. */
export interface Family {
  help: string
  type: string
  samples: ReadSample[]
}

const NAME = '[a-zA-Z_:][a-zA-Z0-9_:]*'
const HELP = new RegExp(`^# HELP (${NAME}) ((?:[^\\\\]|\\\\[\\\\n])*)$`)
const TYPE = new RegExp(`^# TYPE (${NAME}) (counter|gauge|histogram|summary|untyped)$`)
const LABEL = '[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\\]|\\\\[\\\\"n])*"'
const NUMBER = '[+-]?\\d+(?:\\.\\d+)?(?:e[+-]?\\d+)?|[+-]Inf|NaN'
const SAMPLE = new RegExp(`^((${NAME})(?:\\{(${LABEL}(?:,${LABEL})*)\\})?) (${NUMBER})$`)

/** Returns the metrics by name, and throws what is wrong with the first line that breaks a rule. */
export function parseExposition(text: string): Map<string, Family> {
  assert.ok(text.endsWith('\n'), 'the last line must end')
  const families = new Map<string, Family>()
  const seen = new Set<string>()
  let help: { name: string; text: string } | undefined
  let last: string | undefined
  for (const line of text.split('\n')) {
    if (line === '') continue
    const [, helpName = '', helpText = ''] = HELP.exec(line) ?? []
    const [, typeName = '', type = ''] = TYPE.exec(line) ?? []
    if (helpName !== '') {
      help = { name: helpName, text: unescaped(helpText) }
      last = undefined
    } else if (typeName !== '') {
      assert.ok(help?.name === typeName && !families.has(typeName), `once, after its help: ${line}`)
      families.set(typeName, { help: help.text, type, samples: [] })
      last = typeName
    } else {
      const sample = parseSample(line)
      const family = families.get(last ?? '')
      assert.ok(
        family !== undefined && namesOf(last ?? '', family.type).includes(sample.name),
        `below its type: ${line}`,
      )
      assert.ok(!seen.has(keyOf(sample)), `twice: ${line}`)
      seen.add(keyOf(sample))
      family.samples.push(sample)
    }
  }
  for (const [name, family] of families) checkFamily(name, family)
  return families
}

function parseSample(line: string): ReadSample {
  const found = SAMPLE.exec(line)
  assert.ok(found !== null, `no line of the format: ${line}`)
  const [, series = '', name = '', list = '', value = ''] = found
  const pairs = [...list.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(
    ([, label = '', text = '']) => [label, unescaped(text)] as const,
  )
  const labels = new Map(pairs)
  assert.equal(labels.size, pairs.length, `a label twice: ${line}`)
  for (const label of labels.keys()) assert.ok(!label.startsWith('__'), `a label of Prometheus itself: ${line}`)
  return { series, name, labels, value: numberOf(value) }
}

function numberOf(text: string): number {
  return Number(text.replace('Inf', 'Infinity'))
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/g, (_, sign) => (sign === 'n' ? '\n' : sign))
}

/** The names that the lines of a metric may have. */
function namesOf(name: string, type: string): string[] {
  return type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name]
}

/** What tells one line from another, in whatever order its labels stand. */
function keyOf({ name, labels }: ReadSample): string {
  return JSON.stringify([name, ...[...labels].sort()])
}

function checkFamily(name: string, { type, samples }: Family): void {
  assert.ok(samples.length > 0, `${name} has no number`)
  if (type === 'counter') {
    assert.ok(name.endsWith('_total'), `a counter is a total: ${name}`)
    for (const { series, value } of samples) assert.ok(value >= 0 && value < Infinity, `no count: ${series} ${value}`)
  }
  if (type !== 'histogram') return
  const seriesOf = ({ labels }: ReadSample) => JSON.stringify([...labels].filter(([label]) => label !== 'le').sort())
  for (const labels of new Set(samples.map(seriesOf))) {
    const group = samples.filter((sample) => seriesOf(sample) === labels)
    checkHistogram(name, labels, group)
  }
}

/** A histogram counts upward over rising bounds, and its last count is that of all. */
function checkHistogram(name: string, labels: string, samples: readonly ReadSample[]): void {
  const of = (end: string) => samples.filter((sample) => sample.name === name + end)
  const [buckets, sums, counts] = [of('_bucket'), of('_sum'), of('_count')]
  const where = `${name} ${labels}`
  assert.deepEqual([sums.length, counts.length], [1, 1], `one sum and one count: ${where}`)
  const bounds = buckets.map(({ labels }) => numberOf(labels.get('le') ?? 'none'))
  assert.equal(bounds.at(-1), Infinity, `the last bucket holds all: ${where}`)
  assert.equal(buckets.at(-1)?.value, counts[0]?.value, `the last bucket is the count: ${where}`)
  for (const [place, { value }] of buckets.entries()) {
    if (place === 0) continue
    assert.ok((bounds[place - 1] ?? 0) < (bounds[place] ?? 0), `the bounds rise: ${where}`)
    assert.ok((buckets[place - 1]?.value ?? 0) <= value, `the buckets add up: ${where}`)
  }
}
