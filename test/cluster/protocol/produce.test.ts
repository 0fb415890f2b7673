import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ErrorCodes } from '../../../src/errors/error-codes.ts'
import { apiVersionsApi } from '../../../src/protocol/apis/api-versions.ts'
import { fetchApi } from '../../../src/protocol/apis/fetch.ts'
import { produceApi } from '../../../src/protocol/apis/produce.ts'
import { patchBatchHeader } from '../../../src/record/batch-header.ts'
import { batchLayout } from '../../../src/record/batch-layout.ts'
import { type BatchInput, batchOf, valuesOf } from '../batches.ts'
import { describeOnEveryBroker, uniqueName } from '../every-broker.ts'
import { RawConnection } from '../raw-connection.ts'
import { createRawTopic, newProducerId } from '../raw-topics.ts'

describeOnEveryBroker(
  'Produce',
  (broker) => {
    let raw: RawConnection
    let topic: string
    beforeAll(async () => {
      raw = await RawConnection.open(broker.address)
    })
    afterAll(() => raw.close())
    beforeEach(async () => {
      topic = await createRawTopic(raw)
    })

    async function produceBytes(records: Buffer, version = 9, acks = -1) {
      const { responses } = await raw.send(produceApi, version, {
        acks,
        timeoutMs: 10_000,
        topicData: [{ name: topic, partitionData: [{ index: 0, records }] }],
      })
      return responses[0]!.partitionResponses[0]!
    }

    function produce(batch: BatchInput, version?: number) {
      return produceBytes(batchOf(batch), version)
    }

    async function readAll(name = topic) {
      const { responses } = await raw.send(fetchApi, 11, {
        maxWaitMs: 0,
        minBytes: 0,
        maxBytes: 1 << 24,
        sessionEpoch: -1,
        topics: [{ topic: name, partitions: [{ partition: 0, fetchOffset: 0n, partitionMaxBytes: 1 << 24 }] }],
      })
      return responses[0]!.partitions[0]!
    }

    it.each([3, 5, 7, 8, 9, 11])('v%d appends a batch and says where', async (version) => {
      await produce({ values: ['a', 'b'] }, version)

      const second = await produce({ values: ['c'] }, version)

      expect(second).toMatchObject({ errorCode: 0, baseOffset: 2n, logAppendTimeMs: -1n })
      expect(valuesOf((await readAll()).records)).toEqual(['a', 'b', 'c'])
    })

    it.each(['gzip', 'snappy', 'lz4', 'zstd'])(
      'keeps a batch as it was compressed, with %s',
      async (compressionType) => {
        const { errorCode } = await produce({ values: ['a', 'b', 'c'], compressionType })

        expect(errorCode).toBe(0)
        expect(valuesOf((await readAll()).records)).toEqual(['a', 'b', 'c'])
      },
    )

    it('refuses zstd before v7', async () => {
      const { errorCode } = await produce({ values: ['a'], compressionType: 'zstd' }, 6)

      expect(errorCode).toBe(ErrorCodes.UNSUPPORTED_COMPRESSION_TYPE)
    })

    it('refuses a batch whose checksum is wrong', async () => {
      const bytes = batchOf({ values: ['abc'] })
      bytes[bytes.length - 2]! ^= 1

      const { errorCode } = await produceBytes(bytes)

      expect(errorCode).toBe(ErrorCodes.CORRUPT_MESSAGE)
    })

    it('refuses two batches for one partition', async () => {
      const { errorCode } = await produceBytes(Buffer.concat([batchOf({ values: ['a'] }), batchOf({ values: ['b'] })]))

      expect(errorCode).toBe(ErrorCodes.INVALID_RECORD)
    })

    it('refuses a request without any batch', async () => {
      const { errorCode } = await produceBytes(Buffer.alloc(0))

      expect(errorCode).toBe(ErrorCodes.INVALID_RECORD)
    })

    it('refuses a batch that claims an offset', async () => {
      const { errorCode } = await produce({ values: ['a'], baseOffset: 7n })

      expect(errorCode).toBe(ErrorCodes.INVALID_RECORD)
    })

    it('refuses a count of records that its offsets contradict', async () => {
      const bytes = batchOf({ values: ['a', 'b'] })
      bytes.writeInt32BE(4, batchLayout.lastOffsetDelta)
      patchBatchHeader(bytes, {})

      const { errorCode } = await produceBytes(bytes)

      expect(errorCode).toBe(ErrorCodes.INVALID_RECORD)
    })

    it('refuses a batch that is larger than max.message.bytes', async () => {
      topic = await createRawTopic(raw, { configs: { 'max.message.bytes': '200' } })

      const { errorCode } = await produce({ values: ['x'.repeat(300)] })

      expect(errorCode).toBe(ErrorCodes.MESSAGE_TOO_LARGE)
    })

    it('names the records without a key in a compacted topic', async () => {
      topic = await createRawTopic(raw, { configs: { 'cleanup.policy': 'compact' } })

      const { errorCode, recordErrors } = await produce({ values: ['a', 'b'], key: null })

      expect(errorCode).toBe(ErrorCodes.INVALID_RECORD)
      expect(recordErrors.map(({ batchIndex }) => batchIndex)).toEqual([0, 1])
    })

    it('gives its own time where the topic wants it', async () => {
      topic = await createRawTopic(raw, { configs: { 'message.timestamp.type': 'LogAppendTime' } })

      const { logAppendTimeMs } = await produce({ values: ['a'], timestamp: 5 })

      expect(Number(logAppendTimeMs)).toBeGreaterThan(1_700_000_000_000)
    })

    it('refuses acks that are not -1, 0 or 1', async () => {
      const { errorCode } = await produceBytes(batchOf({ values: ['a'] }), 9, 2)

      expect(errorCode).toBe(ErrorCodes.INVALID_REQUIRED_ACKS)
    })

    it('does not know a topic that is not there', async () => {
      topic = uniqueName('nowhere')

      const { errorCode } = await produce({ values: ['a'] })

      expect(errorCode).toBe(ErrorCodes.UNKNOWN_TOPIC_OR_PARTITION)
    })

    it('takes acks 0 without an answer, and goes on with the next request', async () => {
      const partitionData = [{ index: 0, records: batchOf({ values: ['silent'] }) }]
      raw.post(produceApi, 9, { acks: 0, timeoutMs: 1000, topicData: [{ name: topic, partitionData }] })

      const { baseOffset } = await produce({ values: ['loud'] })

      expect(baseOffset).toBe(1n)
    })

    it('closes the connection for an error with acks 0', async () => {
      using other = await RawConnection.open(broker.address)
      await other.send(apiVersionsApi, 0, {})
      const partitionData = [{ index: 0, records: batchOf({ values: ['x'] }) }]

      other.post(produceApi, 9, {
        acks: 0,
        timeoutMs: 1000,
        topicData: [{ name: uniqueName('nowhere'), partitionData }],
      })

      await other.closed
      expect(other.isClosed).toBe(true)
    })

    describe('by an idempotent producer', () => {
      it('answers a batch that is there already with its old offset', async () => {
        const producerId = await newProducerId(raw)
        await produce({ values: ['a', 'b'], producerId, producerEpoch: 0, baseSequence: 0 })
        await produce({ values: ['c'], producerId, producerEpoch: 0, baseSequence: 2 })

        const again = await produce({ values: ['a', 'b'], producerId, producerEpoch: 0, baseSequence: 0 })

        expect(again).toMatchObject({ errorCode: 0, baseOffset: 0n })
        expect(valuesOf((await readAll()).records)).toEqual(['a', 'b', 'c'])
      })

      it('remembers five batches, and refuses one from before', async () => {
        const producerId = await newProducerId(raw)
        for (let sequence = 0; sequence < 6; sequence++) {
          await produce({ values: [`${sequence}`], producerId, producerEpoch: 0, baseSequence: sequence })
        }

        const fifth = await produce({ values: ['1'], producerId, producerEpoch: 0, baseSequence: 1 })
        const sixth = await produce({ values: ['0'], producerId, producerEpoch: 0, baseSequence: 0 })

        expect(fifth).toMatchObject({ errorCode: 0, baseOffset: 1n })
        expect(sixth).toMatchObject({ errorCode: ErrorCodes.OUT_OF_ORDER_SEQUENCE_NUMBER, baseOffset: -1n })
      })

      it('is refused a batch behind one that is missing', async () => {
        const producerId = await newProducerId(raw)
        await produce({ values: ['a'], producerId, producerEpoch: 0, baseSequence: 0 })

        const { errorCode } = await produce({ values: ['c'], producerId, producerEpoch: 0, baseSequence: 2 })

        expect(errorCode).toBe(ErrorCodes.OUT_OF_ORDER_SEQUENCE_NUMBER)
      })

      it('is refused a new epoch that does not begin at 0', async () => {
        const producerId = await newProducerId(raw)
        await produce({ values: ['a'], producerId, producerEpoch: 0, baseSequence: 0 })

        const { errorCode } = await produce({ values: ['b'], producerId, producerEpoch: 1, baseSequence: 1 })

        expect(errorCode).toBe(ErrorCodes.OUT_OF_ORDER_SEQUENCE_NUMBER)
      })

      it('begins a new epoch at 0', async () => {
        const producerId = await newProducerId(raw)
        await produce({ values: ['a'], producerId, producerEpoch: 0, baseSequence: 0 })

        const bumped = await produce({ values: ['b'], producerId, producerEpoch: 1, baseSequence: 0 })

        expect(bumped).toMatchObject({ errorCode: 0, baseOffset: 1n })
      })

      it('is fenced by its own later epoch', async () => {
        const producerId = await newProducerId(raw)
        await produce({ values: ['a'], producerId, producerEpoch: 3, baseSequence: 0 })

        const { errorCode } = await produce({ values: ['b'], producerId, producerEpoch: 2, baseSequence: 1 })

        expect(errorCode).toBe(ErrorCodes.INVALID_PRODUCER_EPOCH)
      })

      it('may begin anywhere when the partition does not know it', async () => {
        const producerId = await newProducerId(raw)

        const { errorCode } = await produce({ values: ['a'], producerId, producerEpoch: 0, baseSequence: 41 })

        expect(errorCode).toBe(0)
      })

      it('goes on at 0 behind the largest sequence', async () => {
        const producerId = await newProducerId(raw)
        await produce({ values: ['a', 'b'], producerId, producerEpoch: 0, baseSequence: 0x7fffffff - 1 })

        const { errorCode } = await produce({ values: ['c'], producerId, producerEpoch: 0, baseSequence: 0 })

        expect(errorCode).toBe(0)
      })
    })
  },
  { breaksRules: true },
)
