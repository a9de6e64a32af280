import { createFetchHandler, SuggestIndex } from 'mapahead'

let handler

/** Answers `/suggest?q=…` from the index that ask.js built. */
export async function GET(request) {
  handler ??= createFetchHandler(await SuggestIndex.open(process.env.INDEX))
  return handler(request)
}
