import { availableParallelism } from 'node:os'
import { Command, InvalidArgumentError } from 'commander'
import { HEADER_NAME } from '../serve/handlers/options.ts'
import type { LogEvent } from '../serve/team/log-event.ts'
import type { HeaderRestriction } from '../serve/team/restrict-by-header.ts'
import { parseBytes, parseFields, parseNumber } from './flags/values.ts'
import { serveUntilSignal } from './serve-signals.ts'
import { goOnWithoutOutput } from './text/output.ts'
import { arenaVariables, semiSpaceFlags } from './worker-memory.ts'

interface Flags {
  workers?: number
  port?: number
  host?: string
  restrict?: HeaderRestriction[]
  snapshot?: string
  basePath?: string
  show?: string[]
  cors?: string[]
  cacheControl?: string
  cache?: number
  compression: boolean
  maxLimit?: number
  maxQueryLength?: number
  maxBatch?: number
  maxBody?: number
  maxUrl?: number
  maxAnswer?: number
  maxPending?: number
  maxHeader?: number
  maxConnections?: number
  headersTimeout?: number
  requestTimeout?: number
  keepAlive?: number
  drain?: number
  grace?: number
  stall?: number
  maxSemiSpaceSize?: number
  json?: boolean
}

const EXAMPLES = `
Then, among others:
  /              a page to search on
  /status        latency, requests and memory, live
  /suggest?q=be  suggestions, as JSON
  /entries/ID    the entry with an id
  /healthz, /readyz, /metrics

SIGTERM, SIGINT and SIGHUP let requests under way end first; a second one does
not. New connections are taken for the time of --grace, while /readyz says 503.
A worker that ends is replaced. Times are in seconds.

Examples:
  $ mapahead serve cities.mapahead
  $ mapahead serve cities.mapahead --workers 4 --port 0
  $ mapahead serve cities.mapahead --show country
  $ mapahead serve cities.mapahead --restrict tenant=header:X-Tenant
  $ mapahead serve cities.mapahead --cors https://example.org \\
      --cache-control 'public, max-age=60'
`

/** What flags are without being given, as far as it is not for the handler to say. Times are in seconds. */
export const SERVE_DEFAULTS = {
  port: 8080,
  host: '127.0.0.1',
  maxHeader: 24 * 1024,
  maxConnections: 10_000,
  headersTimeout: 10,
  requestTimeout: 30,
  keepAlive: 65,
  drain: 10,
  grace: 1,
  stall: 10,
  maxSemiSpaceSize: 1,
} as const

/** The command `serve`. */
export function serveCommand(): Command {
  return new Command('serve')
    .description('Answer HTTP from an index, with several workers.')
    .argument('<file>', 'the index file')
    .option('--workers <number>', 'processes that answer (default: one a core)', whole(1, 1024))
    .option('--port <number>', 'the port; 0 for any (default: 8080)', whole(0, 65_535))
    .option('--host <address>', 'the address to listen on (default: 127.0.0.1)')
    .option('--restrict <field=source>', 'what a request may see, such as tenant=header:X-Tenant', restriction)
    .option('--snapshot <folder>', 'map a copy of the file, which nobody changes in place')
    .option('--base-path <path>', 'what paths begin with, such as /api')
    .option('--show <fields>', 'fields of the payload that the page shows beside a text', parseFields)
    .option('--cors <origin>', "who may read answers in a browser, '*' for all", collected)
    .option('--cache-control <text>', 'the header of suggestions (default: no-cache)')
    .option('--cache <size>', 'answers that a worker keeps (default: 8MiB)', parseBytes)
    .option('--no-compression', 'compress nothing')
    .option('--max-limit <number>', 'most suggestions of a query (default: 1000)', parseNumber)
    .option('--max-query-length <number>', 'its most characters (default: 1000)', parseNumber)
    .option('--max-batch <number>', 'most queries of a batch (default: 100)', parseNumber)
    .option('--max-body <size>', 'the most of a body (default: 128KiB)', parseBytes)
    .option('--max-url <size>', 'the most of a URL (default: 16KiB)', parseBytes)
    .option('--max-answer <size>', 'most of the answer to a query (default: 16MiB)', parseBytes)
    .option('--max-pending <size>', 'most of all unsent answers (default: 64MiB)', parseBytes)
    .option('--max-header <size>', 'most of a head (default: 24KiB)', parseBytes)
    .option('--max-connections <number>', 'of a worker (default: 10000)', whole(1, 1_000_000))
    .option('--headers-timeout <time>', 'for the head of a request (default: 10)', seconds)
    .option('--request-timeout <time>', 'for all of a request (default: 30)', seconds)
    .option('--keep-alive <time>', 'between requests (default: 65)', seconds)
    .option('--drain <time>', 'to end requests when stopped (default: 10)', seconds)
    .option('--grace <time>', 'to take connections when stopped (default: 1)', secondsOrNone)
    .option('--stall <time>', 'to replace a worker that hangs; 0: never (default: 10)', stallSeconds)
    .option('--max-semi-space-size <MiB>', 'of V8 in workers; 0: its own (default: 1)', whole(0, 1024))
    .option('--json', 'write what happens as lines of JSON')
    .addHelpText('after', EXAMPLES)
    .action(serveFile)
}

async function serveFile(file: string, flags: Flags): Promise<void> {
  // Here, since the other commands need none of it.
  const { serve } = await import('../serve/team/primary.ts')
  const { describeEvent } = await import('../serve/team/log-event.ts')
  goOnWithoutOutput()
  const log = (event: LogEvent) => {
    if (flags.json) process.stdout.write(`${JSON.stringify(event)}\n`)
    else if (event.event === 'listening') process.stdout.write(`mapahead: ${describeEvent(event)}\n`)
    else process.stderr.write(`mapahead: ${describeEvent(event)}\n`)
  }
  const { workers = availableParallelism(), ...given } = flags
  const { host, port, drain, grace, stall, ...others } = { ...SERVE_DEFAULTS, ...given }
  const limits = {
    maxConnections: others.maxConnections,
    maxHeaderBytes: others.maxHeader,
    headersTimeoutMs: milliseconds(others.headersTimeout),
    requestTimeoutMs: milliseconds(others.requestTimeout),
    keepAliveMs: milliseconds(others.keepAlive),
  }
  const handler = {
    basePath: flags.basePath,
    cors: flags.cors?.includes('*') ? true : flags.cors,
    cacheControl: flags.cacheControl,
    cacheBytes: flags.cache,
    compression: flags.compression,
    maxLimit: flags.maxLimit,
    maxQueryLength: flags.maxQueryLength,
    maxBatch: flags.maxBatch,
    maxBodyBytes: flags.maxBody,
    maxUrlBytes: flags.maxUrl,
    maxAnswerBytes: flags.maxAnswer,
    maxPendingBytes: flags.maxPending,
  }
  // What comes until its end must be answered too.
  const graceMs = Math.min(Math.round(grace * 1000), milliseconds(drain) / 2)
  const { restrict = [], snapshot } = flags
  const stallMs = stall === 0 ? 0 : milliseconds(stall)
  const nodeFlags = semiSpaceFlags(flags.maxSemiSpaceSize, SERVE_DEFAULTS.maxSemiSpaceSize)
  const serving = await serve(file, {
    workers,
    host,
    port,
    handler,
    show: flags.show ?? [],
    restrict,
    snapshot,
    limits,
    graceMs,
    stallMs,
    nodeFlags,
    variables: arenaVariables(),
    log,
  })
  await serveUntilSignal(serving, milliseconds(drain), log)
}

function whole(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = parseNumber(text)
    if (Number.isInteger(number) && number >= least && number <= most) return number
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`)
  }
}

function seconds(text: string): number {
  const number = parseNumber(text)
  if (number > 0 && number <= 86_400) return number
  throw new InvalidArgumentError('It must be a time in seconds, above 0 and up to 86400.')
}

/** Not so short that a worker that is only busy would be taken for one that hangs. */
function stallSeconds(text: string): number {
  const number = parseNumber(text)
  if (number === 0 || (number >= 0.1 && number <= 86_400)) return number
  throw new InvalidArgumentError('It must be a time in seconds, from 0.1 to 86400, or 0.')
}

function secondsOrNone(text: string): number {
  return parseNumber(text) === 0 ? 0 : seconds(text)
}

/** Whole ones, as timers take them, and not 0, which would mean no limit. */
function milliseconds(seconds: number): number {
  return Math.max(1, Math.round(seconds * 1000))
}

/** Reads a field and where the value of it comes from, and adds them to those before. */
function restriction(text: string, before: readonly HeaderRestriction[] = []): HeaderRestriction[] {
  const [, field = '', source = '', header = ''] = /^([^=]+)=([^:]*):(.*)$/s.exec(text) ?? []
  if (field === '' || source !== 'header' || !HEADER_NAME.test(header)) {
    throw new InvalidArgumentError('It must be FIELD=header:NAME, such as tenant=header:X-Tenant.')
  }
  return [...before, { field, header }]
}

function collected(text: string, before: readonly string[] = []): string[] {
  return [...before, text]
}
