import type { Random } from './random.ts'

/**
 * Chance that a seed decides: the same seed gives the same numbers on every machine. Mulberry32, one 32-bit state a
 * stream; good for jitter, spreading and simulation, not for secrets.
 */
export class SeededRandom implements Random {
  /** The seed this stream began with. */
  readonly seed: number
  #state: number

  constructor(seed: number) {
    this.seed = seed >>> 0
    this.#state = this.seed
  }

  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000
  }

  /** Depends on this stream's seed and the name, not on how many numbers were drawn: forks never shift one another. */
  fork(name: string): SeededRandom {
    let hash = Math.imul(this.seed ^ 0x9e3779b9, 0x85ebca6b)
    for (let index = 0; index < name.length; index++) hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193)
    return new SeededRandom(hash ^ (hash >>> 16))
  }
}
