// The whole story: lists of links for each user, made in the background, paged from one file by several workers.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { megabytes, milliseconds, printTable, whole } from '../table.js'
import { publishPayload } from './large.js'
import { userOf } from './links.js'
import { Publisher, Worker } from './processes.js'

const { values: flags } = parseArgs({
  options: {
    folder: { type: 'string', default: fileURLToPath(new URL('.', import.meta.url)) }, // of the files it makes
    users: { type: 'string', default: '200' },
    links: { type: 'string', default: '1000' },
    votes: { type: 'string', default: '200' },
    workers: { type: 'string', default: '4' },
    costs: { type: 'string', default: '100x500,200x1000,1000x500' },
  },
})
const sizes = { users: Number(flags.users), links: Number(flags.links), votes: Number(flags.votes) }
const user = Math.min(7, sizes.users - 1) // the one who is looked at
const fileOf = (name) => join(flags.folder, name)
const path = fileOf('links.mapahead')
const lists = fileOf('lists')

const children = []
try {
  const publisher = track(new Publisher(lists, path, sizes))
  const first = await publisher.publish()
  console.log(
    `${sizes.users} users × ${whole(sizes.links)} links = ${whole(first.entries)} entries, ${megabytes(first.bytes)}`,
  )
  console.log(`computed in ${milliseconds(first.computeMs)}, published in ${milliseconds(first.buildMs)}\n`)

  const workers = Array.from({ length: Number(flags.workers) }, () => track(new Worker(path)))
  await Promise.all(workers.map((worker) => worker.next('ready')))
  await showPages(workers[0])
  await showRefresh(publisher, workers)
  await showCosts()
  await showLarge()
} finally {
  await Promise.all(children.map((child) => child.end()))
  rmSync(lists, { recursive: true, force: true })
}

function track(child) {
  children.push(child)
  return child
}

async function showPages(worker) {
  const pages = await worker.allPages(userOf(user))
  console.log(
    `All pages of ${userOf(user)}, ${whole(pages[0].total.value)} links (${pages[0].total.relation}), best first\n`,
  )
  const rows = pages.map(({ suggestions, ms }, page) => [
    page + 1,
    suggestions.length,
    suggestions[0].text,
    suggestions[0].score.toFixed(3),
    suggestions.at(-1).score.toFixed(3),
    milliseconds(ms),
  ])
  printTable(['page', 'links', 'first link', 'first score', 'last score', 'time'], rows)
}

async function showRefresh(publisher, workers) {
  console.log(`Refreshing one user: ${userOf(user)} again, while ${workers.length} workers serve\n`)
  const started = performance.now()
  const passed = () => performance.now() - started
  const [{ computeMs, buildMs, generation, publishedMs }] = await Promise.all([
    publisher.publish([user]).then((report) => ({ ...report, publishedMs: passed() })),
    ...workers.map((worker) => worker.next('swap')),
  ])
  const swappedMs = passed()
  printTable(
    ['what', 'time'],
    [
      ['the list of one user, computed', milliseconds(computeMs)],
      ['the file, built anew of all lists', milliseconds(buildMs)],
      ['until it was published', milliseconds(publishedMs)],
      [`until all ${workers.length} workers had taken over`, milliseconds(swappedMs)],
    ],
  )
  const rows = []
  for (const [i, worker] of workers.entries()) {
    const [cold, warm] = [await worker.page(userOf(user), 0), await worker.page(userOf(user), 0)]
    if (cold.generation !== generation) throw new Error(`worker ${i + 1} is behind`)
    rows.push([`worker ${i + 1}`, cold.suggestions[0].payload.round, milliseconds(cold.ms), milliseconds(warm.ms)])
  }
  console.log('The first page after the change, in each worker, and the same page again\n')
  printTable(['', 'list number', 'first request', 'next request'], rows)
}

async function showCosts() {
  console.log('What a refresh costs by size: all is built anew, whoever changed\n')
  const rows = []
  for (const [users, links] of flags.costs.split(',').map((size) => size.split('x').map(Number))) {
    const folder = fileOf('lists-of-costs')
    const publisher = track(new Publisher(folder, fileOf('costs.mapahead'), { users, links, votes: 1 }))
    const { entries, bytes } = await publisher.publish()
    const { buildMs } = await publisher.publish([0])
    await publisher.end()
    rmSync(folder, { recursive: true, force: true })
    rows.push([whole(users), whole(links), whole(entries), megabytes(bytes), milliseconds(buildMs)])
  }
  printTable(['users', 'links of each', 'entries', 'file', 'built anew in'], rows)
}

async function showLarge() {
  console.log('A large value: memcached drops it without a word\n')
  const rows = []
  for (const mib of [1, 8, 32, 80]) {
    const { isKept, code, message } = await publishPayload(fileOf('large.mapahead'), mib * 1024 * 1024)
    rows.push([`${mib} MiB`, isKept ? 'kept, and comes back byte for byte' : `refused with ${code}`, message ?? ''])
  }
  printTable(['payload', 'what happens', 'message'], rows)
}
