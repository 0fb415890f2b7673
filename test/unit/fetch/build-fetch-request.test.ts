import { describe, expect, it } from 'vitest'
import {
  buildFetchRequest,
  type FetchLimits,
  maxFetchVersionFor,
  rotate,
} from '../../../src/fetch/build-fetch-request.ts'
import { FetchSession, type PartitionRequest } from '../../../src/fetch/fetch-session.ts'
import { type FetchRequest, fetchRequest } from '../../../src/protocol/messages/fetch-request.ts'
import { Reader } from '../../../src/protocol/reader.ts'
import { zeroUuid } from '../../../src/protocol/uuid.ts'
import { Writer } from '../../../src/protocol/writer.ts'

const topicId = 'TTTTTTTTTTTTTTTTTTTTAA'
const limits: FetchLimits = {
  maxWaitMs: 500,
  minBytes: 1,
  maxBytes: 1000,
  isolationLevel: 'read_committed',
  rackId: 'b',
}

function request(partition: number, fields: Partial<PartitionRequest> = {}): PartitionRequest {
  const defaults = { fetchOffset: 5n, leaderEpoch: 3, lastFetchedEpoch: 2, maxBytes: 100 }
  return { topic: 'orders', topicId, partition, ...defaults, ...fields }
}

function onTheWire(wanted: readonly PartitionRequest[], version: number): FetchRequest {
  const body = buildFetchRequest(new FetchSession().plan(wanted, version > 12), limits, version)
  const writer = new Writer()
  fetchRequest.encode(writer, body, version)
  return fetchRequest.decode(new Reader(Buffer.concat(writer.finish())), version)
}

describe('a fetch request', () => {
  for (let version = fetchRequest.minVersion; version <= fetchRequest.maxVersion; version++) {
    it(`in version ${version} says what that version can say`, () => {
      const { topics, ...rest } = onTheWire([request(0), request(1)], version)
      expect(rest).toMatchObject({ maxWaitMs: 500, minBytes: 1, maxBytes: 1000, isolationLevel: 1, replicaId: -1 })
      expect(rest.rackId).toBe(version >= 11 ? 'b' : '')
      expect(topics).toHaveLength(1)
      expect(topics[0]).toMatchObject(version > 12 ? { topicId, topic: '' } : { topic: 'orders' })
      expect(topics[0]?.partitions[1]).toMatchObject({
        partition: 1,
        fetchOffset: 5n,
        partitionMaxBytes: 100,
        currentLeaderEpoch: version >= 9 ? 3 : -1,
        lastFetchedEpoch: version >= 12 ? 2 : -1,
        logStartOffset: -1n,
      })
    })
  }

  it('keeps the order of the partitions, even where a topic comes twice for it', () => {
    const wanted = [request(0), request(1, { topic: 'b', topicId: zeroUuid }), request(2)]
    expect(onTheWire(wanted, 12).topics.map(({ topic }) => topic)).toEqual(['orders', 'b', 'orders'])
  })

  it('stays below topic ids while one topic has none', () => {
    expect(maxFetchVersionFor([request(0)])).toBeUndefined()
    expect(maxFetchVersionFor([request(0), request(1, { topicId: zeroUuid })])).toBe(12)
  })

  it('begins with another partition each time', () => {
    expect(rotate(['a', 'b', 'c'], 4)).toEqual(['b', 'c', 'a'])
    expect(rotate([], 3)).toEqual([])
  })
})
