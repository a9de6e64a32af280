// What becomes of a value that a cache would have dropped without a word.
import { buildIndex, SuggestIndex } from 'mapahead'

const MIB = 1024 * 1024

/**
 * Publishes a payload of `bytes` bytes at `path` and reads it back. Returns what happened: that it came back byte
 * for byte, or the code and the message of the error.
 */
export async function publishPayload(path, bytes) {
  const payload = 'x'.repeat(bytes)
  try {
    await buildIndex([{ text: 'A page of links', id: 'page', payload }], path)
  } catch ({ code, message }) {
    return { mib: bytes / MIB, isKept: false, code, message }
  }
  const index = await SuggestIndex.open(path)
  try {
    return { mib: bytes / MIB, isKept: index.get('page').payload === payload }
  } finally {
    index.close()
  }
}
