import type { TopicFacts } from './bench-topics.ts'
import type { RunOrder, RunOutcome } from './run-order.ts'

/** What is wrong with a contender's claim, in the light of what the broker says; undefined when it holds. */
export function findFalseClaim(order: RunOrder, outcome: RunOutcome, facts: TopicFacts): string | undefined {
  return order.question === 'consume-backlog'
    ? findWrongTally(order, outcome, facts)
    : findWrongLog(order, outcome, facts)
}

function findWrongTally(order: RunOrder, outcome: RunOutcome, facts: TopicFacts): string | undefined {
  const expectedBytes = facts.recordCount * order.valueSizeBytes
  if (outcome.totalValueBytes !== expectedBytes) {
    return `it read ${outcome.totalValueBytes} bytes of values, the topic holds ${expectedBytes}`
  }
  const counts = outcome.recordCountByPartition
  if (counts === undefined) return undefined
  const partition = facts.recordCountByPartition.findIndex((count, index) => count !== counts[index])
  if (partition === -1) return undefined
  return `it read ${counts[partition]} records of partition ${partition}, which holds ${facts.recordCountByPartition[partition]}`
}

function findWrongLog(order: RunOrder, outcome: RunOutcome, facts: TopicFacts): string | undefined {
  const missing = outcome.totalRecordCount - facts.recordCount
  if (missing > 0) return `${missing} of ${outcome.totalRecordCount} acknowledged records are not in the log`
  // Without idempotence, a retry may write a record twice; with it, nothing may be there that was not acknowledged.
  if (missing < 0 && order.isIdempotent) return `the log holds ${-missing} records more than were acknowledged`
  const isSmaller = facts.sizeBytes > 0 && facts.sizeBytes < outcome.totalValueBytes
  if (order.compressionType !== undefined) {
    return isSmaller
      ? undefined
      : `the log takes ${facts.sizeBytes} bytes for ${outcome.totalValueBytes}: nothing was compressed`
  }
  // Nothing is compressed, so the log cannot be smaller than the values.
  if (isSmaller) {
    return `the log takes ${facts.sizeBytes} bytes, the values alone ${outcome.totalValueBytes}`
  }
  return undefined
}
