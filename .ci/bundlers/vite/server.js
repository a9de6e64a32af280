// Becomes one file, mapahead included; only the addon stays in its own package.
import assert from 'node:assert/strict'
import { buildIndex, createFetchHandler, SuggestIndex } from 'mapahead'

async function main() {
  await buildIndex([{ text: 'Bern' }, { text: 'Berlin', weight: 2 }], 'places.mapahead')
  const index = await SuggestIndex.open('places.mapahead')
  const answer = await createFetchHandler(index)(new Request('http://localhost/suggest?q=ber'))
  const { suggestions } = await answer.json()
  assert.deepEqual(
    suggestions.map(({ text }) => text),
    ['Berlin', 'Bern'],
  )
  console.log('right')
}

main()
