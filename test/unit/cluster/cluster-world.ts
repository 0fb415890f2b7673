/** An embedded cluster on time that stands still, without sockets, and connections that speak the protocol to it. */
import { fetchApi } from '../../../src/protocol/apis/fetch.ts'
import { produceApi } from '../../../src/protocol/apis/produce.ts'
import type { Draft } from '../../../src/protocol/message-codec.ts'
import type { FetchRequest } from '../../../src/protocol/messages/fetch-request.ts'
import { FakeCluster, type FakeClusterOptions, ManualClock, SeededRandom } from '../../../src/testing/index.ts'
import { RawConnection } from '../../cluster/raw-connection.ts'

export interface ClusterWorld extends AsyncDisposable {
  readonly clock: ManualClock
  readonly cluster: FakeCluster
  /** A new connection to a broker; default 1. */
  connect(nodeId?: number): Promise<RawConnection>
}

/** Three brokers and `orders` with two partitions, unless `options` say otherwise. */
export async function startWorld(options: FakeClusterOptions = {}): Promise<ClusterWorld> {
  const clock = new ManualClock()
  const cluster = await FakeCluster.start({
    brokers: 3,
    topics: { orders: { partitions: 2 } },
    network: 'memory',
    random: new SeededRandom(7),
    ...options,
    clock,
  })
  const connections: RawConnection[] = []
  return {
    clock,
    cluster,
    async connect(nodeId = 1) {
      const { host, port } = cluster.broker(nodeId)
      const raw = await RawConnection.open(`${host}:${port}`, cluster.platform().transport)
      connections.push(raw)
      return raw
    },
    async [Symbol.asyncDispose]() {
      for (const raw of connections) raw.close()
      await cluster.close()
    },
  }
}

export interface ProduceInput {
  readonly records: Buffer
  readonly topic?: string
  readonly partition?: number
  readonly acks?: number
  readonly timeoutMs?: number
}

function produceBody({ records, topic = 'orders', partition = 0, acks = -1, timeoutMs = 1000 }: ProduceInput) {
  return { acks, timeoutMs, topicData: [{ name: topic, partitionData: [{ index: partition, records }] }] }
}

/** Produces to one partition, in v12: with the hints of KIP-951 and by name. */
export async function produce(raw: RawConnection, input: ProduceInput) {
  const { responses, nodeEndpoints } = await raw.send(produceApi, 12, produceBody(input))
  return { ...responses[0]!.partitionResponses[0]!, nodeEndpoints }
}

/** The same without waiting for an answer. */
export function postProduce(raw: RawConnection, input: ProduceInput): void {
  raw.post(produceApi, 12, produceBody(input))
}

/** Fetches one partition of `orders` once, in v12. */
export async function fetchOnce(raw: RawConnection, partition: object = {}, request: Draft<FetchRequest> = {}) {
  const { responses } = await raw.send(fetchApi, 12, {
    maxWaitMs: 0,
    minBytes: 1,
    maxBytes: 1 << 20,
    sessionEpoch: -1,
    topics: [{ topic: 'orders', partitions: [{ partition: 0, partitionMaxBytes: 1 << 20, ...partition }] }],
    ...request,
  })
  return responses[0]!.partitions[0]!
}
