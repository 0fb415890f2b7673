/** The embedded cluster, `FakeCluster`, as the cluster of a world: on the world's clock, chance and network. */
import { FakeCluster } from '../cluster/fake-cluster.ts'
import type { FakeClusterOptions } from '../cluster/fake-cluster-options.ts'
import { ErrorCodes, errorCodeFacts } from '../errors/error-codes.ts'
import { consumerGroupHeartbeatApi } from '../protocol/apis/consumer-group-heartbeat.ts'
import { heartbeatApi } from '../protocol/apis/heartbeat.ts'
import { joinGroupApi } from '../protocol/apis/join-group.ts'
import { leaveGroupApi } from '../protocol/apis/leave-group.ts'
import { metadataApi } from '../protocol/apis/metadata.ts'
import { offsetCommitApi } from '../protocol/apis/offset-commit.ts'
import { offsetFetchApi } from '../protocol/apis/offset-fetch.ts'
import { produceApi } from '../protocol/apis/produce.ts'
import { syncGroupApi } from '../protocol/apis/sync-group.ts'
import type { AcceptedCommit, ClusterRequest, ClusterUnderTest, LoggedRecord } from './cluster-under-test.ts'
import { unwatched } from './guard.ts'
import { topic as onlyTopic } from './plan.ts'
import { createSimLog } from './sim-log.ts'
import type { World } from './world.ts'

/** A code that something answers with until its time. */
interface TimedCode {
  readonly errorCode: number
  readonly untilMs: number
}

/** The longest that a broker takes for a request. */
const slowestHandlingMs = 4
const groupApis = [
  joinGroupApi,
  syncGroupApi,
  heartbeatApi,
  leaveGroupApi,
  offsetCommitApi,
  offsetFetchApi,
  consumerGroupHeartbeatApi,
] as const
const throttledApis = ['Produce', 'Metadata', 'Fetch'] as const

export async function startEmbeddedCluster(request: ClusterRequest): Promise<ClusterUnderTest> {
  const { world, network, nodeCount, partitionCount, config = {} } = request
  const random = world.random.fork('cluster')
  const handling = random.fork('handling')
  const options: FakeClusterOptions = {
    brokers: nodeCount,
    topics: { [onlyTopic]: { partitions: partitionCount } },
    config,
    clock: world.clock('cluster'),
    random,
    log: createSimLog(world, 'cluster'),
    processingMs: () => handling.int(slowestHandlingMs + 1),
    // Anything that listens and connects will do; the cluster never looks at what else a network has.
    network: network as unknown as NonNullable<Exclude<FakeClusterOptions['network'], string>>,
  }
  // It looks at the machine's platform even where it is given its own.
  const cluster = await unwatched(() => FakeCluster.start(options))
  return new EmbeddedCluster(world, cluster)
}

class EmbeddedCluster implements ClusterUnderTest {
  readonly bootstrapServers: readonly string[]
  readonly nodeIds: readonly number[]
  readonly #world: World
  readonly #cluster: FakeCluster
  readonly #metadataErrors = new Map<number, TimedCode>()
  readonly #failures = new Map<number, TimedCode>()
  readonly #refusals = new Map<number, TimedCode>()
  readonly #answersToLose = new Map<number, number>()
  readonly #groupAnswersToLose = new Map<number, number>()
  readonly #records = new Map<
    number,
    { endOffset: bigint; startOffset: bigint; epoch: number; records: LoggedRecord[] }
  >()

  constructor(world: World, cluster: FakeCluster) {
    this.#world = world
    this.#cluster = cluster
    this.bootstrapServers = cluster.bootstrapServers.split(',')
    this.nodeIds = cluster.brokers.map(({ nodeId }) => nodeId)
    this.#interceptProduce()
    this.#interceptMetadata()
    for (const api of groupApis) this.#loseAnswersOf(api)
  }

  addressOf(nodeId: number): string {
    const { host, port } = this.#cluster.broker(nodeId)
    return `${host}:${port}`
  }

  isUp(nodeId: number): boolean {
    return this.#cluster.broker(nodeId).state !== 'stopped'
  }

  leaderOf(topic: string, partition: number): number {
    const { leaderId, replicas } = this.#cluster.partition(topic, partition)
    return leaderId >= 0 ? leaderId : replicas[0]!
  }

  records(topic: string, partition: number): readonly LoggedRecord[] {
    const log = this.#cluster.log(topic, partition)
    const { leaderEpoch } = this.#cluster.partition(topic, partition)
    const { endOffset, startOffset } = log
    const known = this.#records.get(partition)
    // A log is read anew when it may have changed; epochs rise when it may have been cut.
    if (known?.endOffset === endOffset && known.epoch === leaderEpoch) return known.records
    const records = log.records.map(({ offset, key, value, timestamp }) => ({
      offset: Number(offset),
      key: key?.toString() ?? null,
      value: value?.toString() ?? null,
      timestamp,
    }))
    this.#records.set(partition, { endOffset, startOffset, epoch: leaderEpoch, records })
    return records
  }

  moveLeader(topic: string, partition: number, nodeId: number): void {
    // A controller elects who is in sync; everything else would be an unclean election, which loses records by design.
    if (this.#cluster.partition(topic, partition).isr.includes(nodeId)) {
      this.#cluster.faults.moveLeader(topic, partition, nodeId)
    }
  }

  stop(nodeId: number): void {
    void this.#cluster.broker(nodeId).stop()
  }

  start(nodeId: number): void {
    void this.#cluster.broker(nodeId).start()
  }

  loseAnswers(nodeId: number, count: number): void {
    add(this.#answersToLose, nodeId, count)
  }

  makeMetadataStale(nodeId: number, untilMs: number): void {
    const broker = this.#cluster.broker(nodeId)
    broker.holdMetadata()
    this.#at(untilMs, `node ${nodeId} learns`, () => broker.learnMetadata())
  }

  failMetadata(_topic: string, partition: number, errorCode: number, untilMs: number): void {
    this.#metadataErrors.set(partition, { errorCode, untilMs })
  }

  failAfterAppend(nodeId: number, errorCode: number, untilMs: number): void {
    this.#failures.set(nodeId, { errorCode, untilMs })
  }

  refuseProduce(nodeId: number, errorCode: number, untilMs: number): void {
    this.#refusals.set(nodeId, { errorCode, untilMs })
  }

  throttle(nodeId: number, throttleMs: number, untilMs: number): void {
    const broker = this.#cluster.broker(nodeId)
    for (const api of throttledApis) broker.throttle(api, throttleMs)
    this.#at(untilMs, `node ${nodeId} throttles no more`, () => {
      for (const api of throttledApis) broker.throttle(api, 0)
    })
  }

  holdReplication(topic: string, partition: number, untilMs: number): void {
    this.#cluster.faults.holdReplication(topic, partition)
    this.#at(untilMs, `partition ${partition} replicates`, () =>
      this.#cluster.faults.releaseReplication(topic, partition),
    )
  }

  freeze(nodeId: number, untilMs: number): void {
    const broker = this.#cluster.broker(nodeId)
    if (broker.state !== 'running') return
    broker.freeze()
    this.#at(untilMs, `node ${nodeId} thaws`, () => broker.thaw())
  }

  fillDisk(nodeId: number, untilMs: number): void {
    const broker = this.#cluster.broker(nodeId)
    broker.fillDisk()
    this.#at(untilMs, `node ${nodeId} has room`, () => broker.freeDisk())
  }

  moveCoordinator(groupId: string, nodeId: number): void {
    this.#cluster.faults.moveCoordinator(groupId, nodeId)
    this.#world.reach('a coordinator moved')
  }

  loseGroupAnswers(nodeId: number, count: number): void {
    add(this.#groupAnswersToLose, nodeId, count)
  }

  watchCommits(listener: (commit: AcceptedCommit) => void): void {
    this.#cluster.intercept(offsetCommitApi, async (request) => {
      const answer = await request.proceed()
      const { memberId, topics } = request.body
      for (const [at, { partitions }] of topics.entries()) {
        for (const [index, { partitionIndex, committedOffset }] of partitions.entries()) {
          const errorCode = answer?.topics?.[at]?.partitions?.[index]?.errorCode ?? ErrorCodes.NONE
          if (errorCode !== ErrorCodes.NONE) this.#world.reach('a commit was refused')
          else listener({ memberId, partition: partitionIndex, offset: Number(committedOffset) })
        }
      }
      return answer
    })
  }

  heal(): void {
    const timed = [this.#metadataErrors, this.#failures, this.#refusals]
    for (const codes of [...timed, this.#answersToLose, this.#groupAnswersToLose]) codes.clear()
    for (const broker of this.#cluster.brokers) {
      broker.thaw()
      broker.learnMetadata()
      broker.freeDisk()
      for (const api of throttledApis) broker.throttle(api, 0)
      this.start(broker.nodeId)
    }
    const { partitions } = this.#cluster.topics.find(({ name }) => name === onlyTopic)!
    for (const { index } of partitions) {
      this.#cluster.faults.releaseReplication(onlyTopic, index)
      this.#cluster.faults.restoreIsr(onlyTopic, index)
    }
  }

  close(): void {
    void this.#cluster.close()
  }

  #interceptProduce(): void {
    this.#cluster.intercept(produceApi, async (request) => {
      const { nodeId } = request
      const refusal = this.#codeOf(this.#refusals.get(nodeId))
      if (refusal !== ErrorCodes.NONE) {
        this.#world.reach('produce was refused')
        return request.refusal(errorCodeFacts.get(refusal)!.name)
      }
      const answer = await request.proceed()
      if (answer === undefined) return undefined
      if (takeOne(this.#answersToLose, nodeId)) {
        this.#world.reach('an answer was lost')
        return 'cut'
      }
      const failure = this.#codeOf(this.#failures.get(nodeId))
      if (failure === ErrorCodes.NONE) return answer
      this.#world.reach('an error was answered to what was appended')
      return {
        ...answer,
        responses: (answer.responses ?? []).map((topic) => ({
          ...topic,
          partitionResponses: (topic.partitionResponses ?? []).map((partition) =>
            (partition.errorCode ?? 0) === 0 ? { ...partition, errorCode: failure, baseOffset: -1n } : partition,
          ),
        })),
      }
    })
  }

  #interceptMetadata(): void {
    this.#cluster.intercept(metadataApi, async (request) => {
      const answer = await request.proceed()
      if (answer === undefined) return undefined
      return {
        ...answer,
        topics: (answer.topics ?? []).map((topic) => ({
          ...topic,
          partitions: (topic.partitions ?? []).map((partition) => {
            const errorCode = this.#codeOf(this.#metadataErrors.get(partition.partitionIndex ?? -1))
            return errorCode === ErrorCodes.NONE ? partition : { ...partition, errorCode, leaderId: -1 }
          }),
        })),
      }
    })
  }

  #loseAnswersOf(api: Parameters<FakeCluster['intercept']>[0]): void {
    this.#cluster.intercept(api, async (request) => {
      if ((this.#groupAnswersToLose.get(request.nodeId) ?? 0) === 0) return undefined
      await request.proceed()
      if (!takeOne(this.#groupAnswersToLose, request.nodeId)) return undefined
      this.#world.reach('an answer to a member was lost')
      return 'cut'
    })
  }

  #codeOf(code: TimedCode | undefined): number {
    return code !== undefined && this.#world.nowMs < code.untilMs ? code.errorCode : ErrorCodes.NONE
  }

  #at(atMs: number, label: string, callback: () => void): void {
    this.#world.at(atMs - this.#world.nowMs, 'plan', label, callback)
  }
}

function add(counts: Map<number, number>, nodeId: number, count: number): void {
  counts.set(nodeId, (counts.get(nodeId) ?? 0) + count)
}

/** Whether there was one left. */
function takeOne(counts: Map<number, number>, nodeId: number): boolean {
  const left = counts.get(nodeId) ?? 0
  if (left > 0) counts.set(nodeId, left - 1)
  return left > 0
}
