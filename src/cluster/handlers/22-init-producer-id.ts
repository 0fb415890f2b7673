/**
 * InitProducerId (key 22), v0-5 (KIP-98, KIP-360).
 *
 * Gives every idempotent producer a new id with epoch 0, whatever it had before. Transactional ids are not served yet: the
 * answer says so with UNSUPPORTED_VERSION, which no client takes for a passing trouble.
 */
import { ErrorCodes } from '../../errors/error-codes.ts'
import { initProducerIdApi } from '../../protocol/apis.ts'
import { type ApiHandler, defineHandler } from './handler.ts'

export const initProducerIdHandler: ApiHandler = defineHandler(
  initProducerIdApi,
  ({ transactionalId }, { cluster }) => {
    if (transactionalId === null) return { producerId: cluster.newProducerId(), producerEpoch: 0 }
    return { errorCode: ErrorCodes.UNSUPPORTED_VERSION, producerId: -1n, producerEpoch: -1 }
  },
  (_request, errorCode) => ({ errorCode, producerId: -1n, producerEpoch: -1 }),
)
