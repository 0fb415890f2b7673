import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { ErrorCodes } from '../../../src/errors/error-codes.ts'
import { deleteRecordsApi } from '../../../src/protocol/apis/delete-records.ts'
import { listOffsetsApi } from '../../../src/protocol/apis/list-offsets.ts'
import { offsetForLeaderEpochApi } from '../../../src/protocol/apis/offset-for-leader-epoch.ts'
import { batchOf } from '../batches.ts'
import { describeOnEveryBroker } from '../every-broker.ts'
import { RawConnection } from '../raw-connection.ts'
import { createRawTopic, produceRaw } from '../raw-topics.ts'

const latest = -1n
const earliest = -2n
const largestTimestamp = -3n

describeOnEveryBroker('Offsets', (broker) => {
  let raw: RawConnection
  let topic: string
  const start = Date.now() - 1_000_000
  beforeAll(async () => {
    raw = await RawConnection.open(broker.address)
  })
  afterAll(() => raw.close())
  beforeEach(async () => {
    topic = await createRawTopic(raw)
  })

  async function listOffset(timestamp: bigint, version = 7, more: object = {}) {
    const partitions = [{ partitionIndex: 0, timestamp, ...more }]
    const { topics } = await raw.send(listOffsetsApi, version, { replicaId: -1, topics: [{ name: topic, partitions }] })
    return topics[0]!.partitions[0]!
  }

  /** Two batches; records 10 ms apart: 0, 10, 20 and then 30, 40. */
  async function fill(compressionType = 'none'): Promise<void> {
    const first = batchOf({ values: ['a', 'b', 'c'], timestamp: start, stepMs: 10, compressionType })
    await produceRaw(raw, topic, 0, first)
    await produceRaw(raw, topic, 0, batchOf({ values: ['d', 'e'], timestamp: start + 30, stepMs: 10, compressionType }))
  }

  it.each([1, 4, 6, 7])('v%d gives the first and the next offset', async (version) => {
    await fill()

    const first = await listOffset(earliest, version)
    const next = await listOffset(latest, version)

    expect([first.offset, next.offset]).toEqual([0n, 5n])
    expect([first.timestamp, next.timestamp]).toEqual([-1n, -1n])
  })

  it.each(['none', 'lz4'])('finds a record by its time, in a batch with %s', async (compressionType) => {
    await fill(compressionType)

    const between = await listOffset(BigInt(start + 11))
    const exact = await listOffset(BigInt(start + 30))

    expect(between).toMatchObject({ offset: 2n, timestamp: BigInt(start + 20), leaderEpoch: 0 })
    expect(exact).toMatchObject({ offset: 3n, timestamp: BigInt(start + 30) })
  })

  it('finds nothing behind the latest time', async () => {
    await fill()

    const { offset, timestamp, errorCode } = await listOffset(BigInt(start + 100_000))

    expect({ offset, timestamp, errorCode }).toEqual({ offset: -1n, timestamp: -1n, errorCode: 0 })
  })

  it('finds the record with the largest time', async () => {
    await fill()
    await produceRaw(raw, topic, 0, batchOf({ values: ['older'], timestamp: start + 5 }))

    const { offset, timestamp } = await listOffset(largestTimestamp)

    expect({ offset, timestamp }).toEqual({ offset: 4n, timestamp: BigInt(start + 40) })
  })

  it('has no largest time in an empty log', async () => {
    const { offset, timestamp } = await listOffset(largestTimestamp)

    expect({ offset, timestamp }).toEqual({ offset: -1n, timestamp: -1n })
  })

  it('refuses a special time that the version does not have', async () => {
    const { errorCode } = await listOffset(largestTimestamp, 6)

    expect(errorCode).toBe(ErrorCodes.UNSUPPORTED_VERSION)
  })

  it('does not know a leader epoch to come', async () => {
    const { errorCode } = await listOffset(latest, 7, { currentLeaderEpoch: 7 })

    expect(errorCode).toBe(ErrorCodes.UNKNOWN_LEADER_EPOCH)
  })

  async function deleteBefore(offset: bigint) {
    const request = { topics: [{ name: topic, partitions: [{ partitionIndex: 0, offset }] }], timeoutMs: 10_000 }
    const { topics } = await raw.send(deleteRecordsApi, 1, request)
    return topics[0]!.partitions[0]!
  }

  it('begins later after records were deleted', async () => {
    await fill()

    const { lowWatermark, errorCode } = await deleteBefore(2n)

    expect({ lowWatermark, errorCode }).toEqual({ lowWatermark: 2n, errorCode: 0 })
    expect((await listOffset(earliest)).offset).toBe(2n)
  })

  it('begins at its end after all records were deleted', async () => {
    await fill()

    const { lowWatermark } = await deleteBefore(-1n)

    expect(lowWatermark).toBe(5n)
    expect((await listOffset(BigInt(start))).offset).toBe(-1n)
  })

  it('does not delete what is not there', async () => {
    const { errorCode } = await deleteBefore(1n)

    expect(errorCode).toBe(ErrorCodes.OFFSET_OUT_OF_RANGE)
  })

  async function epochEnd(leaderEpoch: number, version = 3) {
    const { topics } = await raw.send(offsetForLeaderEpochApi, version, {
      replicaId: -1,
      topics: [{ topic, partitions: [{ partition: 0, leaderEpoch, currentLeaderEpoch: -1 }] }],
    })
    return topics[0]!.partitions[0]!
  }

  it.each([2, 3, 4])('v%d says where the present epoch ends', async (version) => {
    await fill()
    const request = {
      ...(version >= 3 ? { replicaId: -2 } : {}),
      topics: [{ topic, partitions: [{ partition: 0, leaderEpoch: 0, currentLeaderEpoch: -1 }] }],
    }

    const { topics } = await raw.send(offsetForLeaderEpochApi, version, request)

    expect(topics[0]!.partitions[0]).toMatchObject({ errorCode: 0, leaderEpoch: 0, endOffset: 5n })
  })

  it('does not know where an epoch ends that never was', async () => {
    expect(await epochEnd(9)).toMatchObject({ errorCode: 0, leaderEpoch: -1, endOffset: -1n })
  })
})
