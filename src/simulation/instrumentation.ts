/**
 * Assertions and marks inside the client, for simulations only: the client's own code stays free of them.
 *
 * Prototypes are patched once a process. What is found goes to the world that is watched just then.
 */
import { createLz4Codec } from '../compression/lz4.ts'
import { createSnappyCodec } from '../compression/snappy.ts'
import { createZstdCodec } from '../compression/zstd.ts'
import type { KafkaError } from '../errors/kafka-error.ts'
import { RecBatch } from '../producer/rec-batch.ts'
import { RecBuf } from '../producer/rec-buf.ts'
import { AsyncLock } from '../support/async-lock.ts'
import { type Watched, watchedWorld } from './guard.ts'
import { describeError } from './world.ts'

let isInstalled = false

export function installInstrumentation(): void {
  if (isInstalled) return
  isInstalled = true
  markWaitsForLocks()
  assertOwnership()
  assertCommitPoint()
  loadOptionalPackages()
}

/** Codecs look for their native packages when they are first made, once a process. That is loading code, not I/O of a run. */
function loadOptionalPackages(): void {
  for (const codec of [createSnappyCodec(), createLz4Codec(), createZstdCodec()]) codec.prepare()
}

/** Whether plans make anybody wait for a batch's lock at all: without that they say nothing about it. */
function markWaitsForLocks(): void {
  const acquire = AsyncLock.prototype.acquire
  AsyncLock.prototype.acquire = function marked(this: AsyncLock, owner: string): Promise<void> {
    if (this.isHeld) watchedWorld()?.reach(`${owner} waited for the lock of ${this.owner}`)
    return acquire.call(this, owner)
  }
}

/** P8: a batch is settled by who holds its lock, never while its encoder runs, and once. */
function assertOwnership(): void {
  for (const name of ['acknowledge', 'fail'] as const) {
    const original = RecBatch.prototype[name] as (...args: unknown[]) => void
    const checked = function checked(this: RecBatch, ...args: unknown[]): void {
      const world = watchedWorld()
      if (world !== undefined) assertHeld(world, this, name)
      try {
        original.apply(this, args)
      } catch (error) {
        // Whoever called may swallow it; it must not be lost.
        world?.problem('P8', describeError(error))
        throw error
      }
    }
    RecBatch.prototype[name] = checked as never
  }
}

/**
 * P8 again: bytes leave under the lock, and records are failed for a load error only where the log cannot have them.
 * `RecBuf.failAll` is told which batch's lock its caller holds only by the refresher's load errors.
 */
function assertCommitPoint(): void {
  const commit = RecBatch.prototype.commit
  RecBatch.prototype.commit = function checked(this: RecBatch, leaderEpoch: number): Buffer {
    if (!this.lock.isHeld) watchedWorld()?.problem('P8', 'a batch whose lock nobody holds is handed to a connection')
    if (this.isFailingFromLoadErr)
      watchedWorld()?.problem('P8', 'a batch that is being failed is handed to a connection')
    return commit.call(this, leaderEpoch)
  }
  const failAll = RecBuf.prototype.failAll
  RecBuf.prototype.failAll = function checked(this: RecBuf, error: KafkaError, locked?: RecBatch): void {
    if (locked !== undefined && !locked.isCertainlyNotProduced) {
      watchedWorld()?.problem('P8', 'a batch that may be in the log is failed for a load error')
    }
    if (locked !== undefined && this.batches[0] !== locked) {
      watchedWorld()?.problem('P8', 'a load error acts on a batch that is not the first any more')
    }
    if (locked !== undefined) watchedWorld()?.reach('records failed for load errors')
    failAll.call(this, error, locked)
  }
}

function assertHeld(world: Watched, batch: RecBatch, name: string): void {
  if (!batch.lock.isHeld) world.problem('P8', `${name} of a batch whose lock nobody holds`)
  const { sequence } = batch
  if (name === 'fail' && sequence !== undefined) {
    world.noteGivenUp(sequence.stamp.producerId, sequence.stamp.producerEpoch, sequence.baseSequence)
  }
  if (name === 'fail')
    world.reach(batch.persisted === 'no' ? 'a batch failed as not persisted' : 'a batch failed in doubt')
}
