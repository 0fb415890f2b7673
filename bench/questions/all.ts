import { batchSends } from './batch-sends.ts'
import { compressedSends } from './compressed-sends.ts'
import { concurrentSends } from './concurrent-sends.ts'
import { consumeBacklog } from './consume-backlog.ts'
import { consumeCompressed } from './consume-compressed.ts'
import { endToEnd } from './end-to-end.ts'
import type { Question } from './question.ts'
import { sequentialSends } from './sequential-sends.ts'

export const questions: readonly Question[] = [
  concurrentSends,
  batchSends,
  sequentialSends,
  compressedSends,
  consumeBacklog,
  consumeCompressed,
  endToEnd,
]
