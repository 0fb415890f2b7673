// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import { type EnvelopeRequest, envelopeRequest } from '../messages/envelope-request.ts'
import { type EnvelopeResponse, envelopeResponse } from '../messages/envelope-response.ts'

export const envelopeApi: Api<EnvelopeRequest, EnvelopeResponse> = {
  name: 'Envelope',
  key: 58,
  minVersion: 0,
  maxVersion: 0,
  request: envelopeRequest,
  response: envelopeResponse,
}
