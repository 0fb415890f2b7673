// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import { type SaslAuthenticateRequest, saslAuthenticateRequest } from '../messages/sasl-authenticate-request.ts'
import { type SaslAuthenticateResponse, saslAuthenticateResponse } from '../messages/sasl-authenticate-response.ts'

export const saslAuthenticateApi: Api<SaslAuthenticateRequest, SaslAuthenticateResponse> = {
  name: 'SaslAuthenticate',
  key: 36,
  minVersion: 0,
  maxVersion: 2,
  request: saslAuthenticateRequest,
  response: saslAuthenticateResponse,
}
