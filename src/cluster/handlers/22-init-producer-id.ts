/**
 * InitProducerId (key 22), v0-6 (KIP-98, KIP-360, KIP-939).
 *
 * Gives every idempotent producer a new id with epoch 0, whatever it had before. A transactional id keeps its producer id
 * and gets a higher epoch, which fences whoever had it; with an id and epoch of its own (v3) a producer goes on after an
 * error. What is open is aborted first: CONCURRENT_TRANSACTIONS, until the client comes again. v4 tells who is fenced with
 * PRODUCER_FENCED. v6 asks for two-phase commit, which is not allowed here.
 */
import { ErrorCodes } from '../../errors/error-codes.ts'
import { initProducerIdApi } from '../../protocol/apis/init-producer-id.ts'
import type { Draft } from '../../protocol/message-codec.ts'
import type { InitProducerIdRequest } from '../../protocol/messages/init-producer-id-request.ts'
import type { InitProducerIdResponse } from '../../protocol/messages/init-producer-id-response.ts'
import { isAllowed, isAllowedForAny, isAllowedOnCluster } from '../security/authorize.ts'
import { fencedErrorFor } from '../transactions/fenced-error.ts'
import { TransactionCoordinator } from '../transactions/transaction-coordinator.ts'
import { type ApiHandler, defineHandler, type RequestContext } from './handler.ts'

const firstFencedVersion = 4

export const initProducerIdHandler: ApiHandler = defineHandler(
  initProducerIdApi,
  initProducerId,
  (_request, errorCode) => refused(errorCode),
)

function initProducerId(request: InitProducerIdRequest, context: RequestContext): Draft<InitProducerIdResponse> {
  const { transactionalId, producerId, producerEpoch } = request
  const { cluster } = context
  const errorCode = whyNot(request, context)
  if (errorCode !== ErrorCodes.NONE) return refused(errorCode)
  if (transactionalId === null) return { producerId: cluster.newProducerId(), producerEpoch: 0 }
  const expected = producerId === -1n ? undefined : { producerId, producerEpoch }
  const coordinator = cluster.part(TransactionCoordinator)
  const outcome = coordinator.init(transactionalId, request.transactionTimeoutMs, expected)
  return { ...outcome, errorCode: fencedErrorFor(outcome.errorCode, firstFencedVersion, context) }
}

function whyNot(request: InitProducerIdRequest, context: RequestContext): number {
  const { transactionalId, producerId, producerEpoch, enable2Pc, keepPreparedTxn } = request
  if (transactionalId === null) {
    // Who may write to some topic may do so without duplicates, as of Kafka 2.8 (KIP-679).
    const mayWrite = isAllowedOnCluster(context, 'IDEMPOTENT_WRITE') || isAllowedForAny(context, 'WRITE', 'TOPIC')
    if (!mayWrite) return ErrorCodes.CLUSTER_AUTHORIZATION_FAILED
  } else if (enable2Pc || !isAllowed(context, 'WRITE', 'TRANSACTIONAL_ID', transactionalId)) {
    return ErrorCodes.TRANSACTIONAL_ID_AUTHORIZATION_FAILED
  }
  if (keepPreparedTxn) return ErrorCodes.UNSUPPORTED_VERSION
  if ((producerId === -1n) !== (producerEpoch === -1)) return ErrorCodes.INVALID_REQUEST
  if (transactionalId === null || transactionalId === '') return ErrorCodes.NONE
  return context.cluster.part(TransactionCoordinator).whyNotHere(transactionalId, context.node)
}

function refused(errorCode: number): Draft<InitProducerIdResponse> {
  return { errorCode, producerId: -1n, producerEpoch: -1 }
}
