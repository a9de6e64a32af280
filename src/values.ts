/**
 * What an index holds: `text` that people read (names, titles, products), or `literal` strings
 * that machines compare (ids, e-mail addresses, codes), in which punctuation counts.
 */
export type Kind = 'text' | 'literal'

/** A value of a context. A number stands for its text as JavaScript writes it: `5` and `'5'` are one value. */
export type ContextValue = string | number
