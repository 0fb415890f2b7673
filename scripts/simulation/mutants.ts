/**
 * One-line mistakes in the real source, each of which some seed must find. They are those of known failures: of Kafka
 * clients (the issue is named where there is one), of this client while it was written, and of the locks and limits that
 * everything rests on.
 */

import type { Mutant } from '../mutants/planted-copy.ts'

const lock = 'support/async-lock.ts'
const recBatch = 'producer/rec-batch.ts'
const recBuf = 'producer/rec-buf.ts'
const sequence = 'producer/partition-sequence.ts'
const sink = 'producer/produce-sink.ts'
const accumulator = 'producer/record-accumulator.ts'
const memory = 'producer/buffer-memory.ts'
const verdicts = 'producer/handle-produce-response.ts'
const connection = 'network/connection.ts'

export const mutants: readonly Mutant[] = [
  {
    name: 'noLock',
    about: 'the batch lock lets everybody in',
    edits: [
      { file: lock, from: '    if (this.#owner !== undefined) return false\n', to: '' },
      {
        file: lock,
        from: "    if (this.#owner === undefined) throw new Error('Cannot release a lock that nobody holds')\n",
        to: '',
      },
    ],
  },
  {
    name: 'flagOutsideLock',
    about: 'the refresher decides before it has the lock',
    edits: [
      {
        file: recBuf,
        from: "    if (!head.lock.tryAcquire('metadata refresher'))",
        to: "    const early = head.isCertainlyNotProduced\n    if (!head.lock.tryAcquire('metadata refresher'))",
      },
      { file: recBuf, from: 'head.isCertainlyNotProduced && this.#isFinal', to: 'early && this.#isFinal' },
    ],
  },
  {
    name: 'commitAcrossAwait',
    about: 'the lock is given back before the commit point',
    edits: [
      {
        file: sink,
        from: 'ready = this.#takeSealed()) this.#commit(ready)',
        to: 'ready = this.#takeSealed()) {\n      const late = ready\n      for (const staged of late) {\n        if (staged.isLocked) staged.batch.lock.release()\n        staged.isLocked = false\n      }\n      void Promise.resolve().then(() => this.#commit(late))\n    }',
      },
    ],
  },
  {
    name: 'lockLeakOnThrow',
    about: 'a batch whose compressor failed keeps its lock',
    edits: [
      {
        file: sink,
        from: 'for (const staged of ready) if (staged.isLocked) staged.batch.lock.release()',
        to: 'for (const staged of ready) if (staged.isLocked && staged.batch.sealingFailures === 0) staged.batch.lock.release()',
      },
    ],
  },
  {
    name: 'noRevalidation',
    about: 'a load error acts on a batch that was settled while it waited for the lock',
    edits: [
      {
        file: recBuf,
        from: '      if (head.isEnded || head !== this.#batches[0] || generation < this.#loadedGeneration) return\n',
        to: '',
      },
    ],
  },
  {
    name: 'noStagingRecheck',
    about: 'a batch is committed by a request that it was taken back from',
    edits: [{ file: sink, from: 'if (!this.#isStillStaged(staged) || recBuf.sink', to: 'if (recBuf.sink' }],
  },
  {
    name: 'forgetUnsure',
    about: 'any answer makes a batch failable again: franz-go sink.go:1045',
    edits: [
      { file: recBatch, from: 'if (isUnknown) this.unsureIfProduced = true', to: 'this.unsureIfProduced = isUnknown' },
    ],
  },
  {
    name: 'trustTimeout',
    about: 'REQUEST_TIMED_OUT read as "not appended": franz-go #1217',
    edits: [{ file: verdicts, from: '  ErrorCodes.REQUEST_TIMED_OUT,\n', to: '' }],
  },
  {
    name: 'trustAfterAppend',
    about: 'NOT_ENOUGH_REPLICAS_AFTER_APPEND read as "not appended"',
    edits: [{ file: verdicts, from: '  ErrorCodes.NOT_ENOUGH_REPLICAS_AFTER_APPEND,\n', to: '' }],
  },
  {
    name: 'trustDeadConnection',
    about: 'a request whose connection died is taken for one that never left',
    edits: [{ file: connection, from: 'this.#failRequest(request, true)', to: 'this.#failRequest(request, false)' }],
  },
  {
    name: 'noProofOfSink',
    about: 'several requests are in flight before the leader has acknowledged one',
    edits: [{ file: recBuf, from: ' || !this.#isSinkProven', to: '' }],
  },
  {
    name: 'twoSinks',
    about: 'a new leader does not wait for the requests to the old one',
    edits: [
      { file: recBuf, from: 'this.#inFlightSink !== sink || ', to: '' },
      {
        file: recBuf,
        from: '      this.#sink = sink\n      this.#isSinkProven = false\n',
        to: '      this.#sink = sink\n',
      },
    ],
  },
  {
    name: 'noNewEpoch',
    about: 'a sequence that may be in the log is given out again',
    edits: [
      {
        file: recBuf,
        from: '    if (batch.wasCommitted) this.#sequence.requireNewStamp()\n',
        to: '',
      },
    ],
  },
  {
    name: 'epochKeepsSequence',
    about: 'a new epoch does not begin at sequence 0',
    edits: [{ file: sequence, from: '      this.#nextSequence = 0\n', to: '' }],
  },
  {
    name: 'permitLeak',
    about: 'a caller that gives up waiting keeps the first of two permits',
    edits: [
      {
        file: memory,
        from: '      waiter.onFailed(reason)\n',
        to: '      this.#records += 1\n      waiter.onFailed(reason)\n',
      },
    ],
  },
  {
    name: 'admissionOutOfOrder',
    about: 'a small record passes those that wait for room',
    edits: [{ file: memory, from: 'this.#waiterCount > 0 || !this.#fits', to: '!this.#fits' }],
  },
  {
    name: 'flushOfTheLast',
    about: 'flush waits for the last of those that wait for room only',
    edits: [
      {
        file: memory,
        from: 'this.#waiters.filter((entry) => !entry.isDone)\n    await',
        to: 'this.#waiters.filter((entry) => !entry.isDone).slice(-1)\n    await',
      },
    ],
  },
  {
    name: 'overtakenInThePark',
    about: 'a record that is let in while others leave the park passes them',
    edits: [{ file: accumulator, from: '    buffer.unparking = queue\n', to: '' }],
  },
  {
    name: 'timerAfterClose',
    about: 'a closed sink keeps its timer',
    edits: [{ file: sink, from: '    this.#active.clear()\n    this.#pause.close()', to: '    this.#active.clear()' }],
  },
  {
    name: 'timerLeak',
    about: 'the timer of a caller that was let in goes on',
    edits: [{ file: memory, from: '    entry.timer?.cancel()\n', to: '' }],
  },
  {
    name: 'lostWakeUp',
    about: 'a sink that has ended a request does not look for the next',
    edits: [
      {
        file: sink,
        from: 'this.#lastRequestBytes * earlyShare)\n    this.scheduleDrain()',
        to: 'this.#lastRequestBytes * earlyShare)',
      },
    ],
  },
  {
    name: 'noRequestTimeout',
    about: 'a half-open connection is waited for without end',
    edits: [{ file: connection, from: '    this.#deadlines.include(deadlineMs)\n', to: '' }],
  },
  {
    name: 'floatingRejection',
    about: 'a metadata refresh that fails is an unhandled rejection',
    edits: [
      {
        file: 'producer/metadata-demand.ts',
        from: "\n      .catch((error: unknown) => this.#log.event('debug', 'producer.metadata_failed', { error }))",
        to: '',
      },
    ],
  },
  {
    name: 'chunkIsFrame',
    about: 'a chunk of the stream is taken for a frame',
    edits: [
      {
        file: connection,
        from: '      this.#decoder.push(chunk)\n',
        to: '      new FrameDecoder({ maxFrameBytes: 1e8, onFrame: (frame) => this.#onFrame(frame) }).push(chunk)\n',
      },
    ],
  },
  {
    name: 'correlationIdKept',
    about: 'all requests of a connection have the same correlation id',
    edits: [{ file: connection, from: '    this.#correlationId = (correlationId + 1) & correlationIdMask\n', to: '' }],
  },
  {
    name: 'closeDoesNotWait',
    about: 'close() fails what it should deliver',
    edits: [
      { file: 'producer/producer.ts', from: '    await deadline.race(this.#drainAll()).catch(() => {})\n', to: '' },
    ],
  },
  {
    name: 'realChance',
    about: 'the jitter of a backoff is drawn from the machine',
    edits: [{ file: 'support/backoff.ts', from: 'random.next()', to: '(random.next() + Math.random()) / 2' }],
  },
  {
    name: 'fetchLeak',
    about: 'fetched bytes that are dropped are counted for ever',
    edits: [
      {
        file: 'fetch/cursor.ts',
        from: 'for (const fetched of this.buffered.splice(0)) fetched.release()',
        to: 'this.buffered.splice(0)',
      },
    ],
  },
  {
    name: 'fetchSkipsBuffered',
    about: 'fetching goes on behind what was fetched and thrown away',
    edits: [
      {
        file: 'fetch/cursor.ts',
        from: '    this.#fetchOffset = this.position ?? -1n\n    this.#fetchedEpoch',
        to: '    this.#fetchedEpoch',
      },
    ],
  },
  {
    name: 'fetchLoopEnds',
    about: 'the fetch loop ends with the first error',
    edits: [
      {
        file: 'fetch/fetch-source.ts',
        from: 'if (!this.#isClosed) this.#onFailure(error)',
        to: 'return this.#onFailure(error)',
      },
    ],
  },
]
