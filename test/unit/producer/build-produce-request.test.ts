import { describe, expect, it } from 'vitest'
import { ErrorCodes } from '../../../src/errors/error-codes.ts'
import type { ClusterSnapshot } from '../../../src/metadata/cluster-snapshot.ts'
import { allHaveTopicIds, buildProduceRequest } from '../../../src/producer/build-produce-request.ts'
import { leaderHintsOf } from '../../../src/producer/leader-hints.ts'
import type { ProduceResponse } from '../../../src/protocol/messages/produce-response.ts'
import { noTaggedFields } from '../../../src/protocol/tagged-field.ts'
import { type Uuid, zeroUuid } from '../../../src/protocol/uuid.ts'

const ids: Record<string, Uuid> = { orders: 'TTTTTTTTTTTTTTTTTTTTTA' as Uuid, bills: 'TTTTTTTTTTTTTTTTTTTTTQ' as Uuid }
const topicId = (topic: string): Uuid => ids[topic] ?? zeroUuid
const options = { acks: -1, timeoutMs: 500, transactionalId: null, topicId }
const bytes = Buffer.from('batch')

describe('a produce request', () => {
  const batches = [
    { topic: 'orders', partition: 3, bytes },
    { topic: 'bills', partition: 0, bytes },
    { topic: 'orders', partition: 1, bytes },
  ]

  it('groups the batches by topic, each as it is', () => {
    const request = buildProduceRequest(batches, 9, options)
    expect(request).toEqual({
      transactionalId: null,
      acks: -1,
      timeoutMs: 500,
      topicData: [
        {
          name: 'orders',
          partitionData: [
            { index: 3, records: bytes },
            { index: 1, records: bytes },
          ],
        },
        { name: 'bills', partitionData: [{ index: 0, records: bytes }] },
      ],
    })
    expect(request.topicData?.[0]?.partitionData?.[0]?.records).toBe(bytes)
  })

  it('names topics by id, and only by id, from version 13 on', () => {
    const { topicData } = buildProduceRequest(batches, 13, options)
    expect(topicData).toMatchObject([{ topicId: ids.orders }, { topicId: ids.bills }])
    expect(topicData?.every((topic) => topic.name === undefined)).toBe(true)
  })

  it('may name topics by id only where each has one', () => {
    expect(allHaveTopicIds(['orders', 'bills'], topicId)).toBe(true)
    expect(allHaveTopicIds(['orders', 'old'], topicId)).toBe(false)
  })
})

describe('the leader hints of a produce answer', () => {
  const snapshot = { topicNamesById: new Map([[ids.orders, 'orders']]) } as unknown as ClusterSnapshot

  function response(errorCode: number, leaderId: number, topic: { name: string; topicId: Uuid }): ProduceResponse {
    return {
      responses: [
        {
          ...topic,
          partitionResponses: [
            {
              index: 3,
              errorCode,
              baseOffset: -1n,
              logAppendTimeMs: -1n,
              logStartOffset: -1n,
              recordErrors: [],
              errorMessage: null,
              currentLeader: { leaderId, leaderEpoch: 9, unknownTaggedFields: noTaggedFields },
              unknownTaggedFields: noTaggedFields,
            },
          ],
          unknownTaggedFields: noTaggedFields,
        },
      ],
      throttleTimeMs: 0,
      nodeEndpoints: [{ nodeId: 2, host: 'b', port: 1, rack: null, unknownTaggedFields: noTaggedFields }],
      unknownTaggedFields: noTaggedFields,
    }
  }
  const byName = { name: 'orders', topicId: zeroUuid }

  it.each([ErrorCodes.NOT_LEADER_OR_FOLLOWER, ErrorCodes.FENCED_LEADER_EPOCH])(
    'say who leads now when the answer is error %i, and where that broker is',
    (code) => {
      expect(leaderHintsOf(response(code, 2, byName), snapshot)).toEqual({
        leaders: [{ topic: 'orders', partition: 3, leader: 2, leaderEpoch: 9 }],
        endpoints: [{ nodeId: 2, host: 'b', port: 1, rack: null }],
      })
    },
  )

  it('know topics by id', () => {
    const { leaders } = leaderHintsOf(response(6, 2, { name: '', topicId: ids.orders! }), snapshot)
    expect(leaders).toEqual([{ topic: 'orders', partition: 3, leader: 2, leaderEpoch: 9 }])
  })

  it('say nothing of topics that are not known, of leaders that are not, and with other errors', () => {
    expect(leaderHintsOf(response(6, 2, { name: '', topicId: ids.bills! }), snapshot).leaders).toEqual([])
    expect(leaderHintsOf(response(6, -1, byName), snapshot).leaders).toEqual([])
    expect(leaderHintsOf(response(0, 2, byName), snapshot).leaders).toEqual([])
  })
})
