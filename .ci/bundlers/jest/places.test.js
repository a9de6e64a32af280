// Jest as it comes: CommonJS, without a setting and without a transform of ours.
const { buildIndex, createFetchHandler, isMapaheadError, SuggestIndex } = require('mapahead')

test('mapahead answers in Jest', async () => {
  await buildIndex([{ text: 'Bern' }, { text: 'Berlin', weight: 2 }], 'places.mapahead')
  const index = await SuggestIndex.open('places.mapahead')
  expect(index.suggest('ber').suggestions.map(({ text }) => text)).toEqual(['Berlin', 'Bern'])

  const answer = await createFetchHandler(index)(new Request('http://localhost/suggest?q=ber&limit=1'))
  expect((await answer.json()).suggestions).toHaveLength(1)

  index.close()
  expect(() => index.suggest('ber')).toThrow(expect.objectContaining({ code: 'ERR_CLOSED' }))
  try {
    index.suggest('ber')
  } catch (error) {
    expect(isMapaheadError(error, 'ERR_CLOSED')).toBe(true)
  }
})
