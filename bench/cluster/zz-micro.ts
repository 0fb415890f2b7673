import { FakeCluster } from '/work/main/src/testing/index.ts'
import { encodeRequest } from '/work/main/src/protocol/request-frame.ts'
import { produceApi, fetchApi } from '/work/main/src/protocol/apis.ts'
import { BatchBuilder } from '/work/main/src/record/batch-encoder.ts'
import { assembleBatch, patchBatchHeader } from '/work/main/src/record/batch-header.ts'
let accept: any
const listening = { listen: async (host: string, port: number, onConnection: any) => { accept = onConnection; return { host, port: 9092, close: async () => {} } } }
const cluster = await FakeCluster.start({ listening, topics: { t: 1 }, config: { 'log.retention.bytes': 128 * 2 ** 20 } } as never)
let answered = 0, bytes = 0
const stream = { remoteAddress: 'x:1', write(chunks: Uint8Array[]) { answered++; for (const c of chunks) bytes += c.length; return true }, setPaused() {}, destroy() {} }
const handlers = accept(stream)
const recordsPer = Number(process.argv[2]); const mode = process.argv[3] ?? 'produce'
const total = Number(process.argv[4] ?? 100000)
const b = new BatchBuilder({}); const v = Buffer.alloc(100, 'x'); const now = Date.now()
for (let i = 0; i < recordsPer; i++) b.append(now, null, v)
const batch = assembleBatch(b.seal())
const frame = Buffer.concat(encodeRequest(produceApi, 9, 1, 'load', { acks: -1, timeoutMs: 30000, topicData: [{ name: 't', partitionData: [{ index: 0, records: batch }] }] }))
const at = frame.indexOf(batch); const own = frame.subarray(at, at + batch.length)
let seq = 0
function produce() { patchBatchHeader(own, { producerId: 5n, producerEpoch: 0, baseSequence: seq }); seq += recordsPer; 
  for (let p = 0; p < frame.length; p += 65536) handlers.onData(frame.subarray(p, p + 65536)) }
for (let i = 0; i < Math.min(total/5, 20000); i++) produce()
const ff = [0,1,2,3].map((k) => Buffer.concat(encodeRequest(fetchApi, 12, 1, 'load', { maxWaitMs: 500, minBytes: 1, maxBytes: 2**20, topics: [{ topic: 't', partitions: [{ partition: 0, fetchOffset: BigInt(seq - recordsPer * (k+1) ), partitionMaxBytes: 2**20 }] }] })))
const c0 = process.cpuUsage(); const t0 = performance.now()
if (mode === 'produce') for (let i = 0; i < total; i++) { produce(); if (i % 50 === 0) await new Promise((r) => setImmediate(r)) }
else for (let i = 0; i < total; i++) handlers.onData(ff[i & 3])
const c = process.cpuUsage(c0)
console.log(mode, recordsPer, 'cpu us/request', ((c.user + c.system) / total).toFixed(1), 'user', (c.user/total).toFixed(1), 'sys', (c.system/total).toFixed(1), answered, bytes)
await cluster.close()
