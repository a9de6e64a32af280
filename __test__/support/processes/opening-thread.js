// A thread that opens an index, answers a query, and closes when it is told to.
import { parentPort, workerData } from 'node:worker_threads'
import { SuggestIndex } from 'mapahead'

const index = await SuggestIndex.open(workerData, { verify: true })
parentPort.on('message', () => {
  index.close()
  parentPort.postMessage('closed')
})
parentPort.postMessage(index.suggest('ber'))
