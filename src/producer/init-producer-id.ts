import type { ClientCore } from '../client/client-core.ts'
import { routeRequest } from '../client/route-request.ts'
import { BrokerError } from '../errors/broker-error.ts'
import { ErrorCodes } from '../errors/error-codes.ts'
import { initProducerIdApi } from '../protocol/apis.ts'
import type { ProducerStamp } from './producer-id.ts'

/** The longest that brokers accept; without a transactional id it means nothing. */
const transactionTimeoutMs = 2 ** 31 - 1

/** Asks any broker for a fresh producer id, again and again while that may help and the call's time lasts. */
export async function initProducerId(core: ClientCore): Promise<ProducerStamp> {
  const operation = 'Cannot get a producer id (needed for enableIdempotence)'
  const { producerId, producerEpoch } = await routeRequest(
    core,
    {
      api: initProducerIdApi,
      route: { to: 'any' },
      body: { transactionalId: null, transactionTimeoutMs },
      errorOf: ({ errorCode }, nodeId) =>
        errorCode === ErrorCodes.NONE
          ? undefined
          : new BrokerError(operation, errorCode, { api: 'InitProducerId', nodeId }),
    },
    core.startCall(operation),
  )
  return { producerId, producerEpoch }
}
