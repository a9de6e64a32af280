// Only its types are checked, from a module of CommonJS.
import mapahead = require('mapahead')

mapahead.SuggestIndex.openSync('places.mapahead').close()
// @ts-expect-error: a path is a string
mapahead.SuggestIndex.openSync(1)
