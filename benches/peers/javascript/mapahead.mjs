/** mapahead itself, with its defaults. */
import { statSync } from 'node:fs'
import { buildIndex, SuggestIndex } from 'mapahead'

export const settings = {
  defaults: {
    /** Written once, and mapped by every process. */
    async prepare({ source, path }) {
      await buildIndex(source, path)
    },
    async open({ path }) {
      const index = await SuggestIndex.open(path, { warm: true })
      return {
        bytes: statSync(path).size,
        answer: (query) => index.suggest(query).suggestions.map(({ text, weight }) => ({ text, weight })),
      }
    },
  },
}
