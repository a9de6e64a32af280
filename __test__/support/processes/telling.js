// Follows a file, and tells of every event with the number of entries that answer then.
import { SuggestIndex } from 'mapahead'

const index = await SuggestIndex.open(process.argv[2], { watch: true })
index.on('swap', () => process.send({ event: 'swap', entries: index.info.entries }))
index.on('swap-failed', ({ code, message }) => {
  process.send({ event: 'swap-failed', code, message, entries: index.info.entries })
})
process.on('message', () => process.disconnect())
process.send('ready')
