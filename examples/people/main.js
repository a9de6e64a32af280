// The whole story: a CSV of people, looked up exactly and by prefixes, served by 4 workers through a night, then by 8.
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { megabytes, milliseconds, printTable, showProgress, whole } from '../table.js'
import { buildEmails, buildNames } from './indexes.js'
import { privateMemory } from './memory.js'
import { writePeople } from './people.js'
import { Server } from './server.js'
import { dayAndNight, Load, lookUp } from './story.js'

const { values: flags } = parseArgs({
  options: {
    folder: { type: 'string', default: fileURLToPath(new URL('.', import.meta.url)) }, // of the files it makes
    people: { type: 'string', default: '100000' },
    requests: { type: 'string', default: '100000' },
    'warm-up': { type: 'string', default: '300000' },
    workers: { type: 'string', default: '4' },
    times: { type: 'string', default: '10' },
    'more-workers': { type: 'string', default: '8' },
  },
})
const options = ['people', 'warm-up', 'requests', 'workers', 'times', 'more-workers']
const [people, warmUp, requests, workers, times, moreWorkers] = options.map((name) => Number(flags[name]))
const fileOf = (name) => join(flags.folder, name)
const [csv, namesPath, emailsPath] = ['people.csv', 'names.mapahead', 'emails.mapahead'].map(fileOf)

await writePeople(csv, people, 1)
for (const [name, build, path] of [
  ['names', buildNames, namesPath],
  ['e-mail addresses', buildEmails, emailsPath],
]) {
  const { entries, bytes, durationMs } = await build(csv, path)
  console.log(`${whole(entries)} ${name}: ${megabytes(bytes)}, built in ${milliseconds(durationMs)}`)
}

console.log('\nLook-ups\n')
printTable(
  ['how', 'asked', 'found'],
  (await lookUp(namesPath, emailsPath, Math.floor(people / 2))).map(({ how, asked, found }) => [
    how,
    asked,
    found.text,
  ]),
)

let failed = await serveThroughNight()
failed += await serveMore()
process.exitCode = failed === 0 ? 0 : 1

/** The first load, with the nightly swap in the middle; returns how many requests failed. */
async function serveThroughNight() {
  console.log(`${whole(warmUp)} requests that do not count, so that what runs often is compiled; then`)
  console.log(`${whole(requests)} requests, ${workers} workers, the index of the next night in the middle\n`)
  const server = await Server.start(namesPath, workers)
  const load = new Load()
  const reports = []
  try {
    for await (const report of dayAndNight(server, load, { warmUp, requests, people, csv, path: namesPath })) {
      reports.push(report)
      showProgress(`${whole(report.sent)} requests`)
    }
  } finally {
    showProgress('')
    load.end()
    await server.stop()
  }
  const first = sum(reports[0].privateBytes)
  const rows = reports.map(({ sent, failed, night, perSecond, p99, privateBytes }) => [
    whole(sent),
    failed,
    night,
    whole(perSecond),
    milliseconds(p99),
    megabytes(sum(privateBytes)),
    `${((sum(privateBytes) / first) * 100 - 100).toFixed(1)} %`,
  ])
  printTable(['requests', 'failed', 'night', 'a second', 'p99', 'private memory', 'against the first'], rows)
  return showSuccess(reports)
}

/** More requests on more workers; returns how many failed. */
async function serveMore() {
  const end = times * requests
  console.log(`${times} times as many: ${whole(end)} requests, ${moreWorkers} workers\n`)
  const server = await Server.start(namesPath, moreWorkers)
  const load = new Load()
  try {
    const job = { origin: server.origin, from: 0, end, people, nights: [2], lastNight: 2 }
    const report = await load.run(job)
    await server.collect()
    const { workers: members } = await server.status()
    printTable(
      ['requests', 'failed', 'a second', 'p99', 'private memory of a worker', 'of the index, all workers'],
      [
        [
          whole(report.asked),
          report.failed,
          whole(report.perSecond),
          milliseconds(report.p99),
          megabytes(sum(members.map(({ pid }) => privateMemory(pid))) / moreWorkers),
          megabytes(sum(members.map(({ pss }) => pss))),
        ],
      ],
    )
    return showSuccess([report])
  } finally {
    load.end()
    await server.stop()
  }
}

function showSuccess(reports) {
  const [asked, failed] = [sum(reports.map((report) => report.asked)), sum(reports.map((report) => report.failed))]
  console.log(
    `${whole(asked - failed)} of ${whole(asked)} answers were right: ${((1 - failed / asked) * 100).toFixed(4)} %\n`,
  )
  for (const failure of reports.flatMap(({ failures }) => failures).slice(0, 5)) console.log(`  ${failure}`)
  return failed
}

function sum(numbers) {
  return numbers.reduce((total, number) => total + number, 0)
}
