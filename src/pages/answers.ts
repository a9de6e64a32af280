import type { Suggestion, SuggestResult } from '../suggest/suggestion.ts'

/** What the server said to one query. */
export type Answer = FoundAnswer | FailedAnswer

/** An answer with its suggestions, all of one generation of the index. */
export interface FoundAnswer extends SuggestResult {
  isFailure: false
  /** What the server says it took, in milliseconds, if it says so. */
  serverMs: number | undefined
  /** From asking to the last byte, in milliseconds. */
  totalMs: number
}

/** What to show where there is no answer. */
export interface FailedAnswer {
  isFailure: true
  query: string
  /** One sentence: what happened. */
  message: string
}

/** How long a server may take before the page says that it does not answer, in milliseconds. */
const PATIENCE_MS = 10_000

/** Asks the server for suggestions. Never rejects: what goes wrong is an answer too. */
export async function ask(query: string, limit: number): Promise<Answer> {
  const started = performance.now()
  try {
    const parameters = new URLSearchParams({ q: query, limit: String(limit) })
    const response = await fetch(`suggest?${parameters}`, { signal: AbortSignal.timeout(PATIENCE_MS) })
    const body: unknown = await response.json().catch(() => undefined)
    if (!response.ok) return failure(query, refusal(response.status, body))
    if (!isSuggestResult(body)) return failure(query, 'The server gave an answer that this page cannot read.')
    const serverMs = durationOf(response.headers.get('server-timing'))
    return { ...body, isFailure: false, serverMs, totalMs: performance.now() - started }
  } catch (error) {
    const isLate = error instanceof DOMException && error.name === 'TimeoutError'
    return failure(query, isLate ? 'The server takes very long to answer.' : 'The server cannot be reached.')
  }
}

function failure(query: string, message: string): FailedAnswer {
  return { isFailure: true, query, message }
}

/** Says why the server refused: in its own words, if it gave any. */
function refusal(status: number, body: unknown): string {
  if (status === 429 || status === 503) return 'The server is busy.'
  const { error } = isObject(body) ? body : {}
  const { message } = isObject(error) ? error : {}
  return typeof message === 'string' ? `The server refused: ${message}` : `The server answered with status ${status}.`
}

/** Reads the first duration of a `Server-Timing` header, in milliseconds. */
function durationOf(header: string | null): number | undefined {
  const [, duration] = /;\s*dur="?([\d.]+)/.exec(header ?? '') ?? []
  return duration === undefined ? undefined : Number(duration)
}

/** Whether all that the page shows is there, in its type. */
function isSuggestResult(body: unknown): body is SuggestResult {
  if (!isObject(body)) return false
  const { query, suggestions, complete, generation } = body
  return (
    typeof query === 'string' &&
    typeof complete === 'boolean' &&
    typeof generation === 'string' &&
    Array.isArray(suggestions) &&
    suggestions.every(isSuggestion)
  )
}

function isSuggestion(value: unknown): value is Suggestion {
  if (!isObject(value)) return false
  const { text, id, score, weight, highlights, match } = value
  const { surface, via, dropped } = isObject(match) ? match : {}
  return (
    typeof text === 'string' &&
    (id === undefined || typeof id === 'string') &&
    typeof score === 'number' &&
    typeof weight === 'number' &&
    Array.isArray(highlights) &&
    typeof surface === 'string' &&
    Array.isArray(via) &&
    (dropped === undefined || Array.isArray(dropped))
  )
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
