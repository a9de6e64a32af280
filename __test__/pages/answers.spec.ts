import { EventEmitter, once } from 'node:events'
import type { ExecutionContext } from 'ava'
import type { SuggestIndex } from 'mapahead'
import { openFixture } from '../support/fixtures.ts'
import { becomes, drawn, inBrowser } from '../support/pages/browser.ts'
import { active, box, chosen, expanded, options, said, serve, texts } from '../support/pages/search.ts'
import { servePages, suggestReply } from '../support/pages/server.ts'

inBrowser('a swap between two keys shows all of the old index, then all of the new one', async (t, visit) => {
  const cities = (name: string) => ['a', 'b', 'c', 'd'].map((letter) => ({ text: `Berg ${letter} ${name}` }))
  const old = await openFixture(t, cities('old'))
  const fresh = await openFixture(t, cities('new'))
  let index = old
  const server = await servePages(() => index)
  t.teardown(() => server.close())
  const { page } = await visit(server.url)
  await page.getByRole('button', { name: 'Details' }).click()
  await box(page).focus()
  const shown = async () => ({
    names: (await texts(page)).map((text) => text.slice(-3)),
    generation: (await page.locator('.list-figures').allTextContents()).map((text) => text.slice(-16)),
  })
  await page.keyboard.type('be')
  await becomes(t, shown, { names: Array(4).fill('old'), generation: [old.generation] })
  index = fresh
  await page.keyboard.type('r')
  await becomes(t, shown, { names: Array(4).fill('new'), generation: [fresh.generation] })
})

/** A server that keeps its answers to some queries until they are released. */
async function serveWithDelays(t: ExecutionContext, delayed: readonly string[]) {
  const released = new EventEmitter()
  const server = await serve(t, {
    async suggest(query) {
      if (delayed.includes(query)) await once(released, query)
      return undefined
    },
  })
  return { ...server, release: (query: string) => released.emit(query) }
}

inBrowser('a late answer does not take the place of a newer one', async (t, visit) => {
  const { url, release, queries } = await serveWithDelays(t, ['n'])
  const { page } = await visit(url)
  await box(page).fill('n')
  await becomes(t, async () => queries.includes('n'), true)
  await box(page).fill('ber')
  await becomes(t, () => texts(page), ['Berlin', 'Bergen', 'Bern'])
  const late = page.waitForResponse(/q=n&/)
  release('n')
  await (await late).finished()
  await drawn(page)
  t.deepEqual(await texts(page), ['Berlin', 'Bergen', 'Bern'])
  await box(page).fill('berg')
  await becomes(t, () => texts(page), ['Bergen', 'Berlin', 'Bern'])
})

inBrowser('a late answer does not open the list again after a choice', async (t, visit) => {
  const { url, release, queries } = await serveWithDelays(t, ['berg'])
  const { page } = await visit(url)
  await box(page).fill('ber')
  await becomes(t, () => texts(page), ['Berlin', 'Bergen', 'Bern'])
  await page.keyboard.press('ArrowDown')
  await page.keyboard.type('g')
  await becomes(t, async () => queries.includes('berg'), true)
  await page.keyboard.press('ArrowDown')
  await becomes(t, () => active(page), 'Berlin')
  await page.keyboard.press('Enter')
  await becomes(t, () => chosen(page), 'Berlin')
  const late = page.waitForResponse(/q=berg&/)
  release('berg')
  await (await late).finished()
  await drawn(page)
  await becomes(t, () => said(page), 'Chosen: Berlin')
  t.is(await options(page).count(), 0)
  t.is(await box(page).inputValue(), 'Berlin')
})

inBrowser('the active option stays the same entry when another list comes under it, or is none', async (t, visit) => {
  const { url, release, queries } = await serveWithDelays(t, ['berg'])
  const { page } = await visit(url)
  await box(page).fill('ber')
  await becomes(t, () => texts(page), ['Berlin', 'Bergen', 'Bern'])
  await page.keyboard.type('g')
  await becomes(t, async () => queries.includes('berg'), true)
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await becomes(t, () => active(page), 'Bergen')
  release('berg')
  await becomes(t, () => texts(page), ['Bergen', 'Berlin', 'Bern'])
  await becomes(t, () => active(page), 'Bergen')
  await box(page).fill('new')
  await becomes(t, () => texts(page), ['New York'])
  await box(page).fill('berlin')
  await becomes(t, () => texts(page), ['Berlin'])
  t.is(await active(page), undefined)
})

inBrowser('a server that is gone is told calmly, and asked until it is back', async (t, visit) => {
  const { url, index, close } = await serve(t)
  const { page } = await visit(url)
  await box(page).fill('ber')
  await becomes(t, () => texts(page), ['Berlin', 'Bergen', 'Bern'])
  await close()
  await page.keyboard.type('g')
  await becomes(t, () => page.locator('.nothing-heading').allTextContents(), ['The server cannot be reached.'])
  await becomes(t, () => said(page), 'The server cannot be reached. Trying again.')
  t.is(await expanded(page), 'false')
  t.is(await box(page).inputValue(), 'berg')
  const again = await servePages(() => index, {}, Number(new URL(url).port))
  t.teardown(() => again.close())
  await becomes(t, () => texts(page), ['Bergen', 'Berlin', 'Bern'])
})

inBrowser('refusals and answers that are none are told in words', async (t, visit) => {
  const bodies: Record<string, [number, string]> = {
    busy: [503, ''],
    html: [200, '<p>proxy</p>'],
    other: [200, '{"query":"other","suggestions":[{"text":5}],"complete":true,"generation":"0"}'],
    broken: [500, 'oops'],
  }
  const { url } = await serve(t, {
    suggest(query) {
      const [status, body] = bodies[query] ?? []
      return status === undefined || body === undefined ? undefined : { status, type: 'text/html', body }
    },
  })
  const { page } = await visit(url)
  for (const [query, message] of [
    ['busy', 'The server is busy.'],
    ['html', 'The server gave an answer that this page cannot read.'],
    ['broken', 'The server answered with status 500.'],
    ['other', 'The server gave an answer that this page cannot read.'],
  ] as const) {
    await box(page).fill(query)
    await becomes(t, () => page.locator('.nothing-heading').allTextContents(), [message])
  }
})

inBrowser('an answer that may lack something says so', async (t, visit) => {
  const server: { index?: SuggestIndex } = {}
  const { url, index } = await serve(t, {
    suggest(query) {
      if (server.index === undefined || query === '') return undefined
      const reply = suggestReply(server.index, query)
      const answer = JSON.parse(Buffer.from(reply.body).toString())
      return { ...reply, body: JSON.stringify({ ...answer, complete: false }) }
    },
  })
  server.index = index
  const { page } = await visit(url)
  await box(page).fill('ber')
  await becomes(t, () => page.locator('.list-incomplete').allTextContents(), [
    'This query took much work; some suggestions may be missing.',
  ])
})
