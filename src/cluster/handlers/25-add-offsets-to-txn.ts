/**
 * AddOffsetsToTxn (key 25), v0-4 (KIP-98). The offsets of a group take part in the transaction from now on. v2 tells who is
 * fenced with PRODUCER_FENCED. Producers of Transactions v2 do without (KIP-890).
 */
import { ErrorCodes } from '../../errors/error-codes.ts'
import { addOffsetsToTxnApi } from '../../protocol/apis/add-offsets-to-txn.ts'
import type { AddOffsetsToTxnRequest } from '../../protocol/messages/add-offsets-to-txn-request.ts'
import { isAllowed } from '../security/authorize.ts'
import { fencedErrorFor } from '../transactions/fenced-error.ts'
import { offsetsPartitionOf } from '../transactions/offsets-partition.ts'
import { TransactionCoordinator } from '../transactions/transaction-coordinator.ts'
import { type ApiHandler, defineHandler, type RequestContext } from './handler.ts'

const firstFencedVersion = 2

export const addOffsetsToTxnHandler: ApiHandler = defineHandler(
  addOffsetsToTxnApi,
  (request, context) => ({
    errorCode: fencedErrorFor(addOffsets(request, context), firstFencedVersion, context),
  }),
  (_request, errorCode) => ({ errorCode }),
)

function addOffsets(request: AddOffsetsToTxnRequest, context: RequestContext): number {
  const { transactionalId, groupId } = request
  const { cluster, node } = context
  if (!isAllowed(context, 'WRITE', 'TRANSACTIONAL_ID', transactionalId)) {
    return ErrorCodes.TRANSACTIONAL_ID_AUTHORIZATION_FAILED
  }
  if (!isAllowed(context, 'READ', 'GROUP', groupId)) return ErrorCodes.GROUP_AUTHORIZATION_FAILED
  if (transactionalId === '') return ErrorCodes.INVALID_REQUEST
  const coordinator = cluster.part(TransactionCoordinator)
  const notHere = coordinator.whyNotHere(transactionalId, node)
  if (notHere !== ErrorCodes.NONE) return notHere
  return coordinator.addPartitions(transactionalId, request, [offsetsPartitionOf(groupId, cluster)], 0)
}
