// Follows a file with a listener that throws.
import { SuggestIndex } from 'mapahead'

process.on('uncaughtException', ({ message }) => {
  console.log(`uncaught: ${message}`)
  process.send('thrown')
})
const index = await SuggestIndex.open(process.argv[2], { watch: true })
index.on('swap', () => {
  throw new Error('from a listener')
})
process.on('message', () => process.disconnect())
process.send('ready')
