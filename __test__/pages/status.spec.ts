import type { ExecutionContext } from 'ava'
import type { Page } from 'playwright-core'
import { openFixture } from '../support/fixtures.ts'
import { barriers, becomes, inBrowser, overflow } from '../support/pages/browser.ts'
import { type PageServer, type Reply, servePages } from '../support/pages/server.ts'

const MAPPED = 16_000_000

/** A report of `count` workers that share one copy of the index. */
function report(count: number) {
  return {
    generation: '0123456789abcdef',
    entries: 135_233,
    uptime: 11_525,
    workers: Array.from({ length: count }, (_, place) => ({
      pid: 4_000 + place,
      requests: 1_000 + place,
      rss: MAPPED as number | null,
      pss: (MAPPED / count) as number | null,
      privateDirty: 0 as number | null,
      mapped: MAPPED as number | null,
    })),
    requests: 4_006,
    latency: { p50: 0.04, p99: 0.61 } as Record<string, number | null>,
    lastMinute: { requests: 600, p50: 0.03, p99: 0.52 },
    swaps: 2,
    swapFailures: 0,
  }
}

const json = (body: unknown): Reply => ({ status: 200, type: 'application/json', body: JSON.stringify(body) })

async function serve(t: ExecutionContext, status: () => Reply, port = 0): Promise<PageServer> {
  const index = await openFixture(t, [{ text: 'Berlin' }])
  const server = await servePages(() => index, { status }, port)
  t.teardown(() => server.close())
  return server
}

/** The figures of the page by their names. */
async function figures(page: Page): Promise<Record<string, string[]>> {
  const names = await page.locator('.figure dt').allTextContents()
  const values = await page.locator('.figure-value').allTextContents()
  const more = await page.locator('.figure-more').allTextContents()
  return Object.fromEntries(names.map((name, place) => [name, [values[place] ?? '', more[place] ?? '']]))
}

const rows = (page: Page) =>
  page.locator('table tr').evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent)))

inBrowser(
  'the status page shows the workers, what they take together, and what copies would take',
  async (t, visit) => {
    const { url } = await serve(t, () => json(report(4)))
    const { page } = await visit(`${url}/status`)
    await becomes(
      t,
      () => page.locator('#index').textContent(),
      '135,233 entries · generation 0123456789abcdef · up 3 h 12 min',
    )
    const summary = '4 workers together take 16 MB; one copy per worker would take 64 MB.'
    t.is(await page.locator('#memory-summary').textContent(), summary)
    t.deepEqual(await rows(page), [
      ['Process', 'Requests', 'Its share', 'Private', 'Resident', 'Mapped'],
      ...[0, 1, 2, 3].map((place) => [`${4_000 + place}`, `1,00${place}`, '4 MB', '0', '16 MB', '16 MB']),
      ['Together', '4,006', '16 MB', '0', '64 MB', '64 MB'],
    ])
    const chart = page.getByRole('img', { name: 'Memory of the index per worker, against one copy per worker' })
    t.deepEqual(await chart.locator('text').allTextContents(), [
      'All workers',
      '16 MB',
      ...[0, 1, 2, 3].flatMap((place) => [`Worker ${4_000 + place}`, '4 MB']),
    ])
    t.regex((await chart.locator('desc').textContent()) ?? '', /take 16 MB; one copy per worker would take 64 MB/)
    const widths = await chart
      .locator('rect')
      .evaluateAll((bars) => bars.map((bar) => Number(bar.getAttribute('width'))))
    const [copies = 0, taken = 0, copy = 0, share = 0] = widths
    t.deepEqual(
      [taken, copy, share].map((width) => Math.round((copies / width) * 10) / 10),
      [4, 4, 16],
    )
  },
)

inBrowser('the status page asks again, and shows the rate since it asked last', async (t, visit) => {
  let reports = 0
  let isMoving = false
  const { url } = await serve(t, () => {
    if (isMoving) reports += 1
    const now = report(4)
    // 50 requests in each quarter of a second.
    return json({
      ...now,
      requests: now.requests + reports * 50,
      uptime: now.uptime + reports * 0.25,
      swaps: 2 + reports,
    })
  })
  const { page } = await visit(`${url}/status`)
  const rate = async () => (await figures(page))['Requests per second']
  await becomes(t, rate, ['10', '4,006 since the start'])
  isMoving = true
  await becomes(t, async () => (await rate())?.[0], '200')
  const { 'Median latency': median, '99th percentile': late, Swaps: swaps } = await figures(page)
  t.true(Number(swaps?.[0]) > 2)
  t.deepEqual(median, ['0.03 ms', '0.04 ms since the start'])
  t.deepEqual(late, ['0.52 ms', '0.61 ms since the start'])
  t.is(await page.getByRole('img', { name: 'Requests per second in the last minute, at most 200' }).count(), 1)
})

inBrowser('a status without memory figures and without requests says what is not known', async (t, visit) => {
  const { url } = await serve(t, () => {
    const now = report(2)
    const workers = now.workers.map((worker) => ({ ...worker, rss: null, pss: null, privateDirty: null, mapped: null }))
    const none = { p50: null, p99: null }
    return json({ ...now, workers, requests: 0, latency: none, lastMinute: { requests: 0, ...none }, swapFailures: 1 })
  })
  const { page } = await visit(`${url}/status`)
  await becomes(
    t,
    () => page.locator('#memory-summary').textContent(),
    'This system does not tell how processes share memory; Linux does.',
  )
  t.deepEqual((await rows(page)).slice(1), [
    ['4000', '1,000', '–', '–', '–', '–'],
    ['4001', '1,001', '–', '–', '–', '–'],
  ])
  t.is(await page.locator('#memory svg').count(), 0)
  t.deepEqual(await figures(page), {
    'Requests per second': ['0', '0 since the start'],
    'Median latency': ['–', '– since the start'],
    '99th percentile': ['–', '– since the start'],
    Swaps: ['2', '1 failed'],
  })
})

inBrowser('a status that stops coming is told once, and the last figures stay until it is back', async (t, visit) => {
  const { url, close } = await serve(t, () => json(report(4)))
  const { page } = await visit(`${url}/status`)
  const trouble = () => page.getByRole('status').textContent()
  await becomes(t, () => page.locator('tbody tr').count(), 4)
  t.is(await trouble(), '')
  await close()
  await becomes(t, trouble, 'The server cannot be reached. These are its last figures; asking again every second.')
  t.is(await page.locator('tbody tr').count(), 4)
  await serve(t, () => json(report(2)), Number(new URL(url).port))
  await becomes(t, trouble, '')
  await becomes(t, () => page.locator('tbody tr').count(), 2)
})

inBrowser('a status that is none is told in words', async (t, visit) => {
  const answers: Reply[] = [
    { status: 404, type: 'text/plain', body: 'not here' },
    { status: 200, type: 'text/html', body: '<p>proxy</p>' },
    json({ generation: 5 }),
  ]
  let current = 0
  const { url } = await serve(t, () => answers[current] ?? json(report(1)))
  const { page } = await visit(`${url}/status`)
  const unreadable = 'The server gave a report that this page cannot read. Asking again every second.'
  for (const message of ['The server answered with status 404. Asking again every second.', unreadable, unreadable]) {
    await becomes(t, () => page.getByRole('status').textContent(), message)
    t.false(await page.locator('#report').isVisible())
    current += 1
  }
  await becomes(t, () => page.locator('tbody tr').count(), 1)
  t.regex((await page.locator('#memory-summary').textContent()) ?? '', /^One worker takes 16 MB/)
})

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1200, 375]) {
    inBrowser(
      `the status page has no barriers and no sideways scrolling, ${colorScheme}, ${width} pixels wide`,
      async (t, visit) => {
        const { url } = await serve(t, () => json(report(8)))
        const { page } = await visit(`${url}/status`, { colorScheme, viewport: { width, height: 700 } })
        await becomes(t, () => page.locator('tbody tr').count(), 8)
        t.deepEqual(await barriers(page), [])
        t.true((await overflow(page)) <= 0)
      },
    )
  }
}
