import type { Random } from '../support/random.ts'
import { SeededRandom } from '../support/seeded-random.ts'

/**
 * Chance for simulations: the seeded streams that the client uses too, with the draws that plans are written in.
 *
 * Every part of a world draws from a stream of its own name. Without that, leaving out one fault would shift every other
 * draw, and shrinking a plan would not converge.
 */
export class SimRandom implements Random {
  readonly #stream: SeededRandom

  constructor(seed: number | SeededRandom) {
    this.#stream = typeof seed === 'number' ? new SeededRandom(seed) : seed
  }

  next(): number {
    return this.#stream.next()
  }

  fork(name: string): SimRandom {
    return new SimRandom(this.#stream.fork(name))
  }

  /** A whole number in [0, bound). */
  int(bound: number): number {
    return Math.floor(this.#stream.next() * bound)
  }

  /** A whole number in [min, max]. */
  between(min: number, max: number): number {
    return min + this.int(max - min + 1)
  }

  chance(probability: number): boolean {
    return this.#stream.next() < probability
  }

  oneOf<T>(...choices: readonly T[]): T {
    return choices[this.int(choices.length)]!
  }
}
