// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import {
  type WriteShareGroupStateRequest,
  writeShareGroupStateRequest,
} from '../messages/write-share-group-state-request.ts'
import {
  type WriteShareGroupStateResponse,
  writeShareGroupStateResponse,
} from '../messages/write-share-group-state-response.ts'

export const writeShareGroupStateApi: Api<WriteShareGroupStateRequest, WriteShareGroupStateResponse> = {
  name: 'WriteShareGroupState',
  key: 85,
  minVersion: 0,
  maxVersion: 1,
  request: writeShareGroupStateRequest,
  response: writeShareGroupStateResponse,
}
