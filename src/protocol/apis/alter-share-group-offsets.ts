// @generated from schemas/ by `npm run generate`. Do not edit.
import type { Api } from '../message-codec.ts'
import {
  type AlterShareGroupOffsetsRequest,
  alterShareGroupOffsetsRequest,
} from '../messages/alter-share-group-offsets-request.ts'
import {
  type AlterShareGroupOffsetsResponse,
  alterShareGroupOffsetsResponse,
} from '../messages/alter-share-group-offsets-response.ts'

export const alterShareGroupOffsetsApi: Api<AlterShareGroupOffsetsRequest, AlterShareGroupOffsetsResponse> = {
  name: 'AlterShareGroupOffsets',
  key: 91,
  minVersion: 0,
  maxVersion: 0,
  request: alterShareGroupOffsetsRequest,
  response: alterShareGroupOffsetsResponse,
}
