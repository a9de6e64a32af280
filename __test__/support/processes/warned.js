// Follows a file without a listener, until a warning comes.
import { SuggestIndex } from 'mapahead'

process.on('warning', ({ code, message }) => {
  console.log(code, message)
  process.exit()
})
await SuggestIndex.open(process.argv[2], { watch: true })
process.on('message', () => {}) // a listener keeps the process
process.send('ready')
