/** Chance, passed in. Streams are named so that one component's draws never shift another's. */
export interface Random {
  /** A number in [0, 1). */
  next(): number
  /** An independent stream. The same name forked from the same parent gives the same stream. */
  fork(name: string): Random
}

/** A whole number in [0, bound). */
export function randomInt(random: Random, bound: number): number {
  return Math.floor(random.next() * bound)
}
