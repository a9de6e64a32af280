/**
 * A packed array: the keys in order as one string of bytes, and the best ten of each range of them found by a tree of
 * the best weights. It answers exact prefixes of the whole text, and no slips.
 */

import { LIMIT } from '../../sets/draw.mjs'
import { readSorted } from '../queries.mjs'

class PackedArray {
  constructor(records) {
    // The heaviest has rank 0, so a smaller rank is better, and ties are settled.
    const order = records
      .map(({ key }, rank) => ({ key, rank }))
      .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.rank - b.rank))
    this.keys = packStrings(order.map(({ key }) => key))
    this.texts = packStrings(records.map(({ text }) => text))
    this.weights = Float64Array.from(records, ({ weight }) => weight)
    this.count = records.length
    // A tree of least ranks: node i has the children 2i and 2i + 1, and the leaves begin at `count`.
    this.least = new Uint32Array(2 * this.count)
    order.forEach(({ rank }, i) => {
      this.least[this.count + i] = rank
    })
    for (let i = this.count - 1; i > 0; i -= 1) this.least[i] = Math.min(this.least[2 * i], this.least[2 * i + 1])
  }

  /** Returns the first place whose key is not before `bytes`, or, with `isAfter`, whose beginning is behind it. */
  find(bytes, isAfter) {
    let [low, high] = [0, this.count]
    while (low < high) {
      const middle = (low + high) >> 1
      const start = this.keys.ends[middle]
      const end = Math.min(this.keys.ends[middle + 1], start + bytes.length)
      const order = this.keys.bytes.compare(bytes, 0, bytes.length, start, end)
      if (order < 0 || (isAfter && order === 0)) low = middle + 1
      else high = middle
    }
    return low
  }

  answer(query) {
    const bytes = Buffer.from(query)
    // The nodes that make up the range, and then the best of them again and again.
    const nodes = []
    let [low, high] = [this.find(bytes, false) + this.count, this.find(bytes, true) + this.count]
    for (; low < high; low >>= 1, high >>= 1) {
      if (low & 1) nodes.push(low++)
      if (high & 1) nodes.push(--high)
    }
    const found = []
    while (found.length < LIMIT && nodes.length > 0) {
      let best = 0
      for (let i = 1; i < nodes.length; i += 1) if (this.least[nodes[i]] < this.least[nodes[best]]) best = i
      const node = nodes[best]
      nodes[best] = nodes.at(-1)
      nodes.pop()
      if (node < this.count) nodes.push(2 * node, 2 * node + 1)
      else found.push(this.entry(this.least[node]))
    }
    return found
  }

  entry(rank) {
    const { bytes, ends } = this.texts
    return { text: bytes.toString('utf8', ends[rank], ends[rank + 1]), weight: this.weights[rank] }
  }
}

/** Strings as bytes behind each other, and where each begins. */
function packStrings(strings) {
  const ends = new Uint32Array(strings.length + 1)
  strings.forEach((string, i) => {
    ends[i + 1] = ends[i] + Buffer.byteLength(string)
  })
  const bytes = Buffer.alloc(ends[strings.length])
  for (const [i, string] of strings.entries()) bytes.write(string, ends[i])
  return { bytes, ends }
}

export const settings = {
  'one string of bytes, a tree of least ranks': {
    open({ corpus }) {
      const array = new PackedArray(readSorted(corpus))
      return { answer: (query) => array.answer(query.toLowerCase().trimEnd()) }
    },
  },
}
