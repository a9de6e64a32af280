// The steps of the story, each with what it found: main.js shows them, the test holds them to what they promise.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { SuggestIndex } from 'mapahead'
import { buildNames } from './indexes.js'
import { privateMemory } from './memory.js'
import { numbersOf, person, writePeople } from './people.js'

const CONNECTIONS = 32

/** Looks one person up in each of the ways that there are. */
export async function lookUp(namesPath, emailsPath, number) {
  const { email, name, department } = person(number, 1)
  const [given, family] = name.split(' ')
  const names = await SuggestIndex.open(namesPath)
  const emails = await SuggestIndex.open(emailsPath)
  try {
    const swapped = `${given} ${family[1].toLowerCase()}${family[0]}${family.slice(2)}`
    return [
      { how: 'exactly, by e-mail address', asked: email, found: names.get(email) },
      { how: 'by the beginning of the address', asked: email.slice(0, -14), found: best(emails, email.slice(0, -14)) },
      { how: 'by name, words in any order', asked: `${family} ${given}`, found: best(names, `${family} ${given}`) },
      { how: 'by name, with a slip', asked: swapped, found: best(names, swapped) },
      { how: `in ${department} alone`, asked: given, found: best(names, given, { filter: { department } }) },
    ]
  } finally {
    names.close()
    emails.close()
  }
}

function best(index, query, options) {
  return index.suggest(query, { limit: 1, ...options }).suggestions[0]
}

/** A process that sends requests. */
export class Load {
  #process = fork(fileURLToPath(new URL('load.js', import.meta.url)))
  #ended = once(this.#process, 'exit').then(([code]) => {
    throw new Error(`the load process ended with exit code ${code}`)
  })

  constructor() {
    this.#ended.catch(() => {}) // it matters to a run alone
  }

  /** Sends the requests of `job`, and returns how many failed, how fast they were answered, and so on. */
  async run(job) {
    const answer = new Promise((resolve) => this.#process.once('message', resolve))
    this.#process.send({ connections: CONNECTIONS, ...job })
    return Promise.race([answer, this.#ended])
  }

  end() {
    this.#process.kill()
  }
}

/**
 * Sends `warmUp` requests that do not count, while the file is replaced by an equal one: it is a server that has run
 * for a while. Then it sends `requests` in ten stages, and looks at the memory of the workers after each. In the sixth the index of the second night takes the place of the first, and requests go on at least
 * until all workers have it. Yields a report of each stage.
 */
export async function* dayAndNight(server, load, { warmUp, requests, people, csv, path }) {
  const { origin } = server
  const quarter = Math.ceil(warmUp / 4)
  for (const part of [1, 2, 3, 4]) {
    const end = part * quarter
    const job = { origin, from: end - quarter, end, people, nights: [1], lastNight: 2 }
    const [{ failed, failures }] = await Promise.all([load.run(job), part === 2 && buildNames(csv, path)])
    if (failed > 0) throw new Error(`${failed} requests failed: ${failures.join('; ')}`)
    await server.collect()
  }
  const step = Math.ceil(requests / 10)
  let sent = 0
  for (let stage = 0; stage < 10; stage++) {
    const isNight = stage === 5
    const nights = isNight ? [1, 2] : [stage < 5 ? 1 : 2]
    let isReplaced = !isNight
    const replacing = isNight ? replace(server, { people, csv, path }).finally(() => (isReplaced = true)) : undefined
    replacing?.catch(() => {}) // awaited below, after the requests
    let report
    do {
      const from = 4 * quarter + sent
      const job = { origin, from, end: from + step, people, nights, lastNight: 2 }
      report = added(report, await load.run(job))
      sent += step
    } while (!isReplaced)
    await replacing
    await server.collect()
    const { workers, swaps } = await server.status()
    yield {
      ...report,
      sent,
      night: nights.join(' to '),
      swaps,
      privateBytes: workers.map(({ pid }) => privateMemory(pid)),
    }
  }
}

/** Adds the reports of two runs up. */
function added(before, report) {
  if (before === undefined) return report
  return {
    asked: before.asked + report.asked,
    failed: before.failed + report.failed,
    failures: [...before.failures, ...report.failures],
    perSecond: Math.min(before.perSecond, report.perSecond),
    p99: Math.max(before.p99, report.p99),
  }
}

/** Puts the people of the second night in place, and waits until every worker has them. */
async function replace(server, { people, csv, path }) {
  await writePeople(csv, people, 2)
  await buildNames(csv, path)
  const { workers } = await server.status()
  await untilEverywhere(server, workers.length, person(numbersOf(people, 2).end - 1, 2).email)
}

/** Waits until all workers find someone: new connections go to one worker after the other. */
async function untilEverywhere(server, workers, email, deadlineMs = 60_000) {
  const deadline = performance.now() + deadlineMs
  for (let inRow = 0; inRow < 2 * workers; ) {
    const response = await fetch(`${server.origin}/entries/${email}`, { headers: { Connection: 'close' } })
    await response.arrayBuffer()
    inRow = response.status === 200 ? inRow + 1 : 0
    if (performance.now() > deadline) throw new Error(`${email} is not there after ${deadlineMs} ms`)
  }
}
