// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import { type BrokerRegistrationRequest, brokerRegistrationRequest } from '../messages/broker-registration-request.ts'
import {
  type BrokerRegistrationResponse,
  brokerRegistrationResponse,
} from '../messages/broker-registration-response.ts'

export const brokerRegistrationApi: Api<BrokerRegistrationRequest, BrokerRegistrationResponse> = {
  name: 'BrokerRegistration',
  key: 62,
  minVersion: 0,
  maxVersion: 4,
  request: brokerRegistrationRequest,
  response: brokerRegistrationResponse,
}
