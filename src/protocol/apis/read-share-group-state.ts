// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import {
  type ReadShareGroupStateRequest,
  readShareGroupStateRequest,
} from '../messages/read-share-group-state-request.ts'
import {
  type ReadShareGroupStateResponse,
  readShareGroupStateResponse,
} from '../messages/read-share-group-state-response.ts'

export const readShareGroupStateApi: Api<ReadShareGroupStateRequest, ReadShareGroupStateResponse> = {
  name: 'ReadShareGroupState',
  key: 84,
  minVersion: 0,
  maxVersion: 0,
  request: readShareGroupStateRequest,
  response: readShareGroupStateResponse,
}
