/**
 * What ten suggestions cost on their way into JavaScript, by the way they take:
 *
 *     node benches/boundary.mjs
 *
 * Builds the addon of `benches/boundary` and prints the microseconds of a call for objects made by napi, for JSON text
 * and `JSON.parse`, and for one joined string with a shared array of numbers, cut into objects in JavaScript;
 * with plain, with non-Latin texts, and with payloads. And for JSON that nobody parses: as a buffer that napi makes, and
 * written into one that stays, then copied or made a text of Latin-1. Before anything is timed, all ways must give equal objects.
 */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { median, ratio, table } from './timing.mjs'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const QUERY = 'ber'
const CALLS = 5_000
const ROUNDS = 15

function loadAddon() {
  const args = [
    'build',
    '--release',
    '--package',
    'mapahead-bench-boundary',
    '--message-format',
    'json-render-diagnostics',
  ]
  const stdout = execFileSync('cargo', args, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
  const artifacts = stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
  const built = artifacts.find(
    ({ reason, target }) => reason === 'compiler-artifact' && target.name === 'mapahead_bench_boundary',
  )
  const module = { exports: {} }
  process.dlopen(module, built.filenames[0])
  return module.exports
}

const PLAIN = [
  'Berlin',
  'Bergen',
  'Bern',
  'Bermuda Run',
  'Berkeley',
  'Bergisch Gladbach',
  'Bereznyky',
  'Bergamo',
  'Bertioga',
  'Beruwala',
]
const CYRILLIC = [
  'Бердянск',
  'Бердск',
  'Березники',
  'Берегово',
  'Бережаны',
  'Берлин',
  'Берн',
  'Березовский',
  'Берислав',
  'Беркли',
]
const row = (text, i) => ({
  text,
  score: 4_000_000 / (i + 1),
  weight: Math.ceil(4_000_000 / (i + 1)),
  typed: Buffer.byteLength(text.slice(0, 3)),
})
const SETS = {
  Latin: PLAIN.map(row),
  'Latin, with ids and payloads': PLAIN.map((text, i) => ({
    ...row(text, i),
    id: `city-${1000 + i}`,
    payload: { country: 'DE', coordinates: [13.4 + i, 52.5], tags: ['city', 'capital'] },
  })),
  Cyrillic: CYRILLIC.map(row),
  'Cyrillic, with payloads': CYRILLIC.map((text, i) => ({
    ...row(text, i),
    payload: { страна: 'Украина', регион: text },
  })),
}

function fromObjects(envelope) {
  for (const suggestion of envelope.suggestions) {
    if (suggestion.payload !== undefined) suggestion.payload = JSON.parse(suggestion.payload)
  }
  return envelope
}

/** Cuts the objects out of the string, by the lanes that `benches/boundary/src/packed.rs` describes. */
function fromPacked(query, string, lanes) {
  const suggestions = new Array(lanes[0])
  let start = 0
  const cut = (end) => {
    const part = string.slice(start, end)
    start = end
    return part
  }
  for (let i = 0, lane = 1; i < suggestions.length; i++, lane += 7) {
    const text = cut(lanes[lane])
    const suggestion = { text }
    if (lanes[lane + 1] >= 0) suggestion.id = cut(lanes[lane + 1])
    suggestion.score = lanes[lane + 3]
    suggestion.weight = lanes[lane + 4]
    if (lanes[lane + 2] >= 0) suggestion.payload = JSON.parse(cut(lanes[lane + 2]))
    suggestion.highlights = [{ start: 0, end: lanes[lane + 5] }]
    suggestion.match = { tier: 0, kind: 'prefix', via: [], surface: text, cost: lanes[lane + 6] }
    suggestions[i] = suggestion
  }
  return { query, suggestions, complete: true, generation: '00c0ffee00c0ffee' }
}

/** The ways of JSON that nobody parses here, as a server sends it. */
function waysOfBytes(native) {
  const room = Buffer.allocUnsafeSlow(64 * 1024)
  return {
    'JSON bytes, a buffer by napi': () => native.jsonBuffer(QUERY),
    'JSON bytes, copied from a room': () => Uint8Array.prototype.slice.call(room, 0, native.jsonInto(QUERY, room)),
    'JSON bytes, Latin-1 text of a room': () => room.toString('latin1', 0, native.jsonInto(QUERY, room)),
  }
}

const { Samples } = loadAddon()
const rows = []
for (const [set, samples] of Object.entries(SETS)) {
  const lanes = new Float64Array(1 + 7 * samples.length)
  const native = new Samples(JSON.stringify(samples), Buffer.from(lanes.buffer))
  const ways = {
    'a call that returns a number': () => native.nothing(QUERY),
    'objects made by napi': () => fromObjects(native.objects(QUERY)),
    'JSON text, JSON.parse': () => JSON.parse(native.json(QUERY)),
    'packed, string from UTF-8': () => fromPacked(QUERY, native.packed(QUERY), lanes),
    'packed, string from Latin-1 or UTF-16': () => fromPacked(QUERY, native.packedByContent(QUERY), lanes),
  }
  const [, , parsed] = Object.values(ways)
  for (const way of Object.values(ways).slice(1)) assert.deepEqual(way(), parsed())
  const bytes = waysOfBytes(native)
  for (const way of Object.values(bytes)) {
    assert.equal(Buffer.from(way(), 'latin1').toString(), native.json(QUERY))
  }
  Object.assign(ways, bytes)
  // Rounds go through all ways, so that what slows one slows all.
  const times = Object.fromEntries(Object.keys(ways).map((name) => [name, []]))
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, way] of Object.entries(ways)) {
      const started = performance.now()
      for (let call = 0; call < CALLS; call++) way()
      if (round > 0) times[name].push(((performance.now() - started) * 1000) / CALLS) // the first warms up
    }
  }
  const leastOf = (isOf) =>
    Math.min(
      ...Object.keys(times)
        .filter(isOf)
        .map((name) => median(times[name])),
    )
  const isBytes = (name) => name in bytes
  const least = [leastOf((name) => !isBytes(name) && !name.startsWith('a call')), leastOf(isBytes)]
  for (const [name, list] of Object.entries(times)) {
    const ofLeast = ratio(median(list), least[Number(isBytes(name))])
    rows.push([set, name, median(list).toFixed(2), name.startsWith('a call') ? '' : ofLeast])
  }
}
table(['ten suggestions', 'way', 'µs a call', 'to the cheapest'], rows)
