import type { Question } from './question.ts'

/** A consumer that was away and catches up. */
export const consumeBacklog: Question = {
  name: 'consume-backlog',
  title: 'Consuming a backlog of records of 100 bytes',
  kind: 'consume',
  load: { callerCount: 0, recordsPerCall: 0, lingerMs: 0 },
  notes: [
    'All contenders read the same topic, uncompressed, in batches of about 16 KB. The first tenth is warm-up.',
    'Every contender counts records by partition and adds up the lengths of the values; both must match the topic.',
    'Records/s are those of the window; a consumer that decodes far ahead has done part of its work before. Start to end is',
    'the time from before it connects, and joins a group where it does, to the last record: there everything counts.',
  ],
}
