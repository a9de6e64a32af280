// `serve --restrict`: what a request may see by its headers.
import { request } from 'node:http'
import { json } from 'node:stream/consumers'
import test from 'ava'
import { mapahead } from '../support/command.ts'
import { buildLines } from '../support/ranked.ts'
import { failureOf } from '../support/serve-asking.ts'
import { serving } from '../support/serve-command.ts'

const DOORS = [
  { text: 'door', id: '1', contexts: { tenant: 'омск', zone: 5 } },
  { text: 'doors', id: '2', contexts: { tenant: 'омск', zone: 6 } },
  { text: 'doorbell', id: '3', weight: 9, contexts: { tenant: 'b', zone: 5 } },
]

/** Asks with headers as they are: a list has several of one name. */
function askRaw(url: string, headers: Record<string, string | string[]>): Promise<{ status: number; body: unknown }> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { headers }, async (response) => {
      resolve({ status: response.statusCode ?? 0, body: await json(response) })
    })
    sent.on('error', reject).end()
  })
}

test('a request sees the entries whose values its headers say, and none without them', async (t) => {
  const path = await buildLines(t, DOORS)
  const flags = ['--workers', '1', '--restrict', 'tenant=header:X-Tenant', '--restrict', 'zone=header:x-zone']
  const { origin, lines } = await serving(t, path, ...flags)
  const utf8 = Buffer.from('омск').toString('latin1')
  const texts = async (headers: Record<string, string | string[]>, search = '') => {
    const { status, body } = await askRaw(`${origin}/suggest?q=door${search}`, headers)
    const { suggestions = [], error } = body as { suggestions?: { text: string }[]; error?: { code: string } }
    return [status, ...suggestions.map(({ text }) => text), ...(error === undefined ? [] : [error.code])]
  }
  t.deepEqual(await texts({ 'X-Tenant': utf8, 'X-Zone': '5' }), [200, 'door'])
  t.deepEqual(await texts({ 'x-tenant': utf8, 'X-Zone': '6' }), [200, 'doors'])
  t.deepEqual(await texts({ 'X-Tenant': 'b', 'X-Zone': '5' }), [200, 'doorbell'])
  t.deepEqual(await texts({ 'X-Tenant': 'b', 'X-Zone': '6' }), [200])
  t.deepEqual(await texts({ 'X-Tenant': 'b', 'X-Zone': '5' }, '&filter=zone=6'), [200])
  for (const [headers, why] of [
    [{}, 'none'],
    [{ 'X-Tenant': 'b' }, 'one of two'],
    [{ 'X-Tenant': '', 'X-Zone': '5' }, 'an empty one'],
    [{ 'X-Tenant': ['b', 'b'], 'X-Zone': '5' }, 'one twice'],
    [{ 'X-Tenant': 'b, c', 'X-Zone': '5' }, 'two that were joined'],
    [{ 'X-Tenant': '\xe9', 'X-Zone': '5' }, 'one that is not UTF-8'],
  ] as const) {
    t.deepEqual(await texts(headers as never), [403, 'ERR_FORBIDDEN'], why)
  }
  const sent = { headers: { 'X-Tenant': 'b', 'X-Zone': '5' } }
  t.is((await fetch(`${origin}/entries/3`, sent)).status, 200)
  t.is((await fetch(`${origin}/entries/1`, sent)).status, 404)
  t.deepEqual(await failureOf(t, await fetch(`${origin}/entries/3`)), [403, 'ERR_FORBIDDEN'])
  const answer = await fetch(`${origin}/suggest?q=door`, sent)
  t.is(answer.headers.get('vary'), 'Accept-Encoding, X-Tenant, x-zone')
  t.is(answer.headers.get('cache-control'), 'no-cache')
  // What has no entries is there for all.
  for (const open of ['/', '/status', '/healthz', '/readyz', '/metrics', '/status.json']) {
    const response = await fetch(origin + open)
    t.not(response.status, 403, open)
    t.notRegex(await response.text(), /doorbell|омск/, open)
  }
  t.false(lines.some(({ event }) => event === 'error'))
})

test('a field that the index lacks, and a source that there is not, are told at the start', async (t) => {
  const path = await buildLines(t, DOORS)
  const told = async (...restrict: string[]) => {
    const flags = restrict.flatMap((text) => ['--restrict', text])
    const { code, stderr } = await mapahead(['serve', path, '--port', '0', ...flags])
    return `${code} ${stderr}`
  }
  t.regex(
    await told('tennant=header:X'),
    /^2 .*--restrict must be by fields of the index, which has tenant, zone, got "tennant" \[ERR_INVALID_OPTION\]/,
  )
  t.regex(
    await told('zone=header:X', 'zone=header:Y'),
    /^2 .*--restrict must be given once for each field, got "zone" twice/,
  )
  for (const wrong of [
    'tenant',
    'tenant=X-Tenant',
    'tenant=cookie:t',
    'tenant=header:',
    'tenant=header:a b',
    '=header:X',
  ]) {
    t.regex(await told(wrong), /^2 [\s\S]*It must be FIELD=header:NAME, such as tenant=header:X-Tenant/, wrong)
  }
  const bare = await buildLines(t, [{ text: 'door' }])
  const { code, stderr } = await mapahead(['serve', bare, '--restrict', 'tenant=header:X'])
  t.is(code, 2)
  t.regex(stderr, /--restrict must be left out, since the index has no contexts/)
})
