// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import { type OffsetDeleteRequest, offsetDeleteRequest } from '../messages/offset-delete-request.ts'
import { type OffsetDeleteResponse, offsetDeleteResponse } from '../messages/offset-delete-response.ts'

export const offsetDeleteApi: Api<OffsetDeleteRequest, OffsetDeleteResponse> = {
  name: 'OffsetDelete',
  key: 47,
  minVersion: 0,
  maxVersion: 0,
  request: offsetDeleteRequest,
  response: offsetDeleteResponse,
}
