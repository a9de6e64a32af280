// Builds an index of the ten places, and opens it: what each example of a server begins with.
import { fileURLToPath } from 'node:url'
import { buildIndex, SuggestIndex } from 'mapahead'

const records = fileURLToPath(new URL('places.ndjson', import.meta.url))

/** Builds the index file at `path`, which a server would find ready, and opens it. */
export async function openPlaces(path) {
  await buildIndex(records, path)
  return SuggestIndex.open(path)
}
