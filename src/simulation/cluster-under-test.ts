/** The cluster of a world, as scenarios, faults and invariants see it. Whatever speaks Kafka on a `SimNetwork` can be one. */

import type { SimNetwork } from './sim-network.ts'
import type { World } from './world.ts'

/** What a cluster is made for. */
export interface ClusterRequest {
  readonly world: World
  readonly network: SimNetwork
  readonly nodeCount: number
  readonly partitionCount: number
  /** The brokers' configuration, by Kafka's keys. */
  readonly config?: Readonly<Record<string, string>>
}

/** Makes a cluster with one topic, `plan.topic`. */
export type CreateCluster = (request: ClusterRequest) => ClusterUnderTest | Promise<ClusterUnderTest>

/** A record in a partition's log. */
export interface LoggedRecord {
  readonly offset: number
  readonly key: string | null
  readonly value: string | null
  readonly timestamp: number
}

/** An offset that the group's coordinator has accepted. */
export interface AcceptedCommit {
  readonly memberId: string
  readonly partition: number
  readonly offset: number
}

export interface ClusterUnderTest {
  readonly bootstrapServers: readonly string[]
  readonly nodeIds: readonly number[]
  /** `host:port`, as the client connects to it. */
  addressOf(nodeId: number): string
  isUp(nodeId: number): boolean
  leaderOf(topic: string, partition: number): number
  /** What is in the log now, in order. Markers are left out. */
  records(topic: string, partition: number): readonly LoggedRecord[]

  // Faults. Each lasts until its time or until `heal`.

  /** A clean election: nothing is lost, the epoch rises. */
  moveLeader(topic: string, partition: number, nodeId: number): void
  /** The process dies: connections are cut, requests that were not handled are forgotten. */
  stop(nodeId: number): void
  start(nodeId: number): void
  /** The node's next produce requests are carried out, and its connection is cut instead of an answer. */
  loseAnswers(nodeId: number, count: number): void
  /** Until then the node tells of the cluster what it knew when this began. */
  makeMetadataStale(nodeId: number, untilMs: number): void
  /** Until then metadata says this instead of the partition's leader. */
  failMetadata(topic: string, partition: number, errorCode: number, untilMs: number): void
  /** Until then the node appends what is produced to it and answers with this code all the same. */
  failAfterAppend(nodeId: number, errorCode: number, untilMs: number): void
  /** Until then the node appends nothing and answers with this code. */
  refuseProduce(nodeId: number, errorCode: number, untilMs: number): void
  /** Until then answers tell the client to pause for so long. */
  throttle(nodeId: number, throttleMs: number, untilMs: number): void
  /** Until then followers get nothing: acks=all waits, and a new leader lacks what came since. */
  holdReplication?(topic: string, partition: number, untilMs: number): void
  /** Until then the node takes connections and requests and does nothing with them. */
  freeze?(nodeId: number, untilMs: number): void
  /** Until then appending on the node fails. */
  fillDisk?(nodeId: number, untilMs: number): void
  /** Another node coordinates the group. */
  moveCoordinator?(groupId: string, nodeId: number): void
  /** The node's next requests of groups are carried out, and its connection is cut instead of an answer. */
  loseGroupAnswers?(nodeId: number, count: number): void
  /** Calls `listener` when an offset was committed, before its answer leaves. */
  watchCommits?(listener: (commit: AcceptedCommit) => void): void
  /** Ends all faults: every node is up, knows the truth and answers. */
  heal(): void
  /** Ends everything that the cluster still has going, as at the end of a run. */
  close(): void
}
