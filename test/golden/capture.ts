/**
 * `node test/golden/capture.ts`: asks a real broker in every version that it and Ottla have in common, and writes what
 * went over the wire to `frames.json`. `test/unit/protocol/golden-frames.test.ts` reads it, so that bytes which no code
 * of ours has made are part of every test run. Needed only when a new release of Kafka is to be captured.
 */
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import * as apis from '../../src/protocol/all-apis.ts'
import { type ApiVersionRanges, apiVersionRanges, latestStableVersion } from '../../src/protocol/api-versions.ts'
import { describeMessage } from '../../src/protocol/describe-message.ts'
import { FrameDecoder } from '../../src/protocol/frame-decoder.ts'
import type { Api } from '../../src/protocol/message-codec.ts'
import type { ApiVersionsResponse } from '../../src/protocol/messages/api-versions-response.ts'
import { encodeRequest } from '../../src/protocol/request-frame.ts'
import { decodeResponse } from '../../src/protocol/response-frame.ts'
import { startTestBroker } from '../support/brokers/start-test-broker.ts'
import { isUnavailable } from '../support/brokers/test-broker.ts'
import type { GoldenExchange, GoldenFile } from './golden-file.ts'

const fetched = [{ topic: 'golden-7', partitions: [{ partition: 0, partitionMaxBytes: 1000 }] }]

/** What is asked, in this order. A body may depend on the version, since fields come and go. */
const questions: readonly { api: Api<unknown, unknown>; body: (version: number) => object }[] = [
  { api: apis.apiVersionsApi, body: (v) => (v < 3 ? {} : { clientSoftwareName: 'ottla', clientSoftwareVersion: '0' }) },
  {
    api: apis.createTopicsApi,
    body: (v) => ({ topics: [{ name: `golden-${v}`, numPartitions: 2, replicationFactor: 1 }], timeoutMs: 10_000 }),
  },
  {
    api: apis.createTopicsApi,
    body: () => ({ topics: [{ name: 'not a topic', numPartitions: 1, replicationFactor: 1 }] }),
  },
  {
    api: apis.metadataApi,
    body: () => ({ topics: [{ name: 'golden-7' }, { name: 'missing' }], allowAutoTopicCreation: true }),
  },
  { api: apis.describeClusterApi, body: () => ({}) },
  { api: apis.initProducerIdApi, body: () => ({ transactionalId: null, transactionTimeoutMs: 60_000 }) },
  {
    api: apis.listOffsetsApi,
    body: () => ({ topics: [{ name: 'golden-7', partitions: [{ partitionIndex: 0, timestamp: -1n }] }] }),
  },
  {
    api: apis.findCoordinatorApi,
    body: (v) => (v < 4 ? { key: 'golden' } : { coordinatorKeys: ['golden', 'other'] }),
  },
  { api: apis.listGroupsApi, body: () => ({}) },
  { api: apis.describeGroupsApi, body: () => ({ groups: ['golden'] }) },
  { api: apis.describeProducersApi, body: () => ({ topics: [{ name: 'golden-7', partitionIndexes: [0, 1, 99] }] }) },
  { api: apis.describeTopicPartitionsApi, body: () => ({ topics: [{ name: 'golden-7' }], responsePartitionLimit: 1 }) },
  { api: apis.consumerGroupDescribeApi, body: () => ({ groupIds: ['golden'] }) },
  {
    api: apis.offsetForLeaderEpochApi,
    body: () => ({ topics: [{ topic: 'golden-7', partitions: [{ partition: 0, leaderEpoch: 0 }] }] }),
  },
  { api: apis.fetchApi, body: (v) => (v < 13 ? { maxBytes: 1000, topics: fetched } : { maxBytes: 1000, topics: [] }) },
]

const broker = await startTestBroker({ onProgress: (line) => process.stdout.write(`${line}\n`) })
if (isUnavailable(broker)) throw new Error(`There is no broker to capture: ${broker.unavailable}`)
try {
  const exchanges = await captureAll(broker.bootstrapServers.split(',')[0]!)
  const file: GoldenFile = { broker: broker.description, exchanges }
  writeFileSync(join(import.meta.dirname, 'frames.json'), `${JSON.stringify(file, null, 2)}\n`)
  process.stdout.write(`${exchanges.length} exchanges with ${broker.description}\n`)
} finally {
  await broker.close()
}

async function captureAll(address: string): Promise<GoldenExchange[]> {
  const [host = '', port = ''] = address.split(':')
  const socket = connect(Number(port), host)
  await once(socket, 'connect')
  const frames = framesOf(socket)
  const ask = async (
    api: Api<unknown, unknown>,
    version: number,
    body: object,
  ): Promise<GoldenExchange & { answer: unknown }> => {
    const request = Buffer.concat(encodeRequest(api, version, version + 1, 'golden', body))
    socket.write(request)
    const { value: response } = await frames.next()
    if (response === undefined) throw new Error(`The broker closed the connection on ${api.name} v${version}`)
    const answer = decodeResponse(api, version, response).body
    const text = describeMessage(answer, { maxItems: 1000, maxStringLength: 10_000 })
    return {
      api: api.name,
      version,
      request: request.toString('hex'),
      response: response.toString('hex'),
      text,
      answer,
    }
  }
  const versions = await ask(apis.apiVersionsApi, 0, {})
  const ranges: ApiVersionRanges = apiVersionRanges(versions.answer as ApiVersionsResponse)
  const exchanges: GoldenExchange[] = []
  for (const { api, body } of questions) {
    const range = ranges.get(api.key)
    if (range === undefined) continue
    for (
      let version = Math.max(api.minVersion, range.min);
      version <= Math.min(latestStableVersion(api), range.max);
      version++
    ) {
      const { answer: _answer, ...exchange } = await ask(api, version, body(version))
      exchanges.push(exchange)
    }
  }
  socket.destroy()
  return exchanges
}

/** The frames of a socket, one by one, until it closes. */
async function* framesOf(socket: Socket): AsyncGenerator<Buffer, undefined> {
  const frames: Buffer[] = []
  const decoder = new FrameDecoder({ onFrame: (frame) => frames.push(frame) })
  for await (const chunk of socket) {
    decoder.push(chunk as Buffer)
    yield* frames.splice(0)
  }
}
