/**
 * How much faster is one build of mapahead than another, and does it give the same answers?
 *
 *     node benches/versions.mjs [NAME=PATH…] [--sets prefixes,words] [--size 1m] [--rounds 5] [--json FILE] [--allocations]
 *     node benches/versions.mjs before=../before new=.
 *
 * Each PATH holds the sources of a build; without any it is this one alone. The first is the one that the others are
 * compared with. Each build gets a program of its own (`versions/answers.rs`), makes its own index of the same corpus, and
 * is asked the same queries by its own process, one build after the other, for five rounds. The figures are the medians of
 * the rounds, and a ratio is the median of the ratios of each round: below 1 is faster.
 *
 * Builds may mean different things, so it also tells for how many queries a build gave the texts that the first one gave,
 * among those that both answered completely, and how many answers of each were incomplete.
 *
 * The sets of queries are the files of `sets`, a question each: all of them, or those that `--sets` names. With another
 * `--size`, such as 10k, all corpora are of that size. `--allocations` counts allocations instead of time.
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { median, show, table } from './timing.mjs'
import { Build, readBuild, writeSet } from './versions/builds.mjs'

const SETS = ['prefixes', 'words', 'slips', 'keystrokes', 'han', 'titles', 'ranking', 'growth']
const FIGURES = ['p50', 'p99', 'mean']

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sets: { type: 'string', default: SETS.join(',') },
    size: { type: 'string', default: '1m' },
    rounds: { type: 'string', default: '5' },
    json: { type: 'string' },
    allocations: { type: 'boolean', default: false },
  },
})
const wanted = values.sets.split(',')
const rounds = Number(values.rounds)
const unknown = wanted.find((name) => !SETS.includes(name))
if (unknown !== undefined || !(Number.isInteger(rounds) && rounds > 0)) {
  console.error(
    unknown === undefined
      ? `--rounds is a whole number from 1; got ${values.rounds}.`
      : `There is no set ${unknown}; there are ${SETS.join(', ')}.`,
  )
  process.exit(2)
}
// Builds of these are for development, and no figure of them is one of a release.
const changed = Object.keys(process.env).filter((name) => name.startsWith('CARGO_PROFILE_RELEASE_'))
if (changed.length > 0) console.error(`not the profile of a release, since the environment has ${changed.join(', ')}`)

const asked = (positionals.length > 0 ? positionals : ['new=.']).map(readBuild)
const builds = asked.map((build) => new Build(build, values.allocations ? 'allocations' : 'answers'))
const results = []
try {
  for (const name of wanted) {
    const { sets } = await import(`./sets/${name}.mjs`)
    for (const set of sets(values.size)) {
      results.push({ set: name, ...(values.allocations ? await count(set) : await race(set)) })
    }
  }
} finally {
  for (const build of builds) build.end()
}
if (values.allocations) showCounts()
else showTimes()
if (values.json !== undefined) {
  writeFileSync(values.json, `${JSON.stringify({ size: values.size, rounds, results }, null, 1)}\n`)
}

/** Asks every build for its answers and then, in turns, for its times. */
async function race(set) {
  const file = writeSet(set)
  const { name, corpus, queries } = set
  console.error(`${name}: ${queries.length} queries of ${corpus}`)
  const answers = []
  for (const build of builds) answers.push(await build.ask(corpus, 'answers', file))
  const turns = builds.map(() => [])
  for (let round = 0; round < rounds; round += 1) {
    for (let i = 0; i < builds.length; i += 1) {
      // Each round begins with another, so that none is always first.
      const at = (i + round) % builds.length
      turns[at].push(await builds[at].ask(corpus, 'times', file))
    }
  }
  const sides = builds.map((build, at) => sideOf(build, { answers, turns, at, corpus }))
  return { name, corpus, queries: queries.length, sides }
}

function sideOf(build, { answers, turns, at, corpus }) {
  /** Returns the median over the rounds of what `pick` takes of each, by figure. */
  const medians = (pick) =>
    Object.fromEntries(
      FIGURES.map((figure) => [
        figure,
        median(turns[at].map((turn, round) => pick(turn[figure], turns[0][round][figure]))),
      ]),
    )
  const times = medians((time) => time)
  const ratios = medians((time, first) => time / first)
  const isComplete = (answer) => answer.endsWith('+')
  const both = answers[at].filter((answer, i) => isComplete(answer) && isComplete(answers[0][i]))
  const equal = answers[at].filter((answer, i) => isComplete(answer) && answer === answers[0][i])
  const incomplete = answers[at].filter((answer) => !isComplete(answer)).length
  const { bytes } = build.index(corpus)
  return { build: build.name, ...times, ratios, incomplete, both: both.length, equal: equal.length, bytes }
}

/** Asks every build how often its queries take memory. */
async function count(set) {
  const file = writeSet(set)
  const { name, corpus, queries } = set
  const sides = []
  for (const build of builds) sides.push({ build: build.name, ...(await build.ask(corpus, 'allocations', file)) })
  return { name, corpus, queries: queries.length, sides }
}

function showTimes() {
  const [first, ...others] = builds.map(({ name }) => name)
  const header = []
  for (const name of [first, ...others]) header.push(`${name}: p50`, 'p99', 'mean', 'incomplete')
  for (const name of others) header.push(`${name} / ${first}: p50`, 'p99', 'mean', 'equal answers')
  showSets(header, (sides) => [
    ...sides.flatMap((side) => [...FIGURES.map((figure) => show(side[figure] / 1000)), side.incomplete]),
    ...sides
      .slice(1)
      .flatMap(({ ratios, equal, both }) => [
        ...FIGURES.map((figure) => ratios[figure].toFixed(2)),
        `${equal} of ${both}`,
      ]),
  ])
}

function showCounts() {
  const header = []
  for (const { name } of builds) header.push(`${name}: allocations a query`, 'most', 'bytes a query')
  showSets(header, (sides) => sides.flatMap(({ mean, most, bytes }) => [mean.toFixed(1), most, Math.round(bytes)]))
}

/** Prints a row for each set of queries, with the cells that `cellsOf` makes of the sides. */
function showSets(header, cellsOf) {
  table(
    ['queries', 'of', 'corpus', ...header],
    results.map(({ name, queries, corpus, sides }) => [name, queries, corpus, ...cellsOf(sides)]),
  )
}
