/**
 * How many requests a second `/suggest` answers, and how fast, against a bare `node:http` handler and against Express
 * with MiniSearch:
 *
 *     node benches/serve.mjs [seconds]
 *
 * Each server is a process of its own, and so is what loads it (autocannon, 32 connections). They take turns of some
 * seconds, and the best turn of each counts, since what else the machine does only slows. The prefixes are of 1 to 6
 * letters, cut from names that are drawn by weight, so that popular ones come often; each connection begins at another
 * place of them. The share of answers that were kept from before is printed, and `nothing kept` is without that; the last row is with less
 * room than by default.
 *
 * The bare handler returns one constant, as long as the mean answer. MiniSearch holds 100,000 names (it is slower with
 * more); mapahead a million, and 100,000 too. CPU is what the server's process used, which what else the machine does
 * changes less than requests a second.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { fileURLToPath } from 'node:url'
import autocannon from 'autocannon'
import express from 'express'
import MiniSearch from 'minisearch'
import { buildCorpusIndex, importPackage, prefixes, read } from './corpus-files.mjs'
import { ratio, table } from './timing.mjs'

const CONNECTIONS = 32
const ROUNDS = 6
/** For what is so slow that it keeps a core busy for every turn. */
const ROUNDS_OF_EXPRESS = 2
const LETTERS = [1, 2, 3, 4, 5, 6]
/** Prefixes of each length: with all of them, more answers than a cache keeps. */
const PREFIXES = 1000
const AT_LEAST_OF_BARE = 0.6
const AT_LEAST_OF_EXPRESS = 20

/** In a process: starts the server that was asked for, and tells its port, and what it used when it is asked. */
async function serve([kind, ...args]) {
  const listener = await LISTENERS[kind](...args)
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  process.on('message', () => process.send({ ...process.cpuUsage(), searches }))
  process.once('disconnect', () => process.exit())
  process.send({ port: server.address().port })
}

/** How many queries were searched, by the process of mapahead. */
let searches = 0

/** The servers. */
const LISTENERS = {
  async bare(length) {
    const body = 'x'.repeat(Number(length))
    return (_request, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': body.length })
      response.end(body)
    }
  },
  async mapahead(path, cacheBytes) {
    const { createHandler, SuggestIndex } = await importPackage()
    const index = await SuggestIndex.open(path)
    const search = index.suggestLetters.bind(index)
    index.suggestLetters = (...asked) => {
      searches += 1
      return search(...asked)
    }
    return createHandler(index, { cacheBytes: Number(cacheBytes) })
  },
  async express(corpus, fuzzy) {
    const mini = new MiniSearch({ fields: ['text'], storeFields: ['text', 'weight'] })
    mini.addAll(read(corpus).map(({ text, weight }, id) => ({ id, text, weight })))
    const boostDocument = (_id, _term, { weight }) => weight + 1
    const options = { prefix: true, fuzzy: Number(fuzzy), combineWith: 'AND', boostDocument }
    const app = express()
    app.get('/suggest', ({ query }, response) => response.json(mini.search(query.q, options).slice(0, 10)))
    return app
  },
}

/** In a process: asks a server for `paths` in turn, `seconds` long, and tells what came of it. */
async function load({ port, paths, seconds }) {
  const requests = paths.map((path) => ({ path }))
  let clients = 0
  const setupClient = (client) => {
    const first = Math.floor((clients++ * paths.length) / CONNECTIONS) % paths.length
    client.setRequests([...requests.slice(first), ...requests.slice(0, first)])
  }
  const url = `http://127.0.0.1:${port}`
  const {
    latency,
    requests: answered,
    non2xx,
    errors,
  } = await autocannon({
    url,
    connections: CONNECTIONS,
    duration: seconds,
    setupClient,
    // Longer than the slowest answer.
    timeout: 60,
  })
  // A request of each connection may be under way at the end.
  if (non2xx > 0 || errors > CONNECTIONS) throw new Error(`${non2xx} answers were errors, ${errors} did not come`)
  process.send({ perSecond: answered.total / seconds, total: answered.total, p99: latency.p99, p50: latency.p50 })
}

const forked = (...args) => fork(fileURLToPath(import.meta.url), args.map(String))

/** Loads one server, and returns requests a second, latency in milliseconds and CPU in microseconds a request. */
async function turn({ server, port, paths }, seconds) {
  const used = async () => {
    server.send('usage')
    const [{ user, system, searches }] = await once(server, 'message')
    return { cpu: user + system, searches }
  }
  const loader = forked('--load')
  const result = once(loader, 'message')
  const ended = once(loader, 'exit').then(([code]) => code !== 0 && Promise.reject(new Error('the load failed')))
  const before = await used()
  loader.send({ port, paths, seconds })
  const [answered] = await Promise.race([result, ended.then(() => result)])
  const after = await used()
  const kept = 1 - (after.searches - before.searches) / answered.total
  return { ...answered, cpu: (after.cpu - before.cpu) / answered.total, kept }
}

async function main() {
  const seconds = Number(process.argv[2] ?? 2)
  const { SuggestIndex } = await importPackage()
  const million = await buildCorpusIndex('names-1m')
  const thousands = await buildCorpusIndex('names-100k')
  const pathsOf = (corpus) => {
    const names = read(corpus)
    const typed = LETTERS.flatMap((letters) => prefixes(names, letters, PREFIXES))
    // In an order that mixes lengths, the same each time.
    const mixed = typed.map((_, i) => typed[(i * 2477) % typed.length])
    return mixed.map((text) => `/suggest?q=${encodeURIComponent(text)}`)
  }
  const paths = { million: pathsOf('names-1m'), thousands: pathsOf('names-100k') }
  const index = await SuggestIndex.open(million.path)
  const queries = paths.million.map((path) => decodeURIComponent(path.slice('/suggest?q='.length)))
  const bytes = queries.reduce((sum, query) => sum + index.suggestJson(query).byteLength, 0) / queries.length
  index.close()

  const servers = [
    ['bare node:http, a constant', paths.million, 'bare', Math.round(bytes)],
    ['mapahead, 1 M', paths.million, 'mapahead', million.path, 2 ** 23],
    ['mapahead, 1 M, nothing kept', paths.million, 'mapahead', million.path, 0],
    ['mapahead, 100 k', paths.thousands, 'mapahead', thousands.path, 2 ** 23],
    ['mapahead, 100 k, nothing kept', paths.thousands, 'mapahead', thousands.path, 0],
    ['Express + MiniSearch, 100 k, prefix', paths.thousands, 'express', 'names-100k', 0],
    ['Express + MiniSearch, 100 k, prefix and fuzzy', paths.thousands, 'express', 'names-100k', 0.2],
    ['mapahead, 1 M, up to 1 MiB kept', paths.million, 'mapahead', million.path, 2 ** 20],
  ]
  const contenders = []
  for (const [name, asked, ...args] of servers) {
    const server = forked('--serve', ...args)
    const [{ port }] = await once(server, 'message')
    contenders.push({ name, server, port, paths: asked, turns: [] })
  }
  for (const contender of contenders) await turn(contender, 1) // warms up
  for (let round = 0; round < ROUNDS; round++) {
    for (const contender of contenders) {
      const isSlow = contender.name.startsWith('Express')
      if (!isSlow || round < ROUNDS_OF_EXPRESS) contender.turns.push(await turn(contender, seconds))
    }
  }
  for (const { server } of contenders) server.kill()

  for (const contender of contenders) {
    contender.best = contender.turns.reduce((best, turn) => (turn.perSecond > best.perSecond ? turn : best))
    contender.leastCpu = Math.min(...contender.turns.map(({ cpu }) => cpu))
  }
  const [bare, million1, , thousands1, , express1] = contenders
  console.log(
    `\n${paths.million.length} prefixes of 1 to 6 letters, answers of ${Math.round(bytes)} bytes, ` +
      `${CONNECTIONS} connections, the best of ${ROUNDS} turns of ${seconds} s, Node.js ${process.version}\n`,
  )
  table(
    ['server', 'requests a second', 'of bare', 'p50, ms', 'p99, ms', 'CPU a request, µs', 'of bare', 'kept'],
    contenders.map(({ name, best, leastCpu }) => [
      name,
      Math.round(best.perSecond).toLocaleString('en'),
      percent(best.perSecond / bare.best.perSecond),
      best.p50,
      best.p99,
      leastCpu.toFixed(1),
      percent(bare.leastCpu / leastCpu),
      name.startsWith('mapahead') ? percent(best.kept) : '',
    ]),
  )
  const ofBare = million1.best.perSecond / bare.best.perSecond
  console.log(`\nmapahead, 1 M, of bare: ${percent(ofBare)} (target ${percent(AT_LEAST_OF_BARE)})`)
  const times = ratio(thousands1.best.perSecond, express1.best.perSecond)
  console.log(`mapahead against Express + MiniSearch, 100 k, prefix: ${times} (target ${AT_LEAST_OF_EXPRESS}×)`)
}

const percent = (share) => `${(share * 100).toFixed(0)} %`

if (process.argv[2] === '--serve') await serve(process.argv.slice(3))
else if (process.argv[2] === '--load') process.once('message', (job) => load(job).then(() => process.disconnect()))
else await main()
