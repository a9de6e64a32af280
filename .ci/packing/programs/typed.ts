// Only its types are checked, as the types of the package are resolved.
import { buildIndex, createHandler, SuggestIndex, type Suggestion } from 'mapahead'

export async function use(): Promise<void> {
  const index: SuggestIndex = await SuggestIndex.open('places.mapahead')
  const suggestions: Suggestion[] = index.suggest('ber', { limit: 3 }).suggestions
  await buildIndex([{ text: suggestions[0]?.text ?? '' }], 'copy.mapahead')
  createHandler(index, { maxLimit: 10 })
  // @ts-expect-error: there is no such option
  index.suggest('ber', { limt: 3 })
}
