// What ranks, over HTTP: the parameters of filters, boosts, pins and the rest, with the answers of the API.
import test from 'ava'
import type { SuggestOptions } from 'mapahead'
import { openLines, SERVICES } from '../support/ranked.ts'
import { failureOf, HANDLERS, posted } from '../support/serve-asking.ts'

/** The same request as a query string and as options. */
const REQUESTS: readonly (readonly [search: string, options: SuggestOptions])[] = [
  ['filter=city=moscow', { filter: { city: 'moscow' } }],
  ['filter=city=moscow&filter=city=omsk&filter=zone=7', { filter: { city: ['moscow', 'omsk'], zone: 7 } }],
  ['filter=city=nowhere', { filter: { city: 'nowhere' } }],
  ['exclude=category=doors&exclude=city=perm', { exclude: { contexts: { category: 'doors', city: 'perm' } } }],
  ['exclude_id=door&exclude_id=oak', { exclude: { ids: ['door', 'oak'] } }],
  ['exclude_id=door&exclude=city=perm', { exclude: { ids: ['door'], contexts: { city: 'perm' } } }],
  ['boost=category=doors:3&boost=category=bells:0.5', { boosts: { contexts: { category: { doors: 3, bells: 0.5 } } } }],
  ['boost_id=oak:40&boost=city=moscow:2', { boosts: { ids: { oak: 40 }, contexts: { city: { moscow: 2 } } } }],
  ['pin=oak&pin=handle', { pin: ['oak', 'handle'] }],
  ['at=2026-10-15', { at: '2026-10-15' }],
  ['at=2026-04-15&explain', { at: '2026-04-15', explain: true }],
  ['total=true&explain=false&limit=1', { total: true, limit: 1 }],
  ['distinct&total=true', { distinct: true, total: true }],
]

for (const [name, asking] of Object.entries(HANDLERS)) {
  test(`${name}: every parameter of ranking is the option of its name`, async (t) => {
    const index = await openLines(t, SERVICES)
    const ask = await asking(t, index)
    const plain = Buffer.from(index.suggestJson('door', { at: '2026-01-15' })).toString()
    for (const [search, options] of REQUESTS) {
      const at = options.at ?? '2026-01-15'
      const day = options.at === undefined ? '&at=2026-01-15' : ''
      const response = await ask(`/suggest?q=door&${search}${day}`)
      t.is(response.status, 200, search)
      const text = await response.text()
      t.is(text, Buffer.from(index.suggestJson('door', { ...options, at })).toString(), search)
      t.not(text, plain, `${search} changes nothing`)
    }
  })

  test(`${name}: a POST takes the same as JSON`, async (t) => {
    const index = await openLines(t, SERVICES)
    const ask = await asking(t, index)
    for (const [, options] of REQUESTS) {
      const asked = { ...options, at: options.at ?? '2026-01-15' }
      const response = await ask('/suggest', posted({ query: 'door', ...asked }))
      t.is(await response.text(), Buffer.from(index.suggestJson('door', asked)).toString())
    }
  })

  test(`${name}: what is not of the form of a parameter is told by its name`, async (t) => {
    const ask = await asking(t, await openLines(t, SERVICES))
    const cases = [
      ['filter=moscow', 'filter must be FIELD=VALUE, such as city=moscow, got "moscow"'],
      ['exclude==x', 'exclude must be FIELD=VALUE, such as city=moscow, got "=x"'],
      ['boost=category=doors', 'boost must be FIELD=VALUE:NUMBER, such as category=doors:3, got "category=doors"'],
      ['boost_id=oak', 'boost_id must be ID:NUMBER, such as 2950159:3, got "oak"'],
      ['total=yes', 'total must be true or false, got "yes"'],
    ] as const
    for (const [search, message] of cases) {
      const response = await ask(`/suggest?q=door&${search}`)
      const { error } = (await response.json()) as { error: { code: string; message: string } }
      t.deepEqual([response.status, error.code, error.message], [400, 'ERR_INVALID_OPTION', message])
    }
    for (const search of [
      'filter=cty=moscow',
      'boost=cty=x:3',
      'boost_id=oak:1001',
      'at=never',
      'at=2026-01-15&at=2026-01-16',
    ]) {
      const reply = await ask(`/suggest?q=door&${search}`)
      t.deepEqual(await failureOf(t, reply.clone()), [400, 'ERR_INVALID_OPTION'], search)
      const { error } = (await reply.json()) as { error: { message: string } }
      t.true(error.message.startsWith(search.slice(0, search.indexOf('='))), error.message)
    }
  })
}
