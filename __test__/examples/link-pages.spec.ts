// The story of examples/link-pages: ranked lists of each user, made in the background, paged and swapped.
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import type { SuggestResult } from 'mapahead'
import { temporaryFolder } from '../support/fixtures.ts'
import { example, runExample } from '../support/stories.ts'

const { Publisher, Worker } = await example('link-pages/processes.js')
const { rankLinks, userOf } = await example('link-pages/links.js')
const { publishPayload } = await example('link-pages/large.js')

const SIZES = { users: 3, links: 250, votes: 3 }

/** A publisher that has published, and two workers on its file. */
async function serving(t: ExecutionContext) {
  t.timeout(120_000)
  const folder = temporaryFolder(t)
  const path = join(folder, 'links.mapahead')
  const publisher = new Publisher(join(folder, 'lists'), path, SIZES)
  t.teardown(() => publisher.end())
  await publisher.publish()
  const workers = [new Worker(path), new Worker(path)]
  t.teardown(() => Promise.all(workers.map((worker) => worker.end())))
  await Promise.all(workers.map((worker) => worker.next('ready')))
  return { publisher, workers }
}

/** The ids of the links of a user, best first: the list as the slow way makes it. */
function expectedIds(user: number, round: number): string[] {
  const records: { id: string; text: string; weight: number }[] = [...rankLinks(user, SIZES.links, SIZES.votes, round)]
  const byRank = (a: (typeof records)[0], b: (typeof records)[0]) => b.weight - a.weight || (a.text < b.text ? -1 : 1)
  return records.sort(byRank).map(({ id }) => id)
}

function idsOf(pages: SuggestResult[]): (string | undefined)[] {
  return pages.flatMap(({ suggestions }) => suggestions.map(({ id }) => id))
}

function roundsOf(pages: SuggestResult[]): Set<number> {
  const payloads = pages.flatMap(({ suggestions }) => suggestions.map(({ payload }) => payload as { round: number }))
  return new Set(payloads.map(({ round }) => round))
}

test('pages of 100 are together the ranked list of the user, and nobody else’s', async (t) => {
  const { workers } = await serving(t)
  for (const worker of workers) {
    for (let user = 0; user < SIZES.users; user++) {
      const pages: SuggestResult[] = await worker.allPages(userOf(user))
      t.deepEqual(
        pages.map(({ suggestions }) => suggestions.length),
        [100, 100, 50],
      )
      t.deepEqual(idsOf(pages), expectedIds(user, 1))
      for (const { total } of pages) t.deepEqual(total, { value: 250, relation: 'exact' })
    }
  }
})

test('a refresh of one user reaches every worker, changes nobody else, and never mixes pages', async (t) => {
  const { publisher, workers } = await serving(t)
  const all = Promise.all(workers.map((worker) => worker.next('swap')))
  let isSwapped = false
  const reading = workers.map(async (worker) => {
    do {
      const pages: SuggestResult[] = await worker.allPages(userOf(1))
      t.is(roundsOf(pages).size, 1)
      t.is(idsOf(pages).length, SIZES.links)
    } while (!isSwapped)
  })
  const { generation, entries } = await publisher.publish([1])
  for (const swap of await all) t.is(swap.generation, generation)
  isSwapped = true
  await Promise.all(reading)

  t.is(entries, SIZES.users * SIZES.links)
  for (const worker of workers) {
    const changed: SuggestResult[] = await worker.allPages(userOf(1))
    t.is(changed[0]?.generation, generation)
    t.deepEqual(idsOf(changed), expectedIds(1, 2))
    t.notDeepEqual(idsOf(changed), expectedIds(1, 1))
    t.deepEqual(idsOf(await worker.allPages(userOf(0))), expectedIds(0, 1))
  }
})

test('a payload of 8 MiB comes back, and one that is too large is refused by a code and a reason', async (t) => {
  t.timeout(120_000)
  const path = join(temporaryFolder(t), 'large.mapahead')
  t.deepEqual(await publishPayload(path, 8 * 1024 * 1024), { mib: 8, isKept: true })
  const { isKept, code, message } = await publishPayload(path, 65 * 1024 * 1024)
  t.deepEqual([isKept, code], [false, 'ERR_INVALID_RECORD'])
  t.regex(message, /longer than 64 MiB/)
})

test('it runs as its README says', async (t) => {
  t.timeout(120_000)
  const flags = ['--users', '8', '--links', '120', '--votes', '2', '--workers', '2', '--costs', '2x50']
  const shown = await runExample(t, 'link-pages/main.js', ...flags)
  t.regex(shown, /8 users × 120 links = 960 entries/)
  t.regex(shown, /8 MiB {2}kept, and comes back byte for byte/)
  t.regex(shown, /80 MiB {2}refused with ERR_INVALID_RECORD/)
})
