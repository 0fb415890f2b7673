// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import {
  type InitializeShareGroupStateRequest,
  initializeShareGroupStateRequest,
} from '../messages/initialize-share-group-state-request.ts'
import {
  type InitializeShareGroupStateResponse,
  initializeShareGroupStateResponse,
} from '../messages/initialize-share-group-state-response.ts'

export const initializeShareGroupStateApi: Api<InitializeShareGroupStateRequest, InitializeShareGroupStateResponse> = {
  name: 'InitializeShareGroupState',
  key: 83,
  minVersion: 0,
  maxVersion: 0,
  request: initializeShareGroupStateRequest,
  response: initializeShareGroupStateResponse,
}
