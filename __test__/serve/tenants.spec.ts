// Walls between tenants: what one of them may see over HTTP is an index of its records alone.
import type { IncomingMessage } from 'node:http'
import test, { type ExecutionContext } from 'ava'
import { createHandler, type HandlerOptions, type Restriction, type SuggestIndex, type SuggestOptions } from 'mapahead'
import { openLines } from '../support/ranked.ts'
import { type Ask, failureOf, HANDLERS, posted } from '../support/serve-asking.ts'
import { makeLines, makeOptions, makeQuery, reaching, sequence } from '../support/tenants.ts'

const RECORDS = 120
/** How many queries go in one batch. */
const BATCH = 50

const DOORS = [
  { text: 'door', id: '1', contexts: { tenant: 'a' } },
  { text: 'doors', id: '2', contexts: { tenant: 'a' } },
  { text: 'doorbell', id: '3', weight: 9, contexts: { tenant: 'b' } },
]

/** The header `X-Tenant`, of a request of either kind. */
function tenantOf(request: unknown): string {
  const { headers } = request as IncomingMessage | Request
  return String(headers instanceof Headers ? headers.get('x-tenant') : headers['x-tenant'])
}

const WALLED: HandlerOptions = { restrict: (request) => ({ filter: { tenant: tenantOf(request) } }) }

const of = (tenant: string, init: RequestInit = {}): RequestInit => ({
  ...init,
  headers: { ...init.headers, 'X-Tenant': tenant },
})

/** An answer less the generation, which names the file. */
function told(answer: unknown): unknown {
  const { generation, ...rest } = answer as Record<string, unknown>
  return rest
}

/** What an index answers to a query in a batch, without a server. */
function expected(index: SuggestIndex, query: string, options: SuggestOptions): unknown {
  return told(JSON.parse(Buffer.from(index.suggestJson(query, options)).toString()))
}

/** The options that a query string has a way to say, as one. */
function searchOf(query: string, options: SuggestOptions): string {
  const { limit, offset, maxTier, filter, exclude, pin, total, distinct, at } = options
  const search = new URLSearchParams({ q: query, at: String(at) })
  for (const [name, value] of Object.entries({ limit, offset, max_tier: maxTier, total, distinct })) {
    if (value !== undefined) search.set(name, String(value))
  }
  const pairs = (contexts: SuggestOptions['filter'] = {}) =>
    Object.entries(contexts).flatMap(([field, values]) => [values].flat().map((value) => `${field}=${value}`))
  for (const pair of pairs(filter)) search.append('filter', pair)
  for (const pair of pairs(exclude?.contexts)) search.append('exclude', pair)
  for (const id of exclude?.ids ?? []) search.append('exclude_id', String(id))
  for (const id of pin ?? []) search.append('pin', String(id))
  return search.toString()
}

for (const [name, asking] of Object.entries(HANDLERS)) {
  test(`${name}: what a tenant gets is what an index of its records alone answers`, async (t) => {
    let found = 0
    for (const seed of [1, 2, 3]) {
      const next = sequence(seed)
      const lines = makeLines(next, RECORDS)
      const shared = await openLines(t, lines)
      const own = lines.filter(({ contexts: { tenant } = {} }) => tenant === 'a')
      const alone = await openLines(t, own)
      const ask = await asking(t, shared, WALLED)
      const queries = Array.from({ length: BATCH }, () => {
        return { query: makeQuery(next), options: reaching(next, makeOptions(next, RECORDS + 20)) }
      })
      const batch = { queries: queries.map(({ query, options }) => ({ query, ...options })) }
      const { answers } = (await (await ask('/suggest', of('a', posted(batch)))).json()) as { answers: unknown[] }
      t.is(answers.length, BATCH)
      for (const [place, { query, options }] of queries.entries()) {
        const shown = JSON.stringify({ query, options })
        const answer = told(answers[place])
        t.deepEqual(answer, expected(alone, query, options), shown)
        found += (answer as { suggestions: unknown[] }).suggestions.length
        const { explain, boosts, ...plain } = options
        const got = await ask(`/suggest?${searchOf(query, plain)}`, of('a'))
        t.deepEqual(told(await got.json()), expected(alone, query, plain), shown)
      }
      for (const { id } of lines) {
        const response = await ask(`/entries/${encodeURIComponent(String(id))}`, of('a'))
        const entry = alone.get(String(id))
        t.is(response.status, entry === undefined ? 404 : 200, id)
        if (entry !== undefined) t.deepEqual(await response.json(), JSON.parse(JSON.stringify(entry)))
      }
    }
    t.true(found > 200, `${found} suggestions compared`)
  })

  test(`${name}: a filter of the client by another tenant finds nothing, and counts nothing`, async (t) => {
    const ask = await asking(t, await openLines(t, DOORS), WALLED)
    for (const filter of ['tenant=b', 'tenant=nobody']) {
      const { suggestions, total } = (await (await ask(`/suggest?q=door&total&filter=${filter}`, of('a'))).json()) as {
        suggestions: unknown[]
        total: unknown
      }
      t.deepEqual([suggestions, total], [[], { value: 0, relation: 'exact' }], filter)
    }
    const both = await ask('/suggest?q=door&total&filter=tenant=a&filter=tenant=b', of('a'))
    t.like(await both.json(), { suggestions: { length: 2 }, total: { value: 2 } })
    t.deepEqual(await failureOf(t, await ask('/entries/3', of('a'))), [404, 'ERR_NOT_FOUND'])
    t.is((await ask('/entries/3', of('b'))).status, 200)
  })

  test(`${name}: an answer that was kept for one tenant is never given to another`, async (t) => {
    const ask = await asking(t, await openLines(t, DOORS), WALLED)
    const texts = async (response: Response) => {
      const { suggestions } = (await response.json()) as { suggestions: { text: string }[] }
      return suggestions.map(({ text }) => text)
    }
    const [first, kept, other] = [
      await ask('/suggest?q=door', of('a')),
      await ask('/suggest?q=door', of('a')),
      await ask('/suggest?q=door', of('b')),
    ]
    t.regex(kept.headers.get('server-timing') ?? '', /hit$/)
    t.notRegex(other.headers.get('server-timing') ?? '', /hit$/)
    t.deepEqual(await texts(kept), ['door', 'doors'])
    t.deepEqual(await texts(other), ['doorbell'])
    const tag = { 'If-None-Match': first.headers.get('etag') ?? '' }
    t.is((await ask('/suggest?q=door', of('a', { headers: tag }))).status, 304)
    const again = await ask('/suggest?q=door', of('b', { headers: tag }))
    t.deepEqual([again.status, await texts(again)], [200, ['doorbell']])
    const entry = await ask('/entries/1', of('a'))
    const ofEntry = { 'If-None-Match': entry.headers.get('etag') ?? '' }
    t.is((await ask('/entries/1', of('a', { headers: ofEntry }))).status, 304)
    t.is((await ask('/entries/1', of('b', { headers: ofEntry }))).status, 404)
  })

  test(`${name}: a promise of a restriction is waited for`, async (t) => {
    const restrict = async (request: unknown): Promise<Restriction> => {
      await Promise.resolve()
      return { filter: { tenant: tenantOf(request) } }
    }
    const ask = await asking(t, await openLines(t, DOORS), { restrict })
    const asked = { queries: [{ query: 'doorb' }, { query: 'door' }] }
    const { answers } = (await (await ask('/suggest', of('b', posted(asked)))).json()) as { answers: object[] }
    t.like(answers, [{ suggestions: { length: 1 } }, { suggestions: { length: 1 } }] as never)
    t.is((await ask('/entries/1', of('b'))).status, 404)
    t.is((await ask('/entries/1', of('a'))).status, 200)
  })

  test(`${name}: a restriction that fails is a 500 of which onError is told, and never an open answer`, async (t) => {
    const index = await openLines(t, DOORS)
    const filter = { tenant: 'a' }
    const wrong: [what: string, restrict: () => unknown][] = [
      ['throws', () => raise(new Error('no session'))],
      ['rejects', () => Promise.reject(new Error('no session'))],
      ['throws an error of ours', () => index.suggest('x', { limit: 0 })],
      ['nothing', () => undefined],
      ['nothing, later', () => Promise.resolve()],
      ['null', () => null],
      ['true', () => true],
      ['a text', () => 'a'],
      ['no member', () => ({})],
      ['no field', () => ({ filter: {} })],
      ['an undefined filter', () => ({ filter: undefined })],
      ['an undefined value', () => ({ filter: { tenant: undefined } })],
      ['an undefined exclusion', () => ({ filter, exclude: undefined })],
      ['undefined ids', () => ({ filter, exclude: { ids: undefined } })],
      ['a map', () => ({ filter, exclude: new Map([['ids', ['1']]]) })],
      ['no exclusion', () => ({ exclude: {} })],
      ['another name', () => ({ filter, filters: {} })],
      ['a field that the index lacks', () => ({ filter: { tennant: 'a' } })],
      ['too many values', () => ({ filter: { tenant: Array(10_001).fill('a') } })],
    ]
    for (const [what, restrict] of wrong) {
      const errors: unknown[] = []
      const onError = (error: unknown) => errors.push(error)
      const ask = await asking(t, index, { restrict: restrict as never, onError })
      const asked: [string, RequestInit?][] = [
        ['/suggest?q=door'],
        ['/suggest', posted({ query: 'door' })],
        ['/entries/1'],
      ]
      for (const [path, init] of asked) {
        const response = await ask(path, init)
        const text = await response.clone().text()
        t.deepEqual(await failureOf(t, response), [500, 'ERR_INTERNAL'], what)
        t.notRegex(text, /door|tenant|session/, what)
      }
      t.is(errors.length, asked.length, what)
      t.true(errors.every((error) => error instanceof Error))
      const batch = await ask('/suggest', posted({ queries: [{ query: 'door' }] }))
      t.notRegex(await batch.text(), /suggestions|tenant/, what)
    }
  })

  test(`${name}: a request that may see nothing is a 403 with a code, and no error of the server`, async (t) => {
    const onError = () => t.fail()
    for (const restrict of [() => false as const, async () => false as const]) {
      const ask = await asking(t, await openLines(t, DOORS), { restrict, onError })
      for (const [path, init] of [
        ['/suggest?q=door', {}],
        ['/suggest?limit=wrong', {}],
        ['/suggest', posted({ query: 'door' })],
        ['/suggest', posted({ queries: [] })],
        ['/entries/1', {}],
      ] as const) {
        t.deepEqual(await failureOf(t, await ask(path, init)), [403, 'ERR_FORBIDDEN'], path)
      }
      for (const path of ['/healthz', '/readyz']) t.is((await ask(path)).status, 200)
    }
  })

  test(`${name}: a client cannot say what it may see`, async (t) => {
    const index = await openLines(t, DOORS)
    for (const options of [{}, WALLED]) {
      const ask = await asking(t, index, options)
      const restrict = { filter: { tenant: 'b' } }
      const single = await ask('/suggest', of('a', posted({ query: 'door', restrict })))
      t.notRegex(await single.clone().text(), /there are [^"]*restrict/)
      t.deepEqual(await failureOf(t, single), [400, 'ERR_INVALID_OPTION'])
      t.deepEqual(await failureOf(t, await ask('/suggest?q=door&restrict=tenant=b', of('a'))), [
        400,
        'ERR_INVALID_OPTION',
      ])
      const batch = await ask('/suggest', of('a', posted({ queries: [{ query: 'door', restrict }] })))
      t.like(await batch.json(), { answers: [{ error: { code: 'ERR_INVALID_OPTION' } }] as never })
    }
  })

  test(`${name}: shared caches keep no restricted answer, unless vary says what it depends on`, async (t) => {
    const index = await openLines(t, DOORS)
    const headers = async (options: HandlerOptions, path = '/suggest?q=door') => {
      const response = await (await asking(t, index, { ...WALLED, ...options }))(path, of('a'))
      return [response.status, response.headers.get('cache-control'), response.headers.get('vary')]
    }
    t.deepEqual(await headers({}), [200, 'private, no-cache', 'Accept-Encoding'])
    t.deepEqual(await headers({}, '/entries/1'), [200, 'private, no-cache', 'Accept-Encoding'])
    const vary = ['X-Tenant']
    t.deepEqual(await headers({ vary }), [200, 'no-cache', 'Accept-Encoding, X-Tenant'])
    const shared = { vary, cacheControl: 'public, max-age=60' }
    t.deepEqual(await headers(shared), [200, 'public, max-age=60', 'Accept-Encoding, X-Tenant'])
    const asker: (options: HandlerOptions) => Promise<Ask> = (options) => asking(t, index, options)
    for (const [wrong, option] of [
      [{ ...WALLED, cacheControl: 'public, max-age=60' }, 'cacheControl'],
      [{ restrict: undefined }, 'restrict'],
      [{ restrict: { filter: { tenant: 'a' } } }, 'restrict'],
      [{ vary: 'X-Tenant' }, 'vary'],
      [{ vary: ['X Tenant'] }, 'vary'],
    ] as const) {
      await t.throwsAsync(asker(wrong as never), {
        code: 'ERR_INVALID_OPTION',
        message: new RegExp(`^${option} must be`),
      })
    }
  })
}

function raise(error: Error): never {
  throw error
}

test('the type of a request may be that of a framework', async (t: ExecutionContext) => {
  interface Session extends IncomingMessage {
    tenant: string
  }
  const handler = createHandler(await openLines(t, DOORS), {
    restrict: (request: Session) => ({ filter: { tenant: request.tenant } }),
  })
  const taken: (req: Session, ...rest: never[]) => void = handler
  t.is(taken.length, 3)
})
