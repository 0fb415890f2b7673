/**
 * SaslAuthenticate (key 36), v0-2 (KIP-152, KIP-368).
 *
 * Carries the mechanism's messages. v1 tells how long the session lasts (`connections.max.reauth.ms`). Whoever is refused
 * gets SASL_AUTHENTICATION_FAILED after `connections.failed.authentication.delay.ms`, and the connection ends.
 */
import { ErrorCodes } from '../../errors/error-codes.ts'
import { saslAuthenticateApi } from '../../protocol/apis/sasl-authenticate.ts'
import { afterFailureDelay } from '../security/failed-authentication.ts'
import { type ApiHandler, defineHandler } from './handler.ts'

const noBytes: Buffer = Buffer.alloc(0)

export const saslAuthenticateHandler: ApiHandler = defineHandler(
  saslAuthenticateApi,
  ({ authBytes }, context) => {
    const { sasl } = context.connection
    if (sasl === undefined) {
      const errorMessage = 'SaslAuthenticate request received after successful authentication'
      return { errorCode: ErrorCodes.ILLEGAL_SASL_STATE, errorMessage, authBytes: noBytes }
    }
    const { errorCode, message, reply, sessionLifetimeMs } = sasl.authenticate(authBytes)
    const answer = {
      errorCode,
      errorMessage: message,
      authBytes: reply,
      ...(context.version >= 1 ? { sessionLifetimeMs: BigInt(sessionLifetimeMs) } : {}),
    }
    return errorCode === ErrorCodes.SASL_AUTHENTICATION_FAILED ? afterFailureDelay(answer, context) : answer
  },
  (_request, errorCode) => ({ errorCode, errorMessage: null, authBytes: noBytes }),
)
