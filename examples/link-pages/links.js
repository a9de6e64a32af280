// The links of the aggregator, and the slow part: which of them a user should see first.

/** The id of user number `number`. */
export function userOf(number) {
  return `user-${number}`
}

/**
 * Yields the links of a user as records. One record is one link of one user, since each has a rank of its own: the
 * context `user` says whose it is, the weight is the score. `round` counts how often the list was made.
 *
 * It stands for what took 3.5 seconds: the score of each link sums up `votes` votes of others, by how much they
 * agree with the user.
 */
export function* rankLinks(user, links, votes, round) {
  for (let link = 0; link < links; link++) {
    let score = 0
    for (let vote = 0; vote < votes; vote++) score += mix(link, vote, 0) * mix(user, vote, round)
    yield {
      text: `Link ${link} of the day`,
      id: `${userOf(user)}/${link}`,
      weight: score,
      contexts: { user: userOf(user) },
      payload: { url: `https://example.org/${link}`, round },
    }
  }
}

/** A number from 0 to 1 that is always the same for the same three. */
function mix(a, b, c) {
  let state = (Math.imul(a + 1, 0x9e3779b1) ^ Math.imul(b + 1, 0x85ebca6b) ^ Math.imul(c + 1, 0xc2b2ae35)) >>> 0
  state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d)
  state = Math.imul(state ^ (state >>> 12), 0x297a2d39)
  return ((state ^ (state >>> 15)) >>> 0) / 2 ** 32
}
