// The command `serve`, started and asked.
import assert from 'node:assert/strict'
import { createInterface } from 'node:readline'
import type { ExecutionContext } from 'ava'
import { outcome, start } from './command.ts'
import { parseExposition } from './exposition.ts'

/** A line of `--json`. */
export interface Line {
  event: string
  url?: string
  pid?: number
  pids?: number[]
  code?: string
  signal?: string
  restartMs?: number
  generation?: string
  previous?: string
  drainMs?: number
  stallMs?: number
}

export interface Status {
  generation: string
  entries: number
  workers: { pid: number; requests: number; pss: number; mapped: number; privateDirty: number }[]
  requests: number
  latency: { p50: number | null; p99: number | null }
  lastMinute: { requests: number }
  restarts: number
  swaps: number
  swapFailures: number
}

/** Starts `serve` and waits until it listens. */
export async function serving(t: ExecutionContext, path: string, ...flags: string[]) {
  const child = start(['serve', path, '--port', '0', '--json', ...flags])
  t.teardown(() => child.kill('SIGKILL'))
  const ended = outcome(child)
  const lines: Line[] = []
  let heard = () => {}
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(JSON.parse(line))
    heard()
  })
  /** Waits until `count` events of that name have come for which `isMeant` holds, and returns them. */
  const events = async (name: string, count: number, isMeant: (line: Line) => boolean = () => true) => {
    for (;;) {
      const found = lines.filter((line) => line.event === name && isMeant(line))
      if (found.length >= count) return found
      await Promise.race([
        new Promise<void>((resolve) => {
          heard = resolve
        }),
        ended.then(({ stderr }) => Promise.reject(new Error(`it ended before ${name}: ${stderr}`))),
      ])
    }
  }
  const event = async (name: string) => (await events(name, 1))[0] as Line
  const { url } = await event('listening')
  const origin = String(url)
  const base = flags[flags.indexOf('--base-path') + 1 || flags.length] ?? ''
  const status = async () => (await (await askAnew(origin, `${base}/status.json`)).json()) as Status
  /** The status as soon as it is of so many requests: workers are not asked for their counts each time. */
  const statusAfter = async (requests: number) => {
    const deadline = Date.now() + 30_000
    for (;;) {
      const last = await status()
      if (last.requests === requests || Date.now() > deadline) return last
    }
  }
  return { child, ended, lines, event, events, origin, status, statusAfter }
}

/** The numbers of `/metrics`, by name and labels, of a text that breaks no rule of its format. */
export async function metricsOf(origin: string): Promise<Map<string, number>> {
  const response = await fetch(`${origin}/metrics`)
  assert.equal(response.headers.get('content-type'), 'text/plain; version=0.0.4; charset=utf-8')
  const families = parseExposition(await response.text())
  const samples = [...families.values()].flatMap(({ samples }) => samples)
  return new Map(samples.map(({ series, value }) => [series, value]))
}

/** Asks on a connection of its own, so that the workers take turns, and again if the connection is lost. */
export async function askAnew(origin: string, path: string): Promise<Response> {
  for (let more = 20; ; more--) {
    try {
      return await fetch(origin + path, { headers: { Connection: 'close' } })
    } catch (error) {
      // A connection on its way to a worker that is killed is lost, as the page of deploying says.
      if (more === 0) throw error
    }
  }
}
