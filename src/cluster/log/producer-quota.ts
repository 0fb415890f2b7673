import type { ClusterPart, ClusterState } from '../cluster-state.ts'

/** The producer ids of a cluster that takes a limited number of them (`produce.mostProducerIds` of its profile). */
export class ProducerQuota implements ClusterPart {
  readonly #known = new Set<bigint>()
  readonly #limit: number

  constructor({ profile }: ClusterState) {
    this.#limit = profile.produce?.mostProducerIds ?? Number.POSITIVE_INFINITY
  }

  /** Whether a producer may append. One that has appended before always may. */
  admits(producerId: bigint): boolean {
    if (this.#known.has(producerId)) return true
    if (this.#known.size >= this.#limit) return false
    this.#known.add(producerId)
    return true
  }

  close(): void {
    this.#known.clear()
  }
}
