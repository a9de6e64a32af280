// Asks the index that esm.mjs built, from a worker thread while the main thread has it open too.
import assert from 'node:assert/strict'
import { isMainThread, parentPort, Worker } from 'node:worker_threads'
import { SuggestIndex } from 'mapahead'

const index = SuggestIndex.openSync('places.mapahead')
const texts = index.suggest('ber').suggestions.map(({ text }) => text)
if (isMainThread) {
  const worker = new Worker(new URL(import.meta.url))
  worker.on('message', (answer) => {
    assert.deepEqual(answer, texts)
    assert.deepEqual(answer, ['Berlin', 'Bern'])
    console.log('a worker thread is right')
  })
} else {
  parentPort.postMessage(texts)
}
