/**
 * A client without limits of its own: requests are encoded beforehand and answers are hardly looked at, so that what is
 * measured is the broker. Started by the runner, never by hand.
 *
 * Produce requests are those of an idempotent producer with acks=all, in their sequence, to one partition over one
 * connection. Fetches ask for 1 MiB from the places of a filled partition in turn.
 */
import { connect, type Socket } from 'node:net'
import { deleteTopicsApi } from '../../src/protocol/apis/delete-topics.ts'
import { fetchApi } from '../../src/protocol/apis/fetch.ts'
import { initProducerIdApi } from '../../src/protocol/apis/init-producer-id.ts'
import { listOffsetsApi } from '../../src/protocol/apis/list-offsets.ts'
import { metadataApi } from '../../src/protocol/apis/metadata.ts'
import { produceApi } from '../../src/protocol/apis/produce.ts'
import type { Draft } from '../../src/protocol/message-codec.ts'
import type { FetchRequest } from '../../src/protocol/messages/fetch-request.ts'
import { encodeRequest } from '../../src/protocol/request-frame.ts'
import { decodeResponse } from '../../src/protocol/response-frame.ts'
import { BatchBuilder } from '../../src/record/batch-encoder.ts'
import { assembleBatch } from '../../src/record/batch-header.ts'
import { RawConnection } from '../../test/cluster/raw-connection.ts'
import { type CutFrame, FrameCutter } from './frame-cutter.ts'
import { LOAD_OUTCOME_PREFIX, type LoadOrder, type LoadOutcome } from './load-order.ts'
import { ProduceFrames, produceVersion } from './produce-frames.ts'

const fetchVersion = 12
const fetchBytes = 1024 * 1024
/** What a fetch test reads, over and over. */
const backlogBytes = 64 * 1024 * 1024
/** A real broker takes its time for small batches. */
const mostBacklogBatches = 10_000

const order = JSON.parse(process.argv[2] ?? '') as LoadOrder
using raw = await RawConnection.open(order.address)
await waitForLeader()
const batch = sampleBatch()
const outcome = order.kind === 'produce' ? await produce() : await fetch()
// What the next run measures should not depend on what this one has left.
await raw.send(deleteTopicsApi, 4, { topicNames: [order.topic], timeoutMs: 30_000 })
process.stdout.write(`${LOAD_OUTCOME_PREFIX}${JSON.stringify(outcome)}\n`)

/** A topic that was created a moment ago has no leader yet on a real broker. */
async function waitForLeader(): Promise<void> {
  for (;;) {
    const answer = await raw.send(metadataApi, 9, { topics: [{ name: order.topic }] })
    if (answer.topics[0]?.partitions[0]?.errorCode === 0) return
  }
}

function sampleBatch(): Buffer {
  const builder = new BatchBuilder({})
  const value = Buffer.alloc(order.valueSizeBytes, 'a value of the load ')
  const nowMs = Date.now()
  for (let index = 0; index < order.recordsPerBatch; index++) builder.append(nowMs, null, value)
  return assembleBatch(builder.seal())
}

async function newProducerId(): Promise<bigint> {
  for (;;) {
    const answer = await raw.send(initProducerIdApi, 4, { transactionalId: null, transactionTimeoutMs: 60_000 })
    if (answer.errorCode === 0) return answer.producerId
  }
}

async function produce(): Promise<LoadOutcome> {
  const frames = new ProduceFrames(order, batch, await newProducerId())
  const before = await endOffset()
  let acknowledgedCount = 0
  const outcome = await pump(
    () => frames.next(),
    (frame) => {
      const { body } = decodeResponse(produceApi, produceVersion, frame as Buffer)
      const errorCode = body.responses[0]!.partitionResponses[0]!.errorCode
      if (errorCode !== 0) throw new Error(`The broker refused a batch with error ${errorCode}`)
      acknowledgedCount += order.recordsPerBatch
      return order.recordsPerBatch
    },
  )
  const storedCount = Number((await endOffset()) - before)
  if (storedCount !== acknowledgedCount) {
    throw new Error(`${acknowledgedCount} records were acknowledged and ${storedCount} are in the log`)
  }
  return outcome
}

async function endOffset(): Promise<bigint> {
  const topics = [{ name: order.topic, partitions: [{ partitionIndex: 0, timestamp: -1n }] }]
  for (;;) {
    const answer = await raw.send(listOffsetsApi, 6, { replicaId: -1, topics })
    const { errorCode, offset } = answer.topics[0]!.partitions[0]!
    if (errorCode === 0) return offset
  }
}

async function fetch(): Promise<LoadOutcome> {
  const batchCount = Math.min(mostBacklogBatches, Math.max(2, Math.ceil(backlogBytes / batch.length)))
  await fill(batchCount)
  const perFetch = Math.max(1, Math.floor(fetchBytes / batch.length))
  const places = Array.from({ length: Math.max(1, Math.floor(batchCount / perFetch) - 1) }, (_, index) =>
    encodeFetch(BigInt(index * perFetch * order.recordsPerBatch)),
  )
  const first = await raw.send(fetchApi, fetchVersion, fetchBody(0n))
  const data = first.responses[0]!.partitions[0]!
  if (data.errorCode !== 0 || (data.records?.length ?? 0) < batch.length) throw new Error('The broker gave no records')
  let next = 0
  return await pump(
    () => places[next++ % places.length]!,
    (frame) => Math.floor(frame.length / batch.length) * order.recordsPerBatch,
  )
}

async function fill(batchCount: number): Promise<void> {
  const frames = new ProduceFrames(order, batch, await newProducerId())
  await pump(
    () => frames.next(),
    () => order.recordsPerBatch,
    { warmupMs: 0, measuredMs: Number.POSITIVE_INFINITY, requestCount: batchCount },
  )
}

function fetchBody(fetchOffset: bigint): Draft<FetchRequest> {
  const partitions = [{ partition: 0, fetchOffset, partitionMaxBytes: fetchBytes }]
  return { maxWaitMs: 500, minBytes: 1, maxBytes: fetchBytes, topics: [{ topic: order.topic, partitions }] }
}

function encodeFetch(fetchOffset: bigint): Buffer {
  return Buffer.concat(encodeRequest(fetchApi, fetchVersion, 1, 'load', fetchBody(fetchOffset)))
}

interface PumpLimits {
  readonly warmupMs: number
  readonly measuredMs: number
  readonly requestCount?: number
}

/** Keeps so many requests in flight on a connection of its own until the time is over, then takes the answers that are left. */
function pump(
  nextFrame: () => Buffer,
  countRecords: (frame: CutFrame) => number,
  limits: PumpLimits = order,
): Promise<LoadOutcome> {
  const { warmupMs, measuredMs, requestCount = Number.POSITIVE_INFINITY } = limits
  return new Promise((resolve, reject) => {
    const [host = '', port] = order.address.split(':')
    const startedAt = performance.now()
    let sentCount = 0
    let answeredCount = 0
    let measured: { readonly at: number; readonly cpu: NodeJS.CpuUsage } | undefined
    let measuredRequests = 0
    let measuredRecords = 0
    let totalRecordCount = 0
    let isOver = false
    let outcome: LoadOutcome | undefined
    const send = (): void => {
      socket.cork()
      while (!isOver && sentCount < requestCount && sentCount - answeredCount < order.requestsInFlight) {
        sentCount++
        socket.write(nextFrame())
      }
      socket.uncork()
    }
    const onAnswer = (frame: CutFrame): void => {
      answeredCount++
      const recordCount = countRecords(frame)
      totalRecordCount += recordCount
      const now = performance.now()
      if (measured !== undefined && !isOver) {
        measuredRequests++
        measuredRecords += recordCount
      } else if (now - startedAt >= warmupMs) measured ??= { at: now, cpu: process.cpuUsage() }
      if (!isOver && measured !== undefined && (now - measured.at >= measuredMs || answeredCount === requestCount)) {
        isOver = true
        const { user, system } = process.cpuUsage(measured.cpu)
        const elapsedMs = now - measured.at
        outcome = {
          recordCount: measuredRecords,
          requestCount: measuredRequests,
          elapsedMs,
          totalRecordCount,
          generatorCpuMs: (user + system) / 1_000,
        }
      }
      if (isOver && answeredCount === sentCount) {
        socket.destroy()
        resolve(outcome!)
      }
    }
    const cutter = new FrameCutter((frame) => onAnswer(frame))
    const socket: Socket = connect({ host, port: Number(port), noDelay: true }, send)
    socket.on('data', (chunk) => {
      try {
        cutter.push(chunk)
        send()
      } catch (error) {
        socket.destroy()
        reject(error)
      }
    })
    socket.on('error', reject)
    socket.on('close', () => reject(new Error('The broker closed the connection')))
  })
}
