import type { CompressionCodec } from '../../../src/compression/codec.ts'
import { createDeferred, type Deferred } from '../../../src/support/deferred.ts'
import type { Offload, OffloadTask } from '../../../src/support/offload.ts'

/** A compression that has been started and has not ended. */
export interface CompressorJob {
  finish(): void
  /** The worker dies. */
  fail(error: Error): void
}

/** A thread pool whose work ends when the test says so. */
export class HandCompressor implements Offload {
  readonly jobs: CompressorJob[] = []
  startedCount = 0
  onJob: (job: CompressorJob) => void = () => {}

  run<T>(task: OffloadTask<T>): Promise<T> {
    const result: Deferred<T> = createDeferred()
    this.startedCount += 1
    const end = (): void => {
      this.jobs.splice(this.jobs.indexOf(job), 1)
    }
    const job: CompressorJob = {
      finish: () => {
        end()
        result.resolve(task.runSync())
      },
      fail: (error) => {
        end()
        result.reject(error)
      },
    }
    this.jobs.push(job)
    this.onJob(job)
    return result.promise
  }
}

/** "Compresses" to a copy, always on another thread, so that the models can read the records. */
export const copyCodec: CompressionCodec = {
  id: 5,
  name: 'copy',
  prepare() {},
  compress: (input) => copyTask('compress', input),
  decompress: (input) => copyTask('decompress', input),
  inflatedSizeHint: (input) => input.length,
  offloadThresholdBytes: () => 0,
}

/** "Compresses" to a copy with a byte more. Nobody can read it, but its size. */
export const growCodec: CompressionCodec = {
  ...copyCodec,
  id: 6,
  name: 'grow',
  compress: (input) => copyTask('compress', Buffer.concat([input, Buffer.alloc(1)])),
}

function copyTask(label: string, input: Uint8Array): OffloadTask<Buffer> {
  return { label, runSync: () => Buffer.from(input), runAsync: () => Promise.resolve(Buffer.from(input)) }
}
