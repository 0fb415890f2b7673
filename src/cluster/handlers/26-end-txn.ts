/**
 * EndTxn (key 26), v0-5 (KIP-98, KIP-890).
 *
 * Answers when the outcome is decided; the markers follow. v2 tells who is fenced with PRODUCER_FENCED. From v5 on the epoch
 * goes up with each end, and the answer names the producer id and the epoch of the next transaction.
 */
import { ErrorCodes } from '../../errors/error-codes.ts'
import { endTxnApi } from '../../protocol/apis/end-txn.ts'
import type { Draft } from '../../protocol/message-codec.ts'
import type { EndTxnRequest } from '../../protocol/messages/end-txn-request.ts'
import type { EndTxnResponse } from '../../protocol/messages/end-txn-response.ts'
import { isAllowed } from '../security/authorize.ts'
import { fencedErrorFor } from '../transactions/fenced-error.ts'
import { TransactionCoordinator } from '../transactions/transaction-coordinator.ts'
import { type ApiHandler, defineHandler, type RequestContext } from './handler.ts'

const firstFencedVersion = 2
const firstBumpingVersion = 5

export const endTxnHandler: ApiHandler = defineHandler(endTxnApi, endTxn, (_request, errorCode) => ({ errorCode }))

function endTxn(request: EndTxnRequest, context: RequestContext): Draft<EndTxnResponse> {
  const { transactionalId, committed } = request
  const { cluster, node, version } = context
  if (!isAllowed(context, 'WRITE', 'TRANSACTIONAL_ID', transactionalId)) {
    return { errorCode: ErrorCodes.TRANSACTIONAL_ID_AUTHORIZATION_FAILED }
  }
  const coordinator = cluster.part(TransactionCoordinator)
  const notHere = coordinator.whyNotHere(transactionalId, node)
  if (transactionalId !== '' && notHere !== ErrorCodes.NONE) return { errorCode: notHere }
  const bumpsEpoch = version >= firstBumpingVersion
  const outcome = coordinator.end(transactionalId, request, committed, bumpsEpoch ? 2 : 0)
  const errorCode = fencedErrorFor(outcome.errorCode, firstFencedVersion, context)
  return bumpsEpoch ? { ...outcome, errorCode } : { errorCode }
}
