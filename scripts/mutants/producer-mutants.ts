/**
 * One-line mistakes in the producer's lock, numbers and permits. Each breaks one rule of docs/internals/batch-lock.md, and
 * must be killed.
 */
import { mutants as simulated } from '../simulation/mutants.ts'
import type { Mutant } from './planted-copy.ts'

const recBatch = 'producer/rec-batch.ts'
const recBuf = 'producer/rec-buf.ts'
const sink = 'producer/produce-sink.ts'
const memory = 'producer/buffer-memory.ts'

/** Those that the simulation knows too. */
const shared = [
  'noLock',
  'flagOutsideLock',
  'commitAcrossAwait',
  'lockLeakOnThrow',
  'noRevalidation',
  'noStagingRecheck',
  'forgetUnsure',
  'trustTimeout',
  'noProofOfSink',
  'twoSinks',
  'noNewEpoch',
  'epochKeepsSequence',
  'permitLeak',
  'lostWakeUp',
] as const

export const producerMutants: readonly Mutant[] = [
  ...shared.map((name) => simulated.find((mutant) => mutant.name === name)!),
  {
    name: 'noLeaderRecheck',
    about: 'a batch whose partition moved while it was sealed goes to the old leader',
    edits: [{ file: sink, from: 'recBuf.sink !== this || ', to: '' }],
  },
  {
    name: 'noConnectionRecheck',
    about: 'a batch is handed to a connection that closed while it was sealed',
    edits: [{ file: sink, from: ' && round.connection.isOpen', to: '' }],
  },
  {
    name: 'noDeadlineRecheck',
    about: 'a batch that expired while it was sealed is sent all the same',
    edits: [{ file: sink, from: 'nowMs < recBuf.expiresAtMs && ', to: '' }],
  },
  {
    name: 'numbersNotTakenBack',
    about: 'a batch that is taken back keeps numbers that others get',
    edits: [
      {
        file: recBuf,
        from: '    this.#sequence.takeBack(this.#batches, index)\n    this.#drainIndex = index',
        to: '    this.#drainIndex = index',
      },
    ],
  },
  {
    name: 'oneOfTwoPermits',
    about: 'who is refused the bytes keeps the permit for the record',
    edits: [
      {
        file: memory,
        from: '    if (this.#waiterCount > 0 || !this.#fits(sizeBytes)) return false\n',
        to: '    if (this.#waiterCount > 0) return false\n    if (!this.#fits(sizeBytes)) {\n      if (this.#records < this.#maxRecords) this.#records += 1\n      return false\n    }\n',
      },
    ],
  },
  {
    name: 'splitUnsure',
    about: 'a batch is split after an attempt in doubt',
    edits: [{ file: recBuf, from: 'if (head.unsureIfProduced || head.recordCount', to: 'if (head.recordCount' }],
  },
  {
    name: 'splitForgetsCommit',
    about: 'the numbers of a split batch are taken for unused',
    edits: [{ file: recBatch, from: '    part.wasCommitted = this.wasCommitted\n', to: '' }],
  },
  {
    name: 'splitSharesNumber',
    about: 'both parts of a batch begin with its first number',
    edits: [{ file: recBatch, from: 'addSequence(baseSequence, first)', to: 'addSequence(baseSequence, 0)' }],
  },
  {
    name: 'splitLeaksMemory',
    about: 'the memory of a split batch is given back twice in part',
    edits: [
      {
        file: recBatch,
        from: 'back.#reservedBytes = this.#reservedBytes - front.#reservedBytes',
        to: 'back.#reservedBytes = this.#reservedBytes',
      },
    ],
  },
  {
    name: 'splitCostsTry',
    about: 'being too large uses up a retry',
    edits: [{ file: recBatch, from: 'part.tries = this.tries - 1', to: 'part.tries = this.tries' }],
  },
  {
    name: 'splitForgetsFlush',
    about: 'who waits for a batch that is split is never told',
    edits: [{ file: recBatch, from: '    this.#handOverWaiters(parts)\n', to: '' }],
  },
  {
    name: 'loadErrorCostsTry',
    about: 'failed metadata uses up retries',
    edits: [
      {
        file: recBuf,
        from: '      head.loadFailures += 1\n',
        to: '      head.loadFailures += 1\n      head.tries += 1\n      if (head.tries > this.#owner.retries && head.isCertainlyNotProduced) return this.failAll(error, head)\n',
      },
    ],
  },
  {
    name: 'oneSlowForAll',
    about: 'nothing is committed while anything is being sealed',
    edits: [
      {
        file: sink,
        from: 'if (isSealed && this.#line.length === 0) {',
        to: 'if (isSealed && this.#line.every((one) => one.isSealed)) {',
      },
      {
        file: sink,
        from: '  #commitSealed(): void {\n',
        to: '  #commitSealed(): void {\n    if (this.#line.some((one) => !one.isSealed)) return\n',
      },
    ],
  },
  {
    name: 'overtakenInTheLine',
    about: 'a sealed batch passes an earlier one of its partition',
    edits: [
      {
        file: sink,
        from: '      seen.add(recBuf)\n      if (!isNext) return true',
        to: '      if (!isNext) return true\n      seen.add(recBuf)',
      },
    ],
  },
  {
    name: 'slotLeak',
    about: 'a round of which nothing may leave keeps its slot',
    edits: [{ file: sink, from: '    if (hasSlot && leaving.length === 0) this.#endRequest()\n', to: '' }],
  },
  {
    name: 'defectStopsAll',
    about: 'what a defect interrupts stays staged for ever',
    edits: [
      {
        file: sink,
        from: '        staged.recBuf.unstage(staged.batch, staged.round)\n      }\n    }\n    if (hasSlot',
        to: '        void staged\n      }\n    }\n    if (hasSlot',
      },
    ],
  },
  {
    name: 'buffersGoEarly',
    about: 'the buffer of a batch that expires in flight is given back while it is being sent',
    edits: [
      {
        file: recBatch,
        from: '    if (this.canFailFromLoadErrs) this.#builder.release()',
        to: '    this.#builder.release()',
      },
    ],
  },
  {
    name: 'abandonedAfterCommit',
    about: 'a batch that has left is dropped because nobody waits for it',
    edits: [{ file: recBuf, from: 'if (batch.wasCommitted || !batch.isAbandoned', to: 'if (!batch.isAbandoned' }],
  },
  {
    name: 'onlyOneAbandoned',
    about: 'a batch is dropped when one of its senders has given up',
    edits: [
      {
        file: 'producer/batch-settlers.ts',
        from: '(this.#settlers ?? []).every((settler)',
        to: '(this.#settlers ?? []).some((settler)',
      },
    ],
  },
]
