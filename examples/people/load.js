// The load process: asks over HTTP, over connections that stay open, and checks every answer.
import { Agent, get } from 'node:http'
import { numbersOf, person } from './people.js'

/** One request in so many is for someone who is not there, since most mail comes from strangers; one in so many a name. */
const STRANGERS = 10
const NAMES = 3

/** Asks for `path`, and returns the status and the JSON of the answer. */
function ask(agent, origin, path) {
  return new Promise((resolve, reject) => {
    const request = get(origin + path, { agent }, (response) => {
      const chunks = []
      response.on('data', (chunk) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        try {
          resolve({ status: response.statusCode, body: JSON.parse(Buffer.concat(chunks).toString()) })
        } catch (error) {
          reject(error)
        }
      })
    })
    request.on('error', reject)
  })
}

/** Asks one question about person `number`, and returns what is wrong with the answer, or nothing. */
async function check(agent, origin, number, kind, nights) {
  const { email, name } = person(number, nights[0])
  if (kind === 'stranger') {
    const { status, body } = await ask(agent, origin, `/entries/${encodeURIComponent(`not.${email}`)}`)
    return status === 404 && body.error.code === 'ERR_NOT_FOUND' ? undefined : `${status} for a stranger`
  }
  if (kind === 'entry') {
    const { status, body } = await ask(agent, origin, `/entries/${encodeURIComponent(email)}`)
    const departments = nights.map((night) => person(number, night).department)
    const isRight = status === 200 && body.text === name && departments.includes(body.payload.department)
    return isRight ? undefined : `${status} ${JSON.stringify(body)} for ${email}`
  }
  // The whole given name, and the beginning of the family name.
  const typed = name.slice(0, name.indexOf(' ') + 3)
  const { status, body } = await ask(agent, origin, `/suggest?q=${encodeURIComponent(typed)}`)
  // Slips are looked for within a budget of work (`complete`); what was typed is there in any case.
  const isRight = status === 200 && body.suggestions[0]?.match.tier === 0
  return isRight && body.suggestions.every(isOf(typed)) ? undefined : `${status} ${JSON.stringify(body)} for ${typed}`
}

/** Tells of a suggestion whether its text has a word for every word that was typed, or was found by another tier. */
function isOf(typed) {
  const words = typed.toLowerCase().split(' ')
  return ({ text, match }) => {
    const there = text.toLowerCase().split(' ')
    return match.tier > 0 || words.every((word) => there.some((other) => other.startsWith(word)))
  }
}

function kindOf(request) {
  if (request % STRANGERS === 0) return 'stranger'
  return request % NAMES === 0 ? 'name' : 'entry'
}

/**
 * Sends the requests from number `from` to `end`. Any of `nights` may answer: two, while the index is replaced.
 * Only people that are there in each night up to `lastNight` are asked for.
 */
async function run({ origin, from, end, connections, people, nights, lastNight }) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const { first } = numbersOf(people, lastNight)
  const [failures, times] = [[], new Float64Array(end - from)]
  let request = from
  const connection = async () => {
    while (request < end) {
      const mine = request++
      const number = first + ((mine * 7919) % (people - first))
      const started = performance.now()
      const wrong = await check(agent, origin, number, kindOf(mine), nights).catch((error) => error.message)
      times[mine - from] = performance.now() - started
      if (wrong !== undefined) failures.push(wrong)
    }
  }
  const started = performance.now()
  await Promise.all(Array.from({ length: connections }, connection))
  const seconds = (performance.now() - started) / 1000
  agent.destroy()
  times.sort()
  const p99 = times[Math.floor(times.length * 0.99)]
  return {
    asked: end - from,
    failed: failures.length,
    failures: failures.slice(0, 5),
    perSecond: (end - from) / seconds,
    p99,
  }
}

process.on('message', async (job) => process.send(await run(job)))
