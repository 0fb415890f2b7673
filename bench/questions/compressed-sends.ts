import type { Question } from './question.ts'

/** A pipeline stage whose records are worth compressing: the codec takes most of the CPU, and must not hold up the rest. */
export const compressedSends: Question = {
  name: 'compressed-sends',
  title: '8 callers, each awaiting sends of 100 JSON records of 500 bytes, compressed',
  kind: 'produce',
  load: { callerCount: 8, recordsPerCall: 100, lingerMs: 5, valueSizeBytes: 500 },
  notes: [
    'Latency is that of one awaited send of 100 records. The values are 4,096 different JSON documents.',
    'Every client compresses with its own implementation at its default level. Not every librdkafka has zstd; KafkaJS has',
    "neither codec without a plugin; franz-go and Java's tool do not take part.",
  ],
}
