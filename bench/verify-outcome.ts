import type { TopicFacts } from './bench-topics.ts'
import { isConsuming, type RunOrder, type RunOutcome } from './run-order.ts'

/** What is wrong with a contender's claim, in the light of what the broker says; undefined when it holds. */
export function findFalseClaim(order: RunOrder, outcome: RunOutcome, facts: TopicFacts): string | undefined {
  if (isConsuming(order)) return findWrongTally(order, outcome, facts)
  const wrongLog = findWrongLog(order, outcome, facts)
  if (wrongLog !== undefined || order.question !== 'end-to-end') return wrongLog
  return findWrongArrivals(outcome, facts)
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

function findWrongArrivals({ arrivals, totalRecordCount }: RunOutcome, facts: TopicFacts): string | undefined {
  if (arrivals === undefined) return 'it does not say what arrived'
  const { distinctCount, repeatedCount } = arrivals
  if (distinctCount !== totalRecordCount) return `${distinctCount} of ${totalRecordCount} records arrived`
  const writtenTwiceCount = facts.recordCount - totalRecordCount
  // A record that is in the log twice, which only a producer without idempotence may cause, arrives twice.
  if (repeatedCount > writtenTwiceCount) {
    return `${repeatedCount} records arrived a second time, ${writtenTwiceCount} were written twice`
  }
  return undefined
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
