// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import {
  type DeleteShareGroupOffsetsRequest,
  deleteShareGroupOffsetsRequest,
} from '../messages/delete-share-group-offsets-request.ts'
import {
  type DeleteShareGroupOffsetsResponse,
  deleteShareGroupOffsetsResponse,
} from '../messages/delete-share-group-offsets-response.ts'

export const deleteShareGroupOffsetsApi: Api<DeleteShareGroupOffsetsRequest, DeleteShareGroupOffsetsResponse> = {
  name: 'DeleteShareGroupOffsets',
  key: 92,
  minVersion: 0,
  maxVersion: 0,
  request: deleteShareGroupOffsetsRequest,
  response: deleteShareGroupOffsetsResponse,
}
