/**
 * Record batches against Kafka's own classes, in every codec: Java reads what we write, we read what Java writes (also
 * message sets of magic 0 and 1), and where nothing is compressed the bytes are the same.
 */
import { join } from 'node:path'
import { CodecRegistry } from '../../../src/compression/codec-registry.ts'
import { readBatches } from '../../../src/record/batch-decoder.ts'
import { BatchBuilder } from '../../../src/record/batch-encoder.ts'
import { assembleBatch, setLogAppendTime } from '../../../src/record/batch-header.ts'
import type { BatchRecords } from '../../../src/record/batch-records.ts'
import { encodeEndTransactionMarker, readControlRecord } from '../../../src/record/control-record.ts'
import { inflate } from '../../../src/record/inflate-batch.ts'
import type { ConsumedRecord } from '../../../src/record/record.ts'
import { findJava, findMaven, mavenJars, runJavaSource } from '../../support/java.ts'
import { type ConformanceResult, Tally } from '../conformance-result.ts'
import { type BatchCase, type CaseRecord, legacyCases, levelCases, modernCases } from './record-cases.ts'

const kafkaClients = 'org.apache.kafka:kafka-clients:4.4.0'
/** The slf4j-api that kafka-clients brings; a later binding would only add a warning. */
const silentLogging = 'org.slf4j:slf4j-nop:1.7.36'

const codecs = new CodecRegistry()
const topicPartition = { topic: 'conformance', partition: 0 }
const timestampTypeIds = { noTimestamp: -1, createTime: 0, logAppendTime: 1 } as const

const marker = { producerId: 77n, producerEpoch: 5, coordinatorEpoch: 9, timestamp: 1_700_000_000_123 } as const
const markers = (['commit', 'abort'] as const).map((type) => ({
  ...marker,
  type,
  baseOffset: 1234n,
  partitionLeaderEpoch: 8,
}))

export async function run(): Promise<ConformanceResult & { readonly lines: readonly string[] }> {
  const missing = findJava() === undefined ? 'there is no Java' : findMaven() === undefined ? 'there is no Maven' : ''
  if (missing !== '') return { summary: `records: skipped, ${missing}`, passed: 0, failed: 0, lines: [] }

  const jars = await mavenJars('kafka-records', [kafkaClients, silentLogging])
  const written = [...modernCases(), ...legacyCases()]
  const ours = new Map([...modernCases(), ...levelCases()].map((each) => [each.name, encode(each)] as const))
  for (const each of markers) ours.set(`marker-${each.type}`, encodeEndTransactionMarker(each))
  ours.set('two-batches', Buffer.concat([ours.get('v2-gzip-1')!, ours.get('v2-lz4-2')!]))

  const input = [...written.map(writeCommand), ...markers.map(markerCommand), ...[...ours].map(readCommand)].join('')
  const answers = await askJava(jars, input)
  const tally = new Tally()
  for (const each of written) checkReading(each, answers, tally)
  for (const each of markers) {
    const name = `marker-${each.type}`
    tally.record(`${name}, bytes`, difference(ours.get(name)!.toString('hex'), answers.batches.get(name)))
  }
  for (const [name, batch] of ours) checkWriting(name, batch, answers, tally)
  const summary = `records: ${written.length} batches of Java read, ${ours.size} of ours read by Java, 5 codecs, magic 0 to 2`
  return { summary, passed: tally.passed, failed: tally.failed, lines: [summary] }
}

/** We read what Java wrote, and find what the case says; uncompressed, we write the same bytes. */
function checkReading(each: BatchCase, answers: JavaAnswers, tally: Tally): void {
  const hex = answers.batches.get(each.name)
  if (hex === undefined) {
    tally.record(each.name, answers.errors.get(each.name) ?? 'Java gave no batch')
    return
  }
  const batch = Buffer.from(hex, 'hex')
  tally.record(
    `${each.name}, content`,
    difference(
      expectedRecords(each),
      attempt(() => describeRecords(batch)),
    ),
  )
  if (each.magic === 2) {
    tally.record(
      `${each.name}, header`,
      difference(
        headerOf(encode(each)),
        attempt(() => headerOf(batch)),
      ),
    )
    if (each.codec === 'none') tally.record(`${each.name}, bytes`, difference(encode(each).toString('hex'), hex))
  }
}

/** Java reads what we wrote, and finds what we find. */
function checkWriting(name: string, batch: Buffer, answers: JavaAnswers, tally: Tally): void {
  const content = answers.contents.get(name) ?? answers.errors.get(name)
  tally.record(`${name}, read by Java`, difference(describe(batch), content))
}

function encode(each: BatchCase): Buffer {
  const builder = new BatchBuilder({ isTransactional: each.isTransactional })
  for (const record of each.records) builder.append(record.timestamp, record.key, record.value, record.headers)
  const sealed = builder.seal()
  const codec = codecs.byName(each.codec)
  const recordsSection = codec.compress(sealed.recordsSection, each.level).runSync()
  const { baseOffset, producerId, producerEpoch, baseSequence, leaderEpoch: partitionLeaderEpoch } = each
  const ids = { baseOffset, producerId, producerEpoch, baseSequence, partitionLeaderEpoch }
  const batch = assembleBatch({ ...sealed, ...ids, recordsSection, compressionId: codec.id })
  if (each.isLogAppendTime) setLogAppendTime(batch, each.logAppendTime)
  return batch
}

interface JavaAnswers {
  readonly batches: Map<string, string>
  readonly contents: Map<string, string>
  readonly errors: Map<string, string>
}

async function askJava(jars: string, input: string): Promise<JavaAnswers> {
  const source = join(import.meta.dirname, 'RecordsProbe.java')
  const result = await runJavaSource({ source, jarDirectories: [jars], input: Buffer.from(input) })
  if (result.exitCode !== 0) throw new Error(`RecordsProbe ended with ${result.exitCode}: ${result.stderr}`)
  const answers: JavaAnswers = { batches: new Map(), contents: new Map(), errors: new Map() }
  let content: string[] = []
  for (const line of result.stdout.toString('utf8').split('\n')) {
    const [word, name = '', ...rest] = line.split(' ')
    if (word === 'batch') answers.batches.set(name, rest[0]!)
    else if (word === 'error') answers.errors.set(name, `Java says: ${rest.join(' ')}`)
    else if (word === 'end') answers.contents.set(name, content.join('\n'))
    if (word === 'end' || word === 'error') content = []
    else if (word !== 'batch') content.push(line)
  }
  return answers
}

function writeCommand(each: BatchCase): string {
  const timestampType = each.magic === 0 ? 'NoTimestampType' : each.isLogAppendTime ? 'LogAppendTime' : 'CreateTime'
  const ids = [each.producerId, each.producerEpoch, each.baseSequence, each.isTransactional, each.leaderEpoch]
  const logAppendTime = each.isLogAppendTime ? each.logAppendTime : -1
  const head = [each.name, each.magic, each.codec, timestampType, each.baseOffset, logAppendTime, ...ids]
  // The large cases have their offsets from 0.
  const shift = each.baseOffset - each.records[0]!.offset
  const records = each.records.map((record) => {
    return [record.offset + shift, record.timestamp, hex(record.key), hex(record.value), headersText(record)].join(' ')
  })
  return `${['write', ...head, records.length].join(' ')}\n${records.join('\n')}\n`
}

function markerCommand(each: (typeof markers)[number]): string {
  const place = [each.baseOffset, each.timestamp, each.partitionLeaderEpoch]
  const ids = [each.producerId, each.producerEpoch, each.coordinatorEpoch]
  return `${['marker', `marker-${each.type}`, each.type, ...place, ...ids].join(' ')}\n`
}

function readCommand([name, batch]: readonly [string, Buffer]): string {
  return `read ${name} ${batch.toString('hex')}\n`
}

function expectedRecords(each: BatchCase): string {
  const shift = each.baseOffset - each.records[0]!.offset
  const lines = each.records.map((record) => {
    const timestamp = each.isLogAppendTime ? each.logAppendTime : record.timestamp
    const fields = [record.offset + shift, timestamp, hex(record.key), hex(record.value), headersText(record)]
    return `r ${fields.join(' ')}`
  })
  return lines.join('\n')
}

/** Header and records in the words of the probe. */
function describe(records: Buffer): string {
  return open(records)
    .flatMap((batch) => [batchLine(batch), ...recordLines(batch)])
    .join('\n')
}

function describeRecords(records: Buffer): string {
  return open(records).flatMap(recordLines).join('\n')
}

function headerOf(records: Buffer): string {
  return open(records).map(batchLine).join('\n')
}

function open(records: Buffer): BatchRecords[] {
  const reader = readBatches(records)
  const opened = [...reader].map((batch) => inflate(batch, { codecs, limitBytes: 64 << 20, topicPartition }))
  if (reader.remainingBytes > 0) throw new Error(`${reader.remainingBytes} bytes are left`)
  return opened
}

function batchLine({ batch, baseOffset, lastOffset }: BatchRecords): string {
  const type = timestampTypeIds[batch.timestampType]
  const kind = [batch.partitionLeaderEpoch, batch.compressionId, type, batch.isTransactional, batch.isControl]
  const ids = [batch.producerId, batch.producerEpoch, batch.baseSequence]
  return ['b', batch.magic, baseOffset, lastOffset, ...kind, ...ids, batch.recordCount, batch.maxTimestamp].join(' ')
}

function recordLines(records: BatchRecords): string[] {
  return [...records].flatMap((record) => {
    const line = ['r', record.offset, record.timestamp, hex(record.key), hex(record.value), receivedHeadersText(record)]
    if (!records.batch.isControl) return [line.join(' ')]
    const control = readControlRecord(record)
    return [line.join(' '), `c ${control.type.toUpperCase()} ${control.coordinatorEpoch}`]
  })
}

function receivedHeadersText(record: ConsumedRecord): string {
  return headersText({ headers: record.headers.map((header) => [header.key, header.value] as const) })
}

function headersText(record: Pick<CaseRecord, 'headers'>): string {
  if (record.headers.length === 0) return '-'
  return record.headers.map(([key, value]) => `${hex(Buffer.from(key))}:${hex(value)}`).join(',')
}

function hex(bytes: Buffer | null): string {
  return bytes === null ? '-' : `x${bytes.toString('hex')}`
}

function attempt(run: () => string): string {
  try {
    return run()
  } catch (thrown) {
    return `we throw ${String(thrown)}`
  }
}

/** The first line in which two texts differ, or undefined when they are equal. */
function difference(expected: string, actual: string | undefined): string | undefined {
  if (expected === actual) return undefined
  if (actual === undefined) return 'Java gave no answer'
  const expectedLines = expected.split('\n')
  const actualLines = actual.split('\n')
  const index = expectedLines.findIndex((line, at) => line !== actualLines[at])
  if (index < 0) return `there are ${actualLines.length - expectedLines.length} lines too many`
  return `expected ${expectedLines[index]?.slice(0, 300)} and got ${actualLines[index]?.slice(0, 300)}`
}

if (import.meta.main) {
  const result = await run()
  process.stdout.write(`${result.summary}\n${result.passed} passed, ${result.failed} failed\n`)
  if (result.failed > 0) process.exitCode = 1
}
