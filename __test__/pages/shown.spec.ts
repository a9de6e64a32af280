// Fields of the payload beside a text, on the page of the real server.
import type { RecordInput } from 'mapahead'
import { buildFixture } from '../support/fixtures.ts'
import { barriers, becomes, inBrowser, overflow } from '../support/pages/browser.ts'
import { active, box, chosen, HOSTILE, options, said, textOf, texts } from '../support/pages/search.ts'
import { serving } from '../support/serve-command.ts'

const LONDONS: readonly RecordInput[] = [
  { text: 'London', weight: 7_556_900, payload: { country: 'United Kingdom', region: { name: 'England' } } },
  { text: 'London', weight: 346_765, payload: { country: 'Canada', region: { name: 'Ontario' } } },
  { text: 'London', weight: 10_060, payload: { country: 'United States' } },
  { text: 'Londrina', weight: 500, payload: 'a plain text' },
  { text: 'Lonar', weight: 100, payload: { country: HOSTILE, region: { name: 'r'.repeat(300) } } },
  { text: 'لندن الجديدة', weight: 10, payload: { country: 'Canada' } },
]

inBrowser('equal texts are told apart by a field of their payloads, by sight and by ear', async (t, visit) => {
  const path = await buildFixture(t, LONDONS)
  const { origin } = await serving(t, path, '--workers', '1', '--show', 'country,region.name')
  const { page } = await visit(origin)
  await page.locator('#examples button').first().waitFor()
  t.deepEqual(await page.locator('#examples button').allTextContents(), ['London', 'Londrina', 'Lonar'])
  await box(page).fill('london')
  await becomes(t, () => texts(page), ['London', 'London', 'London'])
  t.deepEqual(await page.locator('.suggestion-fields').allInnerTexts(), [
    'United Kingdom, England',
    'Canada, Ontario',
    'United States',
  ])
  // The name of an option is what a screen reader says of it.
  for (const name of ['London United Kingdom, England', 'London Canada, Ontario', 'London United States']) {
    t.is(await page.getByRole('option', { name, exact: true }).count(), 1, name)
  }
  await becomes(
    t,
    () => said(page),
    '3 suggestions, first London, United Kingdom, England. Choose with the arrow keys.',
  )
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await becomes(t, () => active(page), 'London')
  await page.keyboard.press('Enter')
  await becomes(t, () => said(page), 'Chosen: London, Canada, Ontario')
  t.is(await chosen(page), 'London')
  t.is(await box(page).inputValue(), 'London')
  t.deepEqual((await page.locator('#chosen dl > *').allTextContents()).slice(0, 4), [
    'country',
    'Canada',
    'region.name',
    'Ontario',
  ])
  await box(page).fill('lonodn')
  await becomes(t, () => page.locator('.note bdi').allTextContents(), ['London, United Kingdom, England'])
})

inBrowser('a field is never markup, and a long one or a text from right to left keeps its place', async (t, visit) => {
  const path = await buildFixture(t, LONDONS)
  const { origin } = await serving(t, path, '--workers', '1', '--show', 'country,region.name')
  for (const [colorScheme, width] of [
    ['light', 1200],
    ['dark', 375],
  ] as const) {
    const { page } = await visit(origin, { colorScheme, viewport: { width, height: 700 } })
    await box(page).fill('lona')
    await becomes(t, async () => (await texts(page))[0], 'Lonar')
    t.true((await textOf(page, '.suggestion-fields >> nth=0')).startsWith(HOSTILE))
    t.is(await page.locator('main :is(script, b, img), main [onerror]').count(), 0)
    await page.keyboard.press('ArrowDown')
    t.deepEqual(await barriers(page), [])
    t.true((await overflow(page)) <= 0)
    await box(page).fill('لندن')
    await becomes(t, () => texts(page), ['لندن الجديدة'])
    t.is(await page.locator('.suggestion-text:dir(rtl)').count(), 1)
    t.is(await page.locator('.suggestion-fields bdi:dir(ltr)').count(), 1)
    t.is(await options(page).count(), 1)
  }
})

inBrowser('a payload that is a plain text is shown by a dot', async (t, visit) => {
  const path = await buildFixture(t, [
    { text: 'Springfield', weight: 2, payload: 'Illinois' },
    { text: 'Springfield', weight: 1, payload: 'Missouri' },
  ])
  const { origin } = await serving(t, path, '--workers', '1', '--show', '.')
  const { page } = await visit(origin)
  await box(page).fill('spring')
  await becomes(t, () => page.locator('.suggestion-fields').allInnerTexts(), ['Illinois', 'Missouri'])
})
