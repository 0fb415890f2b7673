// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import { type UnregisterBrokerRequest, unregisterBrokerRequest } from '../messages/unregister-broker-request.ts'
import { type UnregisterBrokerResponse, unregisterBrokerResponse } from '../messages/unregister-broker-response.ts'

export const unregisterBrokerApi: Api<UnregisterBrokerRequest, UnregisterBrokerResponse> = {
  name: 'UnregisterBroker',
  key: 64,
  minVersion: 0,
  maxVersion: 0,
  request: unregisterBrokerRequest,
  response: unregisterBrokerResponse,
}
