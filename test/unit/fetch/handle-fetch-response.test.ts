import { describe, expect, it } from 'vitest'
import { ErrorCodes, type ErrorName } from '../../../src/errors/error-codes.ts'
import { endpointsOf, type PartitionOutcome, readPartition } from '../../../src/fetch/handle-fetch-response.ts'
import type { Draft } from '../../../src/protocol/message-codec.ts'
import {
  type FetchResponse,
  type FetchResponsePartitionData,
  fetchResponse,
} from '../../../src/protocol/messages/fetch-response.ts'
import { Reader } from '../../../src/protocol/reader.ts'
import { Writer } from '../../../src/protocol/writer.ts'

/** What the client decodes of an answer: with every field's default. */
function decoded(response: Draft<FetchResponse>): FetchResponse {
  const writer = new Writer()
  fetchResponse.encode(writer, response, 17)
  return fetchResponse.decode(new Reader(Buffer.concat(writer.finish())), 17)
}

function outcome(data: Draft<FetchResponsePartitionData>): PartitionOutcome {
  const response = decoded({ responses: [{ partitions: [data] }] })
  return readPartition(response.responses[0]!.partitions[0]!)
}

describe('what an answer means for a partition', () => {
  it('is records, with the bounds of the log and the aborted transactions', () => {
    const records = Buffer.from('abc')
    const abortedTransactions = [{ producerId: 7n, firstOffset: 3n }]
    const data = { records, highWatermark: 9n, lastStableOffset: 8n, logStartOffset: 1n, abortedTransactions }
    expect(outcome(data)).toMatchObject({
      kind: 'records',
      records,
      bounds: { highWatermark: 9n, lastStableOffset: 8n, logStartOffset: 1n },
      aborted: abortedTransactions,
    })
  })

  it('is records when there are none, too', () => {
    expect(outcome({ records: null, abortedTransactions: null })).toMatchObject({ kind: 'records', aborted: [] })
  })

  it('is a move to another leader, with a hint where the broker gives one', () => {
    const errorCode = ErrorCodes.NOT_LEADER_OR_FOLLOWER
    const currentLeader = { leaderId: 3, leaderEpoch: 12 }
    expect(outcome({ errorCode, currentLeader })).toMatchObject({
      kind: 'leaderMoved',
      hint: { leader: 3, leaderEpoch: 12 },
    })
    expect(outcome({ errorCode })).toMatchObject({ kind: 'leaderMoved', hint: undefined })
    expect(outcome({ errorCode, currentLeader: { leaderId: -1, leaderEpoch: 2 } })).toMatchObject({ hint: undefined })
  })

  it('is a redirect only when it comes without records', () => {
    expect(outcome({ preferredReadReplica: 2 })).toMatchObject({ kind: 'readFromReplica', nodeId: 2 })
    expect(outcome({ preferredReadReplica: 2, records: Buffer.from('a') }).kind).toBe('records')
  })

  it('is a divergence of epochs', () => {
    const divergingEpoch = { epoch: 4, endOffset: 20n }
    expect(outcome({ divergingEpoch })).toEqual({ kind: 'diverged', epoch: 4, endOffset: 20n })
  })

  const kinds: Partial<Record<ErrorName, PartitionOutcome['kind']>> = {
    OFFSET_OUT_OF_RANGE: 'outOfRange',
    FENCED_LEADER_EPOCH: 'leaderMoved',
    LEADER_NOT_AVAILABLE: 'leaderMoved',
    UNKNOWN_TOPIC_OR_PARTITION: 'unknownTopic',
    UNKNOWN_TOPIC_ID: 'unknownTopic',
    INCONSISTENT_TOPIC_ID: 'unknownTopic',
    UNKNOWN_LEADER_EPOCH: 'retryLater',
    OFFSET_NOT_AVAILABLE: 'retryLater',
    KAFKA_STORAGE_ERROR: 'retryLater',
    REPLICA_NOT_AVAILABLE: 'retryLater',
    UNKNOWN_SERVER_ERROR: 'retryLater',
    CORRUPT_MESSAGE: 'failed',
    TOPIC_AUTHORIZATION_FAILED: 'failed',
    UNSUPPORTED_COMPRESSION_TYPE: 'failed',
    INVALID_TOPIC_EXCEPTION: 'failed',
  }
  for (const [name, kind] of Object.entries(kinds)) {
    it(`is ${kind} for ${name}`, () => {
      expect(outcome({ errorCode: ErrorCodes[name as ErrorName] }).kind).toBe(kind)
    })
  }

  it('is failed for a code that nobody knows yet', () => {
    expect(outcome({ errorCode: 999 })).toEqual({ kind: 'failed', errorCode: 999 })
  })

  it('comes with the addresses of the leaders that it names', () => {
    const nodeEndpoints = [{ nodeId: 3, host: 'c', port: 9092, rack: null }]
    expect(endpointsOf(decoded({ nodeEndpoints }))).toEqual(nodeEndpoints)
  })
})
