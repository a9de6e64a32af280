import { becomes, inBrowser } from '../support/pages/browser.ts'
import {
  active,
  box,
  chosen,
  expanded,
  HOSTILE,
  hasFocus,
  options,
  said,
  serve,
  textOf,
  texts,
} from '../support/pages/search.ts'

inBrowser('typing shows suggestions, and marks in them what was typed', async (t, visit) => {
  const { url } = await serve(t)
  const { page } = await visit(url)
  await becomes(t, () => hasFocus(page), true)
  await page.keyboard.type('ber')
  await becomes(t, () => texts(page), ['Berlin', 'Bergen', 'Bern'])
  t.deepEqual(await page.locator('mark').allTextContents(), ['Ber', 'Ber', 'Ber'])
  await page.keyboard.type('g')
  await becomes(t, () => texts(page), ['Bergen', 'Berlin', 'Bern'])
})

inBrowser('the arrow keys move through the options and around, and enter chooses', async (t, visit) => {
  const { url } = await serve(t)
  const { page } = await visit(url)
  await box(page).fill('ber')
  await becomes(t, () => texts(page), ['Berlin', 'Bergen', 'Bern'])
  t.is(await active(page), undefined)
  for (const [key, text] of [
    ['ArrowDown', 'Berlin'],
    ['ArrowDown', 'Bergen'],
    ['ArrowUp', 'Berlin'],
    ['ArrowUp', undefined],
    ['ArrowUp', 'Bern'],
  ] as const) {
    await page.keyboard.press(key)
    await becomes(t, () => active(page), text)
    t.is(await box(page).inputValue(), 'ber')
  }
  await page.keyboard.press('Enter')
  await becomes(t, () => chosen(page), 'Bern')
  await becomes(t, () => box(page).inputValue(), 'Bern')
  await becomes(t, () => options(page).count(), 0)
  await becomes(t, () => said(page), 'Chosen: Bern')
  t.true(await hasFocus(page))
})

inBrowser('enter without an active option takes the best, and keeps the focus', async (t, visit) => {
  const { url } = await serve(t)
  const { page } = await visit(url)
  await box(page).fill('ber')
  await page.keyboard.press('Enter')
  await becomes(t, () => chosen(page), 'Berlin')
  await becomes(t, () => expanded(page), 'false')
  t.deepEqual(await page.locator('#chosen dd').allTextContents(), [
    'b',
    'tier 0, exact · prefix',
    '3,426,354',
    '3,426,354',
  ])
  t.is(await textOf(page, '#chosen code'), '{\n  "country": "DE"\n}')
  t.true(await hasFocus(page))
})

inBrowser('a press on an option chooses it', async (t, visit) => {
  const { url } = await serve(t)
  const { page } = await visit(url)
  await box(page).fill('ber')
  await options(page).filter({ hasText: 'Bergen' }).click()
  await becomes(t, () => chosen(page), 'Bergen')
  await becomes(t, () => options(page).count(), 0)
})

inBrowser('escape closes the list, and a second time empties the box; tab closes the list too', async (t, visit) => {
  const { url } = await serve(t)
  const { page } = await visit(url)
  await box(page).fill('ber')
  await becomes(t, () => expanded(page), 'true')
  await page.keyboard.press('Escape')
  await becomes(t, () => expanded(page), 'false')
  t.is(await box(page).inputValue(), 'ber')
  await page.keyboard.press('ArrowDown')
  await becomes(t, () => expanded(page), 'true')
  await page.keyboard.press('Tab')
  await becomes(t, () => expanded(page), 'false')
  await box(page).focus()
  await becomes(t, () => expanded(page), 'true')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await becomes(t, () => box(page).inputValue(), '')
})

inBrowser('a slip and another layout are asked back, by sight and by ear', async (t, visit) => {
  const { url } = await serve(t)
  const { page } = await visit(url)
  const note = () => page.locator('.note').allTextContents()
  await box(page).fill('berlni')
  await becomes(t, note, ['Did you mean Berlin? Nothing matches exactly as typed.'])
  await becomes(
    t,
    () => said(page),
    'Nothing matches exactly as typed. Did you mean Berlin? 1 suggestion. Choose with the arrow keys.',
  )
  await box(page).fill('ecnfyjdrf')
  await becomes(t, note, ['Did you mean Установка дверей? This looks typed on another keyboard layout.'])
  t.deepEqual(await page.locator('mark').allTextContents(), ['Установка'])
  await box(page).fill('berlin')
  await becomes(t, note, [])
})

inBrowser('details show how each option matched and how long it took, while the list stays open', async (t, visit) => {
  const { url, index } = await serve(t)
  const { page } = await visit(url)
  await box(page).fill('spree')
  await becomes(t, () => page.locator('.suggestion-form').allTextContents(), ['found as Spreeathen'])
  t.is(await page.locator('.suggestion-details').count(), 0)
  await page.getByRole('button', { name: 'Details' }).click()
  await becomes(t, () => page.locator('.suggestion-details').allTextContents(), [
    'tier 0, exact · prefix · via alias · score 342,635.4',
  ])
  const figures = await textOf(page, '.list-figures')
  t.regex(figures, /^[\d.]+ ms in the server, [\d.,]+ ms in all · generation [0-9a-f]{16}$/)
  t.true(figures.endsWith(index.generation))
  await box(page).fill('berlni')
  await becomes(
    t,
    async () => /^tier 2, slips · whole · cost 0\.\d+ · /.test(await textOf(page, '.suggestion-details >> nth=0')),
    true,
  )
  t.is(await page.getByRole('button', { name: 'Details' }).getAttribute('aria-pressed'), 'true')
})

inBrowser('no text is ever markup: of the index, of the query, or of the server', async (t, visit) => {
  const { url } = await serve(t, {
    suggest: (query) =>
      query === 'refuse'
        ? { status: 400, type: 'application/json', body: JSON.stringify({ error: { code: 'X', message: HOSTILE } }) }
        : undefined,
  })
  const { page } = await visit(url)
  const made = () => page.locator('main :is(script, b, img), main [onerror]').count()
  await becomes(t, () => page.locator('#examples button').filter({ hasText: 'Berlin' }).count(), 1)
  await box(page).fill('<img src=x onerror=alert(1)>')
  await becomes(t, () => texts(page), [HOSTILE])
  await page.getByRole('button', { name: 'Details' }).click()
  await page.keyboard.press('Enter')
  await becomes(t, () => chosen(page), HOSTILE)
  t.true((await textOf(page, '#chosen')).includes('"><script>alert(2)</script>'))
  t.is(await textOf(page, '#chosen code'), '"</pre><img src=x onerror=alert(3)>"')
  await box(page).fill('zqzqzq<svg onload=alert(4)>')
  await becomes(t, () => page.locator('.nothing-heading').allTextContents(), [
    'Nothing found for “zqzqzq<svg onload=alert(4)>”',
  ])
  await box(page).fill('refuse')
  await becomes(t, () => page.locator('.nothing-heading').allTextContents(), [`The server refused: ${HOSTILE}`])
  await becomes(t, () => said(page), `The server refused: ${HOSTILE} Trying again.`)
  t.is(await made(), 0)
})

inBrowser('a text from right to left runs from right to left', async (t, visit) => {
  const { url } = await serve(t)
  const { page } = await visit(url)
  const direction = async (selector: string) =>
    (await page.locator(`${selector}:dir(rtl)`).count()) === 1 ? 'rtl' : 'ltr'
  t.is(await direction('#suggest-input'), 'ltr')
  await box(page).fill('القاه')
  await becomes(t, () => texts(page), ['القاهرة الجديدة'])
  t.is(await direction('#suggest-input'), 'rtl')
  t.is(await direction('.suggestion-text'), 'rtl')
  t.deepEqual(await page.locator('mark').allTextContents(), ['القاه'])
  await page.keyboard.press('Enter')
  await becomes(t, () => chosen(page), 'القاهرة الجديدة')
  t.is(await direction('#chosen h2'), 'rtl')
})

inBrowser('an empty box offers the best entries to begin with, and nothing found says what to do', async (t, visit) => {
  const { url } = await serve(t)
  const { page } = await visit(url)
  t.regex(await textOf(page, '#hint'), /words in any order/)
  const examples = page.getByRole('region', { name: 'Try one of these' }).getByRole('button')
  await becomes(t, async () => (await examples.allTextContents()).slice(0, 3), ['New York', 'Berlin', 'Bergen'])
  await examples.filter({ hasText: 'Berlin' }).click()
  await becomes(t, () => texts(page), ['Berlin'])
  await becomes(t, () => box(page).inputValue(), 'Berlin')
  await box(page).fill('zqzqzq')
  await becomes(t, () => page.locator('.nothing').allInnerTexts(), [
    'Nothing found for “zqzqzq”\n\nTry fewer letters, or another word of the name.',
  ])
  await becomes(t, () => said(page), 'No suggestions.')
  t.is(await expanded(page), 'false')
})
