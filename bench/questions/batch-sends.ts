import type { Question } from './question.ts'

/** A pipeline stage that has records at hand in bulk. */
export const batchSends: Question = {
  name: 'batch-sends',
  title: '8 callers, each awaiting sends of 100 records of 100 bytes',
  kind: 'produce',
  load: { callerCount: 8, recordsPerCall: 100, lingerMs: 5 },
  notes: ['Latency is that of one awaited send of 100 records.'],
}
