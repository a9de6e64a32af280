// The page is told which fields of a payload to show: `serve --show`.
import test from 'ava'
import type { RecordInput } from 'mapahead'
import { buildFixture } from '../support/fixtures.ts'
import { serving } from '../support/serve-command.ts'

const LONDONS: readonly RecordInput[] = [
  { text: 'London', weight: 7_556_900, payload: { country: 'United Kingdom', region: { code: 'ENG' } } },
  { text: 'London', weight: 346_765, payload: { country: 'Canada', region: { code: '08' } } },
  { text: 'London', weight: 10_060, payload: { country: 'United States', region: { code: 'OH' } } },
  { text: 'Londrina', weight: 9, payload: { country: 'Brazil' } },
]

test('serve tells of a field that no payload has, and serves all the same', async (t) => {
  const path = await buildFixture(t, LONDONS)
  const { lines, origin } = await serving(t, path, '--workers', '1', '--show', 'country,contry')
  const told = lines.filter(({ event }) => event === 'show-missing')
  t.deepEqual(told, [
    {
      event: 'show-missing',
      message: 'none of the best entries has "contry" to show; their payloads have "country", "region"',
    },
  ])
  t.is((await fetch(`${origin}/suggest?q=lon`)).status, 200)
})

test('the page is told the fields in an attribute that holds no markup, under an entity tag of its own', async (t) => {
  const path = await buildFixture(t, LONDONS)
  const plain = await serving(t, path, '--workers', '1')
  const { origin } = await serving(t, path, '--workers', '1', '--show', `"><script>alert(1)</script>,$&`)
  const [one, other] = await Promise.all([fetch(`${plain.origin}/`), fetch(`${origin}/`)])
  t.regex(await one.text(), /<meta name="show" content="\[\]">/)
  const page = await other.text()
  t.true(
    page.includes(
      '<meta name="show" content="[&#34;\\&#34;&#62;&#60;script&#62;alert(1)&#60;/script&#62;&#34;,&#34;$&#38;&#34;]">',
    ),
  )
  t.not(one.headers.get('etag'), other.headers.get('etag'))
})
