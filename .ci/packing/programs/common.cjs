// Asks the index that esm.mjs built, from CommonJS.
const assert = require('node:assert/strict')
const { SuggestIndex } = require('mapahead')

const index = SuggestIndex.openSync('places.mapahead')
const texts = index.suggest('ber').suggestions.map(({ text }) => text)
assert.deepEqual(texts, ['Berlin', 'Bern'])

// Both kinds of module must get the same classes, or an index of the one is none to the other.
import('mapahead').then((module) => {
  const isOne = module.SuggestIndex === SuggestIndex
  if (process.argv.includes('--one-instance')) assert.ok(isOne, 'import and require gave two packages')
  console.log('CommonJS is right')
})
