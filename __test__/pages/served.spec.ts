// The pages as `mapahead serve` has them: its own server, workers, policy and file.
import { buildIndex } from 'mapahead'
import { buildFixture, PLACES } from '../support/fixtures.ts'
import { becomes, inBrowser } from '../support/pages/browser.ts'
import { box, texts } from '../support/pages/search.ts'
import { serving } from '../support/serve-command.ts'

inBrowser('both pages work on the real server, through a swap while somebody types', async (t, visit) => {
  const path = await buildFixture(t, PLACES)
  const { event, origin, status } = await serving(t, path, '--workers', '2', '--base-path', '/places')
  // Without the slash, which the server adds.
  const { page } = await visit(`${origin}/places`)
  await box(page).fill('brelin')
  await becomes(t, () => texts(page), ['Berlin'])
  await page.getByText('Did you mean').first().waitFor()

  await box(page).fill('ber')
  await becomes(t, () => texts(page), ['Berlin', 'Bergen', 'Bern', 'Bergamo'])
  await buildIndex([{ text: 'Bergheim' }, { text: 'Bernau' }], path)
  const { generation = '' } = await event('swap')
  // Each worker swaps by itself; who types on is soon answered by all from the new file.
  const typed = async () => {
    await box(page).fill('be')
    await box(page).fill('ber')
    return texts(page)
  }
  await becomes(t, typed, ['Bernau', 'Bergheim'])

  const { page: report } = await visit(`${origin}/places/status`)
  await becomes(t, () => report.locator('tbody tr').count(), 2)
  const pids = (await status()).workers.map(({ pid }) => `${pid}`)
  const rows = await report.locator('tbody tr :first-child').allTextContents()
  for (const pid of pids) t.true(rows.includes(pid), pid)
  await becomes(t, async () => (await report.locator('#index').textContent())?.includes(generation), true)
})
