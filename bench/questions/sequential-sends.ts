import type { Question } from './question.ts'

/** One caller that awaits each record before it sends the next: nothing to batch, only the way there and back counts. */
export const sequentialSends: Question = {
  name: 'sequential-sends',
  title: 'One caller awaiting each send of 100 bytes',
  kind: 'produce',
  load: { callerCount: 1, recordsPerCall: 1, lingerMs: 0 },
  notes: ['librdkafka and franz-go do not linger here: who awaits each record would turn lingering off.'],
}
