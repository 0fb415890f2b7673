import type { Question } from './question.ts'

/** A busy server: many requests at a time, each of which awaits the acknowledgement of one record. */
export const concurrentSends: Question = {
  name: 'concurrent-sends',
  title: '1,000 callers, each awaiting single sends of 100 bytes',
  kind: 'produce',
  load: { callerCount: 1_000, recordsPerCall: 1, lingerMs: 5 },
  notes: [
    'Latency is that of one awaited send, taken from every 16th caller.',
    "Java's perf tool does not await: it sends as fast as its buffer takes records, so its latency is time in that buffer.",
  ],
}
