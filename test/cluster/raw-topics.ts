/** Topics for tests that speak the protocol themselves. */

import { ErrorCodes } from '../../src/errors/error-codes.ts'
import { createTopicsApi } from '../../src/protocol/apis/create-topics.ts'
import { fetchApi } from '../../src/protocol/apis/fetch.ts'
import { initProducerIdApi } from '../../src/protocol/apis/init-producer-id.ts'
import { metadataApi } from '../../src/protocol/apis/metadata.ts'
import { produceApi } from '../../src/protocol/apis/produce.ts'
import { uniqueName } from './every-broker.ts'
import type { RawConnection } from './raw-connection.ts'

export interface RawTopicOptions {
  readonly name?: string
  readonly partitions?: number
  readonly configs?: Readonly<Record<string, string>>
}

/** Creates a topic, and waits until its partitions are led: a real broker takes a moment. */
export async function createRawTopic(
  raw: RawConnection,
  { name = uniqueName('topic'), partitions = 1, configs = {} }: RawTopicOptions = {},
): Promise<string> {
  const wish = {
    name,
    numPartitions: partitions,
    replicationFactor: 1,
    configs: Object.entries(configs).map(([key, value]) => ({ name: key, value })),
  }
  await raw.send(createTopicsApi, 5, { topics: [wish], timeoutMs: 10_000 })
  for (let tries = 0; tries < 1000; tries++) {
    if (await isLed(raw, name, partitions)) return name
  }
  throw new Error(`${name} was created, and has no leaders`)
}

async function isLed(raw: RawConnection, name: string, count: number): Promise<boolean> {
  const { topics } = await raw.send(metadataApi, 9, { topics: [{ name }], allowAutoTopicCreation: false })
  const known = topics[0]?.partitions ?? []
  if (known.length !== count || known.some(({ leaderId }) => leaderId < 0)) return false
  const partitions = known.map(({ partitionIndex }) => ({ partition: partitionIndex, partitionMaxBytes: 1 }))
  const request = { maxWaitMs: 0, minBytes: 0, sessionEpoch: -1, topics: [{ topic: name, partitions }] }
  const { responses } = await raw.send(fetchApi, 11, request)
  return responses.every((topic) => topic.partitions.every(({ errorCode }) => errorCode === 0))
}

export interface ProduceRawOptions {
  readonly version?: number
  readonly acks?: number
  readonly timeoutMs?: number
  readonly transactionalId?: string | null
}

/** Sends one batch, and gives the partition's answer. */
export async function produceRaw(
  raw: RawConnection,
  topic: string,
  partition: number,
  records: Buffer,
  { version = 9, acks = -1, timeoutMs = 10_000, transactionalId = null }: ProduceRawOptions = {},
) {
  const topicData = [{ name: topic, partitionData: [{ index: partition, records }] }]
  const { responses } = await raw.send(produceApi, version, { transactionalId, acks, timeoutMs, topicData })
  return responses[0]!.partitionResponses[0]!
}

/** A broker that has just started has no ids to give yet, and says that it is loading. */
export async function newProducerId(raw: RawConnection): Promise<bigint> {
  for (let tries = 0; tries < 1000; tries++) {
    const { errorCode, producerId } = await raw.send(initProducerIdApi, 2, { transactionalId: null })
    if (errorCode === ErrorCodes.NONE) return producerId
    if (errorCode !== ErrorCodes.COORDINATOR_LOAD_IN_PROGRESS) throw new Error(`InitProducerId: error ${errorCode}`)
  }
  throw new Error('InitProducerId: the broker is loading for ever')
}
