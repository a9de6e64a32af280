// The story of examples/people: look-ups behind pre-forked workers, through a night, without a failure.
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { temporaryFolder } from '../support/fixtures.ts'
import { example, runExample } from '../support/stories.ts'

const { buildEmails, buildNames } = await example('people/indexes.js')
const { numbersOf, person, writePeople } = await example('people/people.js')
const { Server } = await example('people/server.js')
const { dayAndNight, Load, lookUp } = await example('people/story.js')

const PEOPLE = 3000

async function prepare(t: ExecutionContext) {
  t.timeout(120_000)
  const folder = temporaryFolder(t)
  const [csv, path] = [join(folder, 'people.csv'), join(folder, 'names.mapahead')]
  await writePeople(csv, PEOPLE, 1)
  const { entries } = await buildNames(csv, path)
  t.is(entries, PEOPLE)
  return { folder, csv, path }
}

async function serving(t: ExecutionContext, path: string, workers: number) {
  const server = await Server.start(path, workers)
  t.teardown(() => server.stop())
  const load = new Load()
  t.teardown(() => load.end())
  return { server, load }
}

test('a person is found exactly, by prefixes, with a slip, and inside a department', async (t) => {
  const { folder, csv, path } = await prepare(t)
  const emails = join(folder, 'emails.mapahead')
  await buildEmails(csv, emails)
  for (const number of [1, 1234, PEOPLE - 1]) {
    const { email, name, city, department } = person(number, 1)
    const [exact, address, words, slip, inside] = (await lookUp(path, emails, number)).map(
      ({ found }: { found: unknown }) => found,
    )
    t.like(exact, { text: name, id: email, contexts: { city: [city], department: [department] } })
    t.true(address.text.startsWith(email.slice(0, -14)))
    t.deepEqual([words.text, slip.text], [name, name])
    t.is(slip.match.tier, 2)
    t.is(inside.payload.department, department)
  }
})

const onLinux = process.platform === 'linux' ? test : test.skip

onLinux('no request fails, and all answers are right, through the swap of a night', async (t) => {
  const { csv, path } = await prepare(t)
  const { server, load } = await serving(t, path, 4)
  const reports = []
  const options = { warmUp: 40, requests: 1000, people: PEOPLE, csv, path }
  for await (const report of dayAndNight(server, load, options)) reports.push(report)

  t.deepEqual(
    reports.flatMap(({ failures }) => failures),
    [],
  )
  t.true(reports.reduce((sum, { asked }) => sum + asked, 0) >= 1000)
  t.deepEqual(
    reports.map(({ swaps }) => swaps),
    [0, 0, 0, 0, 0, 1, 1, 1, 1, 1],
  )
  for (const { privateBytes } of reports) {
    t.is(privateBytes.length, 4)
    t.true(privateBytes.every((bytes: number) => bytes > 0))
  }
  const [gone, come] = [person(0, 1), person(numbersOf(PEOPLE, 2).end - 1, 2)]
  t.is((await fetch(`${server.origin}/entries/${gone.email}`)).status, 404)
  t.is((await fetch(`${server.origin}/entries/${come.email}`)).status, 200)
})

test('ten times as many requests on twice the workers are answered as well', async (t) => {
  const { path } = await prepare(t)
  const { server, load } = await serving(t, path, 8)
  const job = { origin: server.origin, from: 0, end: 10_000, people: PEOPLE, nights: [1], lastNight: 1 }
  const { asked, failures } = await load.run(job)
  t.is(asked, 10_000)
  t.deepEqual(failures, [])
})

test('the load notices answers that are wrong, and people who are missing', async (t) => {
  const { path } = await prepare(t)
  const { server, load } = await serving(t, path, 1)
  const job = { origin: server.origin, from: 0, end: 100, people: PEOPLE, lastNight: 1 }
  // People of another night have other departments; with more people, some are not there.
  t.true((await load.run({ ...job, nights: [9] })).failed > 0)
  t.true((await load.run({ ...job, nights: [1], people: 10 * PEOPLE })).failed > 0)
  t.is((await load.run({ ...job, nights: [1] })).failed, 0)
})

onLinux('it runs as its README says', async (t) => {
  t.timeout(120_000)
  const flags = ['--people', '2000', '--warm-up', '50', '--requests', '200', '--times', '2', '--more-workers', '3']
  const shown = await runExample(t, 'people/main.js', ...flags)
  t.is([...shown.matchAll(/answers were right: 100\.0000 %/g)].length, 2)
})
