import type { ClientCore } from '../client/client-core.ts'
import { routeRequest } from '../client/route-request.ts'
import { BrokerError } from '../errors/broker-error.ts'
import { UnsupportedVersionError } from '../errors/client-errors.ts'
import { ErrorCodes } from '../errors/error-codes.ts'
import { initProducerIdApi } from '../protocol/apis/init-producer-id.ts'
import type { ProducerStamp } from './producer-id.ts'

/** The longest that brokers accept; without a transactional id it means nothing. */
const transactionTimeoutMs = 2 ** 31 - 1

/** Asks any broker for a fresh producer id, again and again while that may help and the call's time lasts. */
export async function initProducerId(core: ClientCore): Promise<ProducerStamp> {
  const operation = 'Cannot get a producer id (needed for enableIdempotence)'
  const asked = routeRequest(
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
  const { producerId, producerEpoch } = await asked.catch((error: unknown) => {
    throw error instanceof UnsupportedVersionError ? notIdempotent(error) : error
  })
  return { producerId, producerEpoch }
}

/** Some services speak Kafka's protocol without idempotence (Event Hubs, Redpanda where it is switched off). */
function notIdempotent(cause: UnsupportedVersionError): UnsupportedVersionError {
  const advice = 'set enableIdempotence: false to send without it, where a retry may write a record twice'
  const { message, context } = cause
  return new UnsupportedVersionError(
    `Cannot send with enableIdempotence: the brokers do not have it (${message}); ${advice}`,
    { cause, context },
  )
}
