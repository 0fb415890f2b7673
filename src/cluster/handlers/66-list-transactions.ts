/**
 * ListTransactions (key 66), v0-2 (KIP-664, KIP-994, KIP-1152). The ids that this broker coordinates, by state and producer;
 * v1 asks for those that began longer ago than a duration, v2 for those whose whole id fits a pattern.
 */
import { ErrorCodes } from '../../errors/error-codes.ts'
import { listTransactionsApi } from '../../protocol/apis/list-transactions.ts'
import type { Draft } from '../../protocol/message-codec.ts'
import type { ListTransactionsRequest } from '../../protocol/messages/list-transactions-request.ts'
import type { ListTransactionsResponse } from '../../protocol/messages/list-transactions-response.ts'
import { compileSubscriptionRegex } from '../groups/subscription-regex.ts'
import { isAllowed } from '../security/authorize.ts'
import { TransactionCoordinator } from '../transactions/transaction-coordinator.ts'
import { transactionStateNames } from '../transactions/transaction-states.ts'
import { type ApiHandler, defineHandler, type RequestContext } from './handler.ts'

export const listTransactionsHandler: ApiHandler = defineHandler(
  listTransactionsApi,
  listTransactions,
  (_request, errorCode) => ({ errorCode }),
)

function listTransactions(request: ListTransactionsRequest, context: RequestContext): Draft<ListTransactionsResponse> {
  const { stateFilters, producerIdFilters, durationFilter, transactionalIdPattern } = request
  const { cluster, node } = context
  const coordinator = cluster.part(TransactionCoordinator)
  const isAnyId = transactionalIdPattern === null || transactionalIdPattern === ''
  const pattern = isAnyId ? undefined : compileSubscriptionRegex(transactionalIdPattern)
  if (!isAnyId && pattern === undefined) return { errorCode: ErrorCodes.INVALID_REGULAR_EXPRESSION }
  const mine = coordinator.all.filter(({ transactionalId }) => {
    return cluster.coordinators.of('transaction', transactionalId) === node
  })
  const isLoading = mine.some(({ transactionalId }) => {
    return coordinator.whyNotReady(transactionalId) === ErrorCodes.COORDINATOR_LOAD_IN_PROGRESS
  })
  if (isLoading) return { errorCode: ErrorCodes.COORDINATOR_LOAD_IN_PROGRESS }
  const nowMs = cluster.clock.wallNow()
  const found = mine.filter(
    ({ transactionalId, state, producerId, startTimestampMs }) =>
      (producerIdFilters.length === 0 || producerIdFilters.includes(producerId)) &&
      (stateFilters.length === 0 || stateFilters.includes(state)) &&
      (durationFilter < 0n || BigInt(nowMs - startTimestampMs) > durationFilter) &&
      pattern?.test(transactionalId) !== false &&
      isAllowed(context, 'DESCRIBE', 'TRANSACTIONAL_ID', transactionalId),
  )
  return {
    unknownStateFilters: stateFilters.filter((name) => !transactionStateNames.has(name)),
    transactionStates: found.map(({ transactionalId, producerId, state }) => ({
      transactionalId,
      producerId,
      transactionState: state,
    })),
  }
}
