// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import { type ElectLeadersRequest, electLeadersRequest } from '../messages/elect-leaders-request.ts'
import { type ElectLeadersResponse, electLeadersResponse } from '../messages/elect-leaders-response.ts'

export const electLeadersApi: Api<ElectLeadersRequest, ElectLeadersResponse> = {
  name: 'ElectLeaders',
  key: 43,
  minVersion: 0,
  maxVersion: 2,
  request: electLeadersRequest,
  response: electLeadersResponse,
}
