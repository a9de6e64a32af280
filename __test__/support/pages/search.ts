import type { ExecutionContext } from 'ava'
import type { RecordInput, SuggestIndex } from 'mapahead'
import type { Page } from 'playwright-core'
import { openFixture } from '../fixtures.ts'
import { type PageServer, type PageServerOptions, servePages } from './server.ts'

/** A text that would do something if it were taken for markup. */
export const HOSTILE = '<img src=x onerror=alert(1)> & <b>bold</b>'

const PLACES: readonly RecordInput[] = [
  { text: 'Berlin', id: 'b', weight: 3_426_354, aliases: ['Spreeathen'], payload: { country: 'DE' } },
  { text: 'Bergen', weight: 213_585 },
  { text: 'Bern', id: 'bern', weight: 121_631 },
  { text: 'New York', weight: 8_175_133 },
  { text: 'Установка дверей', weight: 500 },
  { text: 'القاهرة الجديدة', weight: 900 },
  { text: HOSTILE, id: '"><script>alert(2)</script>', weight: 7, payload: '</pre><img src=x onerror=alert(3)>' },
]

/** Serves the pages over `PLACES`. */
export async function serve(
  t: ExecutionContext,
  options?: PageServerOptions,
): Promise<PageServer & { index: SuggestIndex }> {
  const index = await openFixture(t, PLACES, { layouts: ['us', 'ru'] })
  const server = await servePages(() => index, options)
  t.teardown(() => server.close())
  return { ...server, index }
}

/** The text field. */
export const box = (page: Page) => page.getByRole('combobox', { name: 'Search the index' })
/** The options of the list. */
export const options = (page: Page) => page.getByRole('option')
/** The texts of the options. */
export const texts = (page: Page) => page.locator('.suggestion-text').allTextContents()
/** The text of the entry that was chosen. */
export const chosen = (page: Page) => page.locator('#chosen h2').textContent()
/** What a screen reader was told last. */
export const said = (page: Page) => page.getByRole('status').textContent()
/** What the field says about its list. */
export const expanded = (page: Page) => box(page).getAttribute('aria-expanded')

/** The text of the option that `aria-activedescendant` leads to, if it is the one that is selected. */
export async function active(page: Page): Promise<string | undefined> {
  const id = await box(page).getAttribute('aria-activedescendant')
  if (id === null) return undefined
  const selected = page.locator('[role=option][aria-selected=true]')
  return (await selected.getAttribute('id')) === id
    ? selected.locator('.suggestion-text').allTextContents().then(String)
    : 'another one'
}

/** The text of the one element that `selector` finds. */
export async function textOf(page: Page, selector: string): Promise<string> {
  return (await page.locator(selector).textContent()) ?? ''
}

/** Whether the text field has the focus. */
export async function hasFocus(page: Page): Promise<boolean> {
  return (await page.locator('#suggest-input:focus').count()) === 1
}
