/** The levels of feature flags (KIP-584): those of the profile, until somebody changes them. Owned by the cluster's state. */
import { findApi } from '../../protocol/api-table.ts'
import type { BrokerNode } from '../broker-node.ts'
import type { ClusterPart, ClusterState } from '../cluster-state.ts'
import type { FinalizedFeature } from '../profiles/profile.ts'

export class FeatureLevels implements ClusterPart {
  readonly snapshotName = 'featureLevels'
  readonly #cluster: ClusterState
  readonly #changed = new Map<string, number>()
  #epoch = 1

  constructor(cluster: ClusterState) {
    this.#cluster = cluster
  }

  /** Goes up with each change. */
  get epoch(): number {
    return this.#epoch
  }

  /** The flags that a broker knows: those whose APIs it has. A level of 0 is off. */
  of(node: BrokerNode): readonly FinalizedFeature[] {
    const offered = new Set([...node.offered.keys()].map((key) => findApi(key)?.name))
    return this.#cluster.profile.features
      .filter(({ needs }) => needs.every((name) => offered.has(name)))
      .map((feature) => ({ ...feature, level: this.#changed.get(feature.name) ?? feature.level }))
  }

  set(name: string, level: number): void {
    this.#changed.set(name, level)
    this.#epoch++
  }

  toSnapshot(): unknown {
    return Object.fromEntries(this.#changed)
  }

  fromSnapshot(snapshot: unknown): void {
    for (const [name, level] of Object.entries(snapshot as Record<string, number>)) this.set(name, level)
  }
}
