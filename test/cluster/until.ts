const mostTries = 2000

/** Asks again until there is an answer: a real broker takes a moment to hear of what its controller did. */
export async function until<T>(ask: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < mostTries; tries++) {
    const answer = await ask()
    if (answer !== undefined) return answer
  }
  throw new Error(`Nothing came of ${mostTries} tries`)
}
