import { barriers, becomes, inBrowser, overflow } from '../support/pages/browser.ts'
import { box, chosen, expanded, HOSTILE, said, serve } from '../support/pages/search.ts'

inBrowser('the box is a combobox as ARIA 1.2 has it', async (t, visit) => {
  const { url } = await serve(t)
  const { page } = await visit(url)
  t.is(await page.locator('[role=combobox]').count(), 1)
  const attributes = () =>
    box(page).evaluate((node) =>
      Object.fromEntries(
        ['aria-expanded', 'aria-controls', 'aria-autocomplete', 'aria-haspopup', 'aria-activedescendant', 'dir'].map(
          (name) => [name, node.getAttribute(name)],
        ),
      ),
    )
  const closed = {
    'aria-expanded': 'false',
    'aria-controls': null,
    'aria-autocomplete': 'list',
    'aria-haspopup': 'listbox',
    'aria-activedescendant': null,
    dir: 'auto',
  }
  await becomes(t, attributes, closed)
  await box(page).fill('ber')
  await becomes(t, () => expanded(page), 'true')
  const list = page.getByRole('listbox', { name: 'Suggestions' })
  t.deepEqual(await attributes(), {
    ...closed,
    'aria-expanded': 'true',
    'aria-controls': await list.getAttribute('id'),
  })
  t.deepEqual(await list.getByRole('option').allTextContents(), ['Berlin', 'Bergen', 'Bern'])
  await becomes(t, () => said(page), '3 suggestions, first Berlin. Choose with the arrow keys.')
  t.is(await page.getByRole('status').getAttribute('aria-live'), null)
  await page.keyboard.press('Escape')
  await becomes(t, attributes, closed)
  t.is(await page.getByRole('button', { name: 'Search' }).count(), 1)
  t.is(await page.getByRole('button', { name: 'Clear' }).count(), 1)
})

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1200, 375]) {
    inBrowser(
      `the search page has no barriers and no sideways scrolling, ${colorScheme}, ${width} pixels wide`,
      async (t, visit) => {
        const { url } = await serve(t)
        const { page } = await visit(url, { colorScheme, viewport: { width, height: 700 } })
        await page.locator('#examples button').first().waitFor()
        t.deepEqual(await barriers(page), [])
        await page.getByRole('button', { name: 'Details' }).click()
        for (const query of ['ber', 'berlni', 'zqzqzq', HOSTILE.slice(0, 20)]) {
          await box(page).fill(query)
          await becomes(t, () => page.locator('.list-figures').count(), 1)
          await page.keyboard.press('ArrowDown')
          t.deepEqual(await barriers(page), [], query)
          t.true((await overflow(page)) <= 0, query)
        }
        await page.keyboard.press('Enter')
        await becomes(t, () => chosen(page), HOSTILE)
        t.deepEqual(await barriers(page), [])
        t.true((await overflow(page)) <= 0)
      },
    )
  }
}
