import { existsSync } from 'node:fs'
import test, { type ExecutionContext } from 'ava'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { importScript } from '../../ci/script.ts'

/** A page that a test opened, and what went wrong in it. */
export interface Visit {
  page: Page
  /** Errors, broken policies, dialogs and requests that no page should make. */
  problems: string[]
}

/** Opens pages in a browser of its own profile. */
export type Visitor = (url: string, options?: BrowserContextOptions) => Promise<Visit>

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
const DEADLINE_MS = 60_000

const { BROWSERS } = await importScript<{ BROWSERS: string[] }>('tools.mjs')
const executablePath = BROWSERS.find((path) => existsSync(path))
let running: Promise<Browser> | undefined

/**
 * Declares a test that opens pages. It fails if a page logs an error, breaks the content policy, shows a dialog or asks
 * another server. Without a browser it is skipped, and `npm test` says so at its end; `.ci/run` has one.
 */
export function inBrowser(title: string, implementation: (t: ExecutionContext, visit: Visitor) => Promise<void>): void {
  if (executablePath === undefined) {
    test.skip(title, () => {})
    return
  }
  test(title, async (t) => {
    const visits: Visit[] = []
    await implementation(t, async (url, options = {}) => {
      running ??= chromium.launch({ executablePath, args: FLAGS })
      const visit = await open(await running, url, options)
      visits.push(visit)
      t.teardown(() => visit.page.context().close())
      return visit
    })
    t.deepEqual(
      visits.flatMap(({ problems }) => problems),
      [],
    )
  })
}

test.after.always(async () => {
  await (await running)?.close()
})

async function open(browser: Browser, url: string, options: BrowserContextOptions): Promise<Visit> {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  page.setDefaultTimeout(DEADLINE_MS)
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(`error: ${error.message}`))
  page.on('console', (message) => {
    // A server that is gone is a test of its own; whatever else the browser refuses is told here.
    const isRefusal = message.type() === 'error' && !message.text().startsWith('Failed to load resource')
    if (isRefusal) problems.push(`console: ${message.text()}`)
  })
  page.on('dialog', (dialog) => {
    problems.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== new URL(url).origin) problems.push(`request: ${request.url()}`)
  })
  page.on('response', (response) => {
    const { pathname } = new URL(response.url())
    const isData = pathname === '/suggest' || pathname === '/status.json'
    if (!isData && response.status() >= 400) problems.push(`response: ${response.status()} ${pathname}`)
  })
  await page.goto(url)
  return { page, problems }
}

/** Asserts that what `read` returns becomes `expected` before the deadline. */
export async function becomes<T>(t: ExecutionContext, read: () => Promise<T>, expected: T): Promise<void> {
  const deadline = Date.now() + DEADLINE_MS
  let last = await read()
  while (JSON.stringify(last) !== JSON.stringify(expected) && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 20))
    last = await read()
  }
  t.deepEqual(last, expected)
}

/** Waits until the page has drawn what it has heard so far. */
export async function drawn(page: Page): Promise<void> {
  for (let frame = 0; frame < 3; frame += 1) await page.evaluate('new Promise(requestAnimationFrame)')
}

/** What is wrong on the page for those who do not see it, or not well; see `barriers.ts`. */
export async function barriers(page: Page): Promise<string[]> {
  // Imported by its address, since it is checked as code of a browser.
  const script: { barriers(): string[] } = await import(new URL('barriers.ts', import.meta.url).href)
  return page.evaluate(script.barriers)
}

/** How many pixels the page is wider than its window. */
export async function overflow(page: Page): Promise<number> {
  return page.locator('html').evaluate((root) => root.scrollWidth - root.clientWidth)
}
