/**
 * Returns the key of a name of the corpus: small letters, apostrophes dropped, words joined by one space. For
 * these names it is what the analysis of the core makes; the other contenders get their keys from here.
 */
export function keyOf(text) {
  return text.toLowerCase().replaceAll("'", '').replace(/[ -]+/g, ' ').trim()
}
