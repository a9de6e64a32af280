// Opens an index that follows its file, and has nothing else to do.
import { SuggestIndex } from 'mapahead'

await SuggestIndex.open(process.argv[2], { watch: true })
SuggestIndex.openSync(process.argv[2], { watch: true })
process.channel.unref()
console.log('opened')
