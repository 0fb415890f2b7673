import type { Question } from './question.ts'

/** A consumer that catches up on a topic whose producers compress. */
export const consumeCompressed: Question = {
  name: 'consume-compressed',
  title: 'Consuming a backlog of JSON records of 500 bytes, compressed',
  kind: 'consume',
  load: { callerCount: 0, recordsPerCall: 0, lingerMs: 0, valueSizeBytes: 500 },
  // About as many bytes as in the backlog of smaller records.
  backlogShare: 0.25,
  notes: [
    'One topic for each codec, in batches of about 16 KB before compression. The first tenth is warm-up. The values are 4,096',
    'different JSON documents. Every contender counts records by partition and adds up the lengths of the values; both must',
    'match the topic. Not every librdkafka has zstd; KafkaJS has neither codec without a plugin.',
    'Records/s are those of the window; a consumer that decodes far ahead has done part of its work before. Start to end is',
    'the time from before it connects, and joins a group where it does, to the last record: there everything counts.',
  ],
}
