// Builds an index, asks it in every way that has code of its own, and says that all was right.
import assert from 'node:assert/strict'
import { buildIndex, createFetchHandler, isMapaheadError, SuggestIndex } from 'mapahead'

const report = await buildIndex([{ text: 'Bern' }, { text: 'Berlin', weight: 2, id: 'b' }], 'places.mapahead')
assert.equal(report.entries, 2)

const index = await SuggestIndex.open('places.mapahead', { verify: true })
const texts = (query) => index.suggest(query).suggestions.map(({ text }) => text)
assert.deepEqual(texts('ber'), ['Berlin', 'Bern'])
assert.deepEqual(texts('brelin'), ['Berlin'])
assert.equal(index.get('b')?.text, 'Berlin')

const answer = await createFetchHandler(index)(new Request('http://localhost/suggest?q=ber&limit=1'))
assert.equal(answer.status, 200)
assert.deepEqual(
  (await answer.json()).suggestions.map(({ text }) => text),
  ['Berlin'],
)

assert.throws(
  () => index.suggest('ber', { limit: -1 }),
  (error) => isMapaheadError(error, 'ERR_INVALID_OPTION'),
)
index.close()
assert.throws(
  () => index.suggest('ber'),
  (error) => isMapaheadError(error, 'ERR_CLOSED'),
)
console.log('ESM is right')
